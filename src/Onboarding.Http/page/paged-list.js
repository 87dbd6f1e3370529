import { call, watch } from './api.js';
import { h } from './dom.js';

// Gets the first page. One that is empty has a continuation where the server has looked at many and found none of them.
export async function firstPage(path, query) {
  let page = await watch(path, { query });
  while (page.items.length === 0 && page.continuation)
    page = await call('GET', path, { query: { ...query, continuation: page.continuation } });
  return page;
}

// A list of the API, page by page. The first page is asked for again and again; what was shown below it stays.
export function pagedList(path, query = () => ({}), keyOf = item => item.id) {
  let older = [];
  let continuation = null;
  let asked = 0;
  let begun = 0;

  return {
    hasMore: () => continuation !== null,

    // Begins anew, for another query.
    restart() {
      begun++;
      older = [];
    },

    // Gets what is to be shown; null when it was asked for again meanwhile.
    async items() {
      const turn = ++asked;
      const page = await firstPage(path, { ...query(), limit: '50' });
      if (turn !== asked) return null;
      if (older.length === 0) continuation = page.continuation ?? null;
      const known = new Set(page.items.map(keyOf));
      return [...page.items, ...older.filter(item => !known.has(keyOf(item)))];
    },

    // Gets the page below what is shown.
    async more() {
      const turn = begun;
      const next = await call('GET', path, { query: { ...query(), limit: '50', continuation } });
      if (turn !== begun) return;
      older = [...older, ...next.items];
      continuation = next.continuation ?? null;
    },
  };
}

// The button below a list that has more.
export const moreButton = (text, onclick) =>
  h('div', { class: 'empty', 'data-key': 'more' }, h('button', { type: 'button', onclick }, text));

export const dataTable = (headings, rows) =>
  h(
    'table',
    { 'data-key': 'rows' },
    h(
      'thead',
      null,
      h(
        'tr',
        null,
        headings.map(text => h('th', { scope: 'col' }, text)),
      ),
    ),
    h('tbody', null, rows),
  );
