import { announce, ask, h, show } from './dom.js';
import { number, t } from './messages.js';

// The bar of a list whose rows can be chosen: how many are, what can be done with them, and what became of it.
// `buttons` makes what is offered for the chosen rows; `nameOf` names one that failed, `failedText` counts those.
export function chosenBar({ label, buttons, nameOf, failedText, refresh, redraw }) {
  const chosen = new Map();
  const bar = h('div', { class: 'bulk', role: 'group', 'aria-label': label });
  let outcome = null;

  // Does it for each of these rows, once the question has been answered. What cannot be done is named with the server's
  // reason, and stays chosen.
  async function each(items, act, doneText, question) {
    const answer = question ? await ask(question) : '';
    if (answer === null) return;
    const failed = [];
    let count = 0;
    await refresh(async () => {
      for (const item of items) {
        try {
          await act(item, answer);
          chosen.delete(item.id);
          count++;
        } catch (problem) {
          failed.push(t`${nameOf(item)}: ${problem.message}`);
        }
        outcome = { text: doneText(count), failed };
        draw();
      }
    });
    announce([doneText(count), failed.length > 0 ? failedText(failed.length) : null].filter(Boolean).join(' '));
    redraw();
  }

  function clear() {
    chosen.clear();
    outcome = null;
    draw();
    redraw();
  }

  function draw() {
    bar.hidden = chosen.size === 0 && !outcome;
    show(
      bar,
      h('strong', { role: 'status' }, t`${number(chosen.size)} chosen`),
      chosen.size > 0 ? buttons([...chosen.values()], each) : null,
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
      if (isChosen) chosen.set(item.id, item);
      else chosen.delete(item.id);
      outcome = null;
      draw();
    },

    // Takes over what these rows are by now; which of them are chosen stays as it is.
    keep(items) {
      for (const item of items) if (chosen.has(item.id)) chosen.set(item.id, item);
      draw();
    },
    clear,
  };
}
