import { h } from './dom.js';
import { t, time } from './messages.js';
import { inOurWords } from './refusal.js';
import { mood, stageText } from './words.js';

// A step that one of these follows did not come to its end.
const stops = ['undoing', 'awaiting-operator', 'rolled-back', 'needs-attention', 'cancelled', 'expired'];

export const timeline = item =>
  h(
    'ol',
    { class: 'timeline' },
    item.timeline.map((line, index) => entry(item, line, index)),
  );

function entry(item, line, index) {
  const after = item.timeline.slice(index + 1).find(one => one.stage !== line.stage);
  const isLast = index === item.timeline.length - 1;
  const isUnderWay = !item.ended && !after;
  const isDone = after && !stops.includes(after.stage);
  const tone = line.errorCode && !mood(line.stage) ? 'wait' : mood(line.stage);
  return h(
    'li',
    {
      class: `${tone} ${isLast && isUnderWay ? 'now' : ''}`,
      'data-key': `${line.sequence}`,
      'aria-current': isLast && isUnderWay ? 'step' : null,
    },
    h(
      'div',
      null,
      inOurWords((isDone ? line.done : line.underWay) ?? line.text),
      after && !isDone && line.underWay ? [' ', h('span', { class: 'quiet' }, t`Stopped here.`)] : null,
    ),
    h(
      'div',
      { class: 'when' },
      `${stageText(line.stage)} · ${time(line.at)}`,
      line.errorCode ? [' · ', h('span', { class: 'mono' }, line.errorCode)] : null,
    ),
  );
}
