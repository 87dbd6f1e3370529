import { call } from './api.js';
import { announce, h, show, when } from './dom.js';

const states = { dead: 'Dead letters', waiting: 'Waiting', unmatched: 'For no onboarding', taken: 'Taken' };

// What came in by webhook or queue. A dead letter is corrected here and taken again.
export function inboxView(refresh) {
  const state = h(
    'select',
    {
      id: 'inbox-state',
      onchange: () => {
        older = [];
        refresh();
      },
    },
    Object.entries(states).map(([value, text]) => h('option', { value }, text)),
  );
  const card = h('div', { class: 'card' });
  let older = [];
  let continuation = null;
  let asked = 0;

  async function update() {
    const turn = ++asked;
    const page = await call('GET', 'inbox', { query: { state: state.value, limit: '50' } });
    if (turn !== asked) return;
    if (older.length === 0) continuation = page.continuation ?? null;
    const known = new Set(page.items.map(item => item.key));
    const items = [...page.items, ...older.filter(item => !known.has(item.key))];
    show(
      card,
      items.length === 0
        ? h('p', { class: 'empty' }, 'There is none.')
        : [
            items.map(item => message(item, refresh)),
            continuation
              ? h(
                  'div',
                  { class: 'empty', 'data-key': 'more' },
                  h('button', { type: 'button', onclick: showMore }, 'Show more'),
                )
              : null,
          ],
    );
  }

  const showMore = () =>
    refresh(async () => {
      const next = await call('GET', 'inbox', { query: { state: state.value, limit: '50', continuation } });
      older = [...older, ...next.items];
      continuation = next.continuation ?? null;
    });

  return {
    title: 'Inbox',
    every: 5000,
    update,
    root: [
      h('h1', { tabindex: '-1' }, 'Inbox'),
      h('p', { class: 'quiet' }, 'What came in by webhook or queue. What cannot be read is kept as a dead letter.'),
      h('form', { class: 'filters', onsubmit: event => event.preventDefault() }, h('label', null, 'State', state)),
      card,
    ],
  };
}

const message = (item, refresh) =>
  h(
    'article',
    { class: 'owed', 'data-key': item.key },
    h('h2', null, `${item.source} · ${item.id}`),
    h(
      'p',
      { class: 'quiet' },
      'Came ',
      when(item.receivedAt),
      item.code ? [' · ', h('span', { class: 'mono' }, item.code)] : null,
    ),
    item.reason ? h('p', null, item.reason) : null,
    item.onboardings.length > 0
      ? h(
          'p',
          null,
          item.onboardings.map(id => [h('a', { href: `#/onboardings/${encodeURIComponent(id)}` }, id), ' ']),
        )
      : null,
    h(
      'details',
      { 'data-key': 'body', ontoggle: event => fill(event.currentTarget, item, refresh) },
      h('summary', null, 'As it came'),
      h('div', { class: 'loaded', 'data-own': true }),
    ),
  );

// The body is fetched when somebody wants to read it, and is not touched while it is edited.
async function fill(details, item, refresh) {
  const place = details.querySelector('.loaded');
  if (!details.open || place.hasChildNodes()) return;
  const path = `inbox/${encodeURIComponent(item.key)}`;
  try {
    const { body } = await call('GET', path);
    const text = h('textarea', { class: 'small', spellcheck: 'false', 'aria-label': 'Body' });
    text.value = body ?? '';
    text.readOnly = item.state !== 'dead' || item.source === 'partner-center';
    const again =
      item.state === 'dead'
        ? h(
            'button',
            {
              type: 'button',
              class: 'primary',
              onclick: () =>
                refresh(async () => {
                  await call('POST', `${path}/again`, text.value === body ? {} : { body: text.value });
                  announce('It is taken again.');
                }),
            },
            'Take it again',
          )
        : null;
    place.replaceChildren(text, ...(again ? [h('div', { class: 'buttons' }, again)] : []));
  } catch (problem) {
    place.replaceChildren(problem.message);
  }
}
