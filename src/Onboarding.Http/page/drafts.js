import { h, show, when } from './dom.js';
import { dataTable, moreButton, pagedList } from './paged-list.js';
import { countryName } from './wizard-words.js';

// What was begun and is not submitted: continue where it was left.
export function draftsView(refresh) {
  const table = h('div', { class: 'card tablecard' });
  const list = pagedList('drafts');

  async function update() {
    const items = await list.items();
    if (!items) return;
    show(
      table,
      items.length === 0
        ? h(
            'div',
            { class: 'empty', 'data-key': 'none' },
            h('p', null, 'No draft is waiting to be finished.'),
            h('a', { href: '#/new' }, 'Add a customer'),
          )
        : [
            dataTable(['Customer', 'Partner', 'Changed', 'Kept until'], items.map(row)),
            list.hasMore() ? moreButton('Show older', () => refresh(list.more)) : null,
          ],
    );
  }

  return {
    title: 'Drafts',
    every: 10000,
    update,
    root: [
      h('h1', { tabindex: '-1' }, 'Drafts'),
      h('p', { class: 'quiet' }, 'Continue where you or somebody else left off.'),
      table,
    ],
  };
}

const row = item =>
  h(
    'tr',
    { 'data-key': item.id },
    h(
      'td',
      null,
      h('a', { href: `#/drafts/${encodeURIComponent(item.id)}/account` }, item.companyName ?? item.reference),
      h(
        'div',
        { class: 'quiet' },
        [
          item.companyName ? item.reference : null,
          item.country ? countryName(item.country) : null,
          item.subscriptions ? `${item.subscriptions} offer${item.subscriptions === 1 ? '' : 's'}` : null,
        ]
          .filter(Boolean)
          .join(' · '),
      ),
    ),
    h('td', { 'data-label': 'Partner' }, item.partner),
    h('td', { 'data-label': 'Changed' }, when(item.changedAt), h('div', { class: 'quiet' }, `by ${item.changedBy}`)),
    h('td', { 'data-label': 'Kept until' }, new Date(item.expiresAt).toLocaleDateString()),
  );
