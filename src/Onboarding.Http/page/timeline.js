import { h } from './dom.js';
import { inOurWords } from './refusal.js';
import { mood, stageText } from './words.js';

// Each step writes its line when it begins. How that is told while it is under way, and when it is done.
const steps = [
  [/^The request is checked\.$/, 'Checking the request.', 'Checked the request.'],
  [
    /^The reseller's relationship and partner agreement are checked\.$/,
    'Checking the reseller’s relationship and partner agreement.',
    'Checked the reseller’s relationship and partner agreement.',
  ],
  [/^The customer's tenant is created\.$/, 'Creating the customer’s tenant.', 'Created the customer’s tenant.'],
  [
    /^The customer's link to its reseller is read back\.$/,
    'Reading back the customer’s link to its reseller.',
    'Read back the customer’s link to its reseller.',
  ],
  [
    /^The customer is asked to accept the Microsoft Customer Agreement, before anything is created\.$/,
    'Asking the customer to accept the Microsoft Customer Agreement, before anything is created.',
    'Asked the customer to accept the Microsoft Customer Agreement, before anything was created.',
  ],
  [
    /^(?:The customer's acceptance of the Microsoft Customer Agreement is confirmed|Looking for the customer's acceptance of the Microsoft Customer Agreement)\.$/,
    'Looking for the customer’s acceptance of the Microsoft Customer Agreement.',
    'Looked for the customer’s acceptance of the Microsoft Customer Agreement.',
  ],
  [
    /^(\d+) offer\(s\) are ordered\.$/,
    (_, n) => `Ordering ${some(n, 'offer')}.`,
    (_, n) => `Ordered ${some(n, 'offer')}.`,
  ],
  [
    /^(\d+) add-on\(s\) are ordered, since their base is there\.$/,
    (_, n) => `Ordering ${some(n, 'add-on')}, since the base is there.`,
    (_, n) => `Ordered ${some(n, 'add-on')}, since the base was there.`,
  ],
  [
    /^Microsoft provisions the subscriptions\.$/,
    'Microsoft is provisioning the subscriptions.',
    'Microsoft has provisioned the subscriptions.',
  ],
  [
    /^Microsoft reviews the customer's account, which takes hours to days\.$/,
    'Microsoft is reviewing the customer’s account, which takes hours to days.',
    'Microsoft has reviewed the customer’s account.',
  ],
  [/^Waits for /, 'Waiting for ', 'Waited for '],
  [
    /\bhas to (?:read and )?accept .*$/,
    '$&',
    whole => whole.replace('has to', 'had to').replace('nothing is', 'nothing was'),
  ],
];
const some = (number, one) => `${number} ${one}${number === '1' ? '' : 's'}`;

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
      told(line.text, isDone),
      after && !isDone && isStep(line.text) ? h('span', { class: 'quiet' }, ' Stopped here.') : null,
    ),
    h(
      'div',
      { class: 'when' },
      `${stageText(line.stage)} · ${new Date(line.at).toLocaleString()}`,
      line.errorCode ? [' · ', h('span', { class: 'mono' }, line.errorCode)] : null,
    ),
  );
}

const isStep = text => steps.some(([pattern]) => pattern.test(text));

function told(text, isDone) {
  const step = steps.find(([pattern]) => pattern.test(text));
  return inOurWords(step ? text.replace(step[0], isDone ? step[2] : step[1]) : text);
}
