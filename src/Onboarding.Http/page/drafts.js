import { call } from './api.js';
import { h, show, when } from './dom.js';
import { countryName } from './wizard-words.js';

// What was begun and is not submitted: continue where it was left.
export function draftsView(refresh) {
  const table = h('div', { class: 'card tablecard' });
  let older = [];
  let continuation = null;

  async function update() {
    const page = await call('GET', 'drafts', { query: { limit: '50' } });
    if (older.length === 0) continuation = page.continuation ?? null;
    const known = new Set(page.items.map(item => item.id));
    const items = [...page.items, ...older.filter(item => !known.has(item.id))];
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
            h(
              'table',
              { 'data-key': 'rows' },
              h(
                'thead',
                null,
                h(
                  'tr',
                  null,
                  ['Customer', 'Partner', 'Changed', 'Kept until'].map(text => h('th', { scope: 'col' }, text)),
                ),
              ),
              h('tbody', null, items.map(row)),
            ),
            continuation
              ? h(
                  'div',
                  { class: 'empty', 'data-key': 'older' },
                  h('button', { type: 'button', onclick: showOlder }, 'Show older'),
                )
              : null,
          ],
    );
  }

  const showOlder = () =>
    refresh(async () => {
      const next = await call('GET', 'drafts', { query: { limit: '50', continuation } });
      older = [...older, ...next.items];
      continuation = next.continuation ?? null;
    });

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
