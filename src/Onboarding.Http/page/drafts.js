import { h, show, when } from './dom.js';
import { day, number, plural, t } from './messages.js';
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
            h('p', null, t`No draft is waiting to be finished.`),
            h('a', { href: '#/new' }, t`Add a customer`),
          )
        : [
            dataTable([t`Customer`, t`Partner`, t`Changed`, t`Kept until`], items.map(row)),
            list.hasMore() ? moreButton(t`Show older`, () => refresh(list.more)) : null,
          ],
    );
  }

  return {
    title: t`Drafts`,
    every: 10000,
    concerns: ['drafts'],
    update,
    root: [
      h('h1', { tabindex: '-1' }, t`Drafts`),
      h('p', { class: 'quiet' }, t`Continue where you or somebody else left off.`),
      table,
    ],
  };
}

const offersText = count => plural(count, t`${number(count)} offer`, t`${number(count)} offers`);

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
          item.subscriptions ? offersText(item.subscriptions) : null,
        ]
          .filter(Boolean)
          .join(' · '),
      ),
    ),
    h('td', { 'data-label': t`Partner` }, item.partner),
    h('td', { 'data-label': t`Changed` }, when(item.changedAt), h('div', { class: 'quiet' }, t`by ${item.changedBy}`)),
    h('td', { 'data-label': t`Kept until` }, day(item.expiresAt)),
  );
