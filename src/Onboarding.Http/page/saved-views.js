import { ask, h, show } from './dom.js';
import { t } from './messages.js';

const storageKey = 'onboarding-views';
const most = 20;

// Names for what a list is narrowed by, kept in this browser.
function read() {
  try {
    const views = JSON.parse(localStorage.getItem(storageKey) ?? '[]');
    return Array.isArray(views) ? views.filter(view => typeof view?.name === 'string' && view.query) : [];
  } catch {
    return [];
  }
}

function write(views) {
  try {
    localStorage.setItem(storageKey, JSON.stringify(views));
  } catch {
    // A browser that keeps nothing has no views.
  }
}

// Shows the saved views; "filter" gets what the list is narrowed by now, "apply" narrows it.
export function savedViews(filter, apply) {
  const bar = h('div', { class: 'chips', role: 'group', 'aria-label': t`Saved views` });
  const given = () => new URLSearchParams(Object.entries(filter()).filter(([, value]) => value)).toString();

  async function save() {
    const name = await ask({
      title: t`Save this view`,
      text: t`What the list is narrowed by is kept in this browser under a name.`,
      yes: t`Save`,
      no: t`Not now`,
      field: { label: t`Name`, required: true, longest: 60 },
    });
    if (!name?.trim()) return;
    write([...read().filter(view => view.name !== name.trim()), { name: name.trim(), query: given() }].slice(-most));
    draw();
  }

  function draw() {
    const now = given();
    const views = read();
    show(
      bar,
      views.map(view =>
        h(
          'span',
          { class: 'pair', 'data-key': view.name },
          h(
            'button',
            {
              type: 'button',
              class: 'chip',
              'aria-pressed': `${view.query === now}`,
              onclick: () => apply(Object.fromEntries(new URLSearchParams(view.query))),
            },
            view.name,
          ),
          h(
            'button',
            {
              type: 'button',
              class: 'chip',
              'aria-label': t`Forget the view ${view.name}`,
              onclick: () => {
                write(read().filter(one => one.name !== view.name));
                draw();
              },
            },
            '✕',
          ),
        ),
      ),
      now && !views.some(view => view.query === now)
        ? h('button', { type: 'button', class: 'link', id: 'save-view', onclick: save }, t`Save this view`)
        : null,
    );
  }

  return { bar, draw };
}
