import { call, download } from './api.js';
import { announce, ask, h, show } from './dom.js';
import { number, plural, t } from './messages.js';
import { may } from './session.js';

const mostExported = 100;

export const resumedText = count =>
  plural(count, t`${number(count)} onboarding goes on.`, t`${number(count)} onboardings go on.`);
const stopText = count =>
  plural(count, t`${number(count)} onboarding was asked to stop.`, t`${number(count)} onboardings were asked to stop.`);
const failedText = count =>
  plural(
    count,
    t`The call failed for ${number(count)} onboarding.`,
    t`The call failed for ${number(count)} onboardings.`,
  );

const whatIsCancelled = names =>
  names.length > 5
    ? t`Each stops at its next step, and what can be undone is undone: ${names.slice(0, 5).join(', ')} and
        ${number(names.length - 5)} more.`
    : t`Each stops at its next step, and what can be undone is undone: ${names.join(', ')}.`;

// What can be done with the rows that are chosen in a list. "names" are the rows by id.
export function bulkBar(refresh, redraw) {
  const chosen = new Map();
  const bar = h('div', { class: 'bulk', role: 'group', 'aria-label': t`Chosen onboardings` });
  let outcome = null;

  async function each(act, done, question) {
    if (question && (await ask(question)) === null) return;
    const failed = [];
    let count = 0;
    await refresh(async () => {
      for (const [id, name] of [...chosen]) {
        try {
          await call('POST', `onboardings/${encodeURIComponent(id)}/${act}`);
          chosen.delete(id);
          count++;
        } catch (problem) {
          failed.push(t`${name}: ${problem.message}`);
        }
        outcome = { text: done(count), failed };
        draw();
      }
    });
    announce([done(count), failed.length > 0 ? failedText(failed.length) : null].filter(Boolean).join(' '));
    redraw();
  }

  const cancel = () =>
    each('cancel', stopText, {
      title: plural(chosen.size, t`Cancel ${chosen.size} onboarding?`, t`Cancel ${chosen.size} onboardings?`),
      text: whatIsCancelled([...chosen.values()]),
      yes: t`Cancel them`,
      danger: true,
    });

  function clear() {
    chosen.clear();
    outcome = null;
    draw();
    redraw();
  }

  function draw() {
    const ids = [...chosen.keys()];
    bar.hidden = chosen.size === 0 && !outcome;
    show(
      bar,
      h('strong', { role: 'status' }, t`${number(chosen.size)} chosen`),
      chosen.size > 0 && may('operate')
        ? h('button', { type: 'button', id: 'bulk-resume', onclick: () => each('resume', resumedText) }, t`Resume`)
        : null,
      chosen.size > 0
        ? h(
            'button',
            {
              type: 'button',
              id: 'bulk-export',
              disabled: chosen.size > mostExported,
              title: chosen.size > mostExported ? t`At most ${mostExported}` : null,
              onclick: () => refresh(() => download('onboardings.csv', 'onboardings.csv', { ids: ids.join(',') })),
            },
            t`Export`,
          )
        : null,
      chosen.size > 0 && may('cancel')
        ? h('button', { type: 'button', id: 'bulk-cancel', class: 'danger', onclick: cancel }, t`Cancel`)
        : null,
      h('button', { type: 'button', class: 'link', id: 'bulk-none', onclick: clear }, t`Choose none`),
      outcome
        ? h(
            'div',
            { class: 'wide' },
            h('p', null, outcome.text),
            outcome.failed.length > 0
              ? h(
                  'ul',
                  null,
                  outcome.failed.map(text => h('li', null, text)),
                )
              : null,
          )
        : null,
    );
  }

  draw();
  return {
    bar,
    has: id => chosen.has(id),
    size: () => chosen.size,
    choose(item, isChosen) {
      if (isChosen) chosen.set(item.id, item.companyName ?? item.reference);
      else chosen.delete(item.id);
      outcome = null;
      draw();
    },
    clear,
  };
}
