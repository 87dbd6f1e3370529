import { call } from './api.js';
import { announce, h, show, when } from './dom.js';
import { nodes, t } from './messages.js';
import { moreButton, pagedList } from './paged-list.js';

const states = { dead: t`Dead letters`, waiting: t`Waiting`, unmatched: t`For no onboarding`, taken: t`Taken` };

// What came in by webhook or queue. A dead letter is corrected here and taken again.
export function inboxView(refresh) {
  const state = h(
    'select',
    {
      id: 'inbox-state',
      onchange: () => {
        list.restart();
        refresh();
      },
    },
    Object.entries(states).map(([value, text]) => h('option', { value }, text)),
  );
  const card = h('div', { class: 'card' });
  const list = pagedList(
    'inbox',
    () => ({ state: state.value }),
    item => item.key,
  );

  async function update() {
    const items = await list.items();
    if (!items) return;
    show(
      card,
      items.length === 0
        ? h('p', { class: 'empty' }, t`There is none.`)
        : [
            items.map(item => message(item, refresh)),
            list.hasMore() ? moreButton(t`Show more`, () => refresh(list.more)) : null,
          ],
    );
  }

  return {
    title: t`Inbox`,
    every: 5000,
    concerns: ['inbox'],
    update,
    root: [
      h('h1', { tabindex: '-1' }, t`Inbox`),
      h('p', { class: 'quiet' }, t`What came in by webhook or queue. What cannot be read is kept as a dead letter.`),
      h('form', { class: 'filters', onsubmit: event => event.preventDefault() }, h('label', null, t`State`, state)),
      card,
    ],
  };
}

const message = (item, refresh) =>
  h(
    'article',
    { class: 'entry', 'data-key': item.key },
    h('h2', null, `${item.source} · ${item.id}`),
    h(
      'p',
      { class: 'quiet' },
      nodes`Came ${when(item.receivedAt)}`,
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
      h('summary', null, t`As it came`),
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
    const text = h('textarea', { class: 'small', spellcheck: 'false', 'aria-label': t`Body` });
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
                  announce(t`It is taken again.`);
                }),
            },
            t`Take it again`,
          )
        : null;
    place.replaceChildren(text, ...(again ? [h('div', { class: 'buttons' }, again)] : []));
  } catch (problem) {
    place.replaceChildren(problem.message);
  }
}
