import { call } from './api.js';
import { announce, ask, h, show } from './dom.js';
import { number, plural, t } from './messages.js';
import { moreButton, pagedList } from './paged-list.js';
import { delivery } from './records.js';
import { may } from './session.js';

const states = { failed: t`Failed`, waiting: t`Waiting`, delivered: t`Delivered` };
const sentText = count =>
  plural(count, t`${number(count)} delivery is sent again.`, t`${number(count)} deliveries are sent again.`);

// What subscribers and customers are told, over all onboardings. What was given up can be sent again.
export function deliveriesView(refresh) {
  const state = h(
    'select',
    {
      id: 'delivery-state',
      onchange: () => {
        list.restart();
        refresh();
      },
    },
    Object.entries(states).map(([value, text]) => h('option', { value }, text)),
  );
  const card = h('div', { class: 'card' });
  const list = pagedList('deliveries', () => ({ state: state.value }));

  async function sendAll() {
    const text = t`All that were given up are sent once more, under the same ids, also those that are not shown here.`;
    if ((await ask({ title: t`Send all of these again?`, text, yes: t`Send all`, no: t`Not yet` })) === null) return;
    await refresh(async () => {
      let count = 0;
      for (let more = true; more;) {
        const answer = await call('POST', 'deliveries/again');
        count += answer.deliveries.length;
        more = answer.more && answer.deliveries.length > 0;
      }
      announce(sentText(count));
    });
  }

  async function update() {
    const items = await list.items();
    if (!items) return;
    show(
      card,
      state.value === 'failed' && items.length > 1 && may('operate')
        ? h(
            'div',
            { class: 'buttons', 'data-key': 'all' },
            h('button', { type: 'button', id: 'send-all', onclick: sendAll }, t`Send all again`),
          )
        : null,
      items.length === 0
        ? h('p', { class: 'empty' }, t`There is none.`)
        : h(
            'ul',
            { class: 'plain', 'data-key': 'list' },
            items.map(item => delivery(item, refresh, true)),
          ),
      list.hasMore() ? moreButton(t`Show more`, () => refresh(list.more)) : null,
    );
  }

  return {
    title: t`Deliveries`,
    every: 5000,
    concerns: ['deliveries'],
    update,
    root: [
      h('h1', { tabindex: '-1' }, t`Deliveries`),
      h('p', { class: 'quiet' }, t`What subscribers and customers were told of, with every attempt, oldest first.`),
      h('form', { class: 'filters', onsubmit: event => event.preventDefault() }, h('label', null, t`State`, state)),
      card,
    ],
  };
}
