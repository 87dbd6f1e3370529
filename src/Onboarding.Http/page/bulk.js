import { call, download } from './api.js';
import { announce, ask, h, show } from './dom.js';
import { may } from './session.js';

const mostExported = 100;

// What can be done with the rows that are chosen in a list. "names" are the rows by id.
export function bulkBar(refresh, redraw) {
  const chosen = new Map();
  const bar = h('div', { class: 'bulk', role: 'group', 'aria-label': 'Chosen onboardings' });
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
          failed.push(`${name}: ${problem.message}`);
        }
        outcome = { text: `${count} ${done}.`, failed };
        draw();
      }
    });
    announce(`${count} ${done}${failed.length > 0 ? `, ${failed.length} not` : ''}.`);
    redraw();
  }

  const cancel = () =>
    each('cancel', 'told to stop', {
      title: `Cancel ${chosen.size} onboarding${chosen.size === 1 ? '' : 's'}?`,
      text: `Each stops at its next step, and what can be undone is undone: ${listed()}`,
      yes: 'Cancel them',
      danger: true,
    });

  const listed = () => {
    const names = [...chosen.values()];
    return names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more.` : `${names.join(', ')}.`;
  };

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
      h('strong', { role: 'status' }, `${chosen.size} chosen`),
      chosen.size > 0 && may('operate')
        ? h('button', { type: 'button', id: 'bulk-resume', onclick: () => each('resume', 'go on') }, 'Resume')
        : null,
      chosen.size > 0
        ? h(
            'button',
            {
              type: 'button',
              id: 'bulk-export',
              disabled: chosen.size > mostExported,
              title: chosen.size > mostExported ? `At most ${mostExported}` : null,
              onclick: () => refresh(() => download('onboardings.csv', 'onboardings.csv', { ids: ids.join(',') })),
            },
            'Export',
          )
        : null,
      chosen.size > 0 && may('cancel')
        ? h('button', { type: 'button', id: 'bulk-cancel', class: 'danger', onclick: cancel }, 'Cancel')
        : null,
      h('button', { type: 'button', class: 'link', id: 'bulk-none', onclick: clear }, 'Choose none'),
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
