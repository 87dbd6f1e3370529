import { call } from './api.js';
import { h, show, when } from './dom.js';
import { actorText, badge, stageNames } from './words.js';

const filter = { text: '', state: '' };
let older = [];
let continuation = null;

// The list, newest first; the first page is live, older pages are as they were when asked for.
export function listView(refresh) {
  older = [];
  const search = h('input', { type: 'search', id: 'search', value: filter.text, placeholder: 'Company, reference or domain', maxlength: '200', autocomplete: 'off' });
  const state = h('select', { id: 'state' },
    h('option', { value: '' }, 'All'), h('option', { value: 'open' }, 'Running'), h('option', { value: 'ended' }, 'Ended'),
    h('optgroup', { label: 'Stage' }, stageNames.map(([value, text]) => h('option', { value }, text))));
  state.value = filter.state;
  const table = h('div', { class: 'card tablecard' });
  const apply = () => {
    Object.assign(filter, { text: search.value, state: state.value });
    older = [];
    refresh();
  };
  search.addEventListener('input', apply);
  state.addEventListener('change', apply);
  const root = [
    h('h1', { tabindex: '-1' }, 'Onboardings'),
    h('form', { class: 'filters', role: 'search', onsubmit: event => { event.preventDefault(); apply(); } }, h('label', null, 'Search', search), h('label', null, 'State', state)),
    table,
  ];
  return { title: 'Onboardings', root, every: 2000, update: () => update(table, refresh) };
}

async function update(table, refresh) {
  const page = await call('GET', 'onboardings', { query: { ...filter, limit: '50' } });
  if (older.length === 0) continuation = page.continuation ?? null;
  const known = new Set(page.items.map(item => item.id));
  const items = [...page.items, ...older.filter(item => !known.has(item.id))];
  if (items.length === 0) {
    show(table, h('div', { class: 'empty' },
      filter.text || filter.state ? h('p', null, 'Nothing matches the search.') : [h('p', null, 'Nothing has been submitted yet.'), h('a', { href: '#/new' }, 'Add the first customer')]));
    return;
  }

  show(table,
    h('table', null,
      h('thead', null, h('tr', null, ['Customer', 'Stage', 'Waits for', 'Submitted'].map(text => h('th', { scope: 'col' }, text)))),
      h('tbody', null, items.map(row))),
    continuation ? h('div', { class: 'empty' }, h('button', { type: 'button', id: 'more' }, 'Show older')) : null);
  const more = table.querySelector('#more');
  if (more) more.onclick = async () => {
    const next = await call('GET', 'onboardings', { query: { ...filter, limit: '50', continuation } });
    older.push(...(older.length === 0 ? items.slice(page.items.length) : []), ...next.items);
    continuation = next.continuation ?? null;
    refresh();
  };
}

const row = item => h('tr', null,
  h('td', null, h('a', { href: `#/onboardings/${encodeURIComponent(item.id)}` }, item.companyName ?? item.domain ?? item.reference), h('div', { class: 'quiet' }, [item.reference, item.domain].filter(Boolean).join(' · '))),
  h('td', null, badge(item.stage, item.ended), item.errorCode ? h('div', { class: 'quiet mono' }, item.errorCode) : null),
  h('td', null, item.ended && item.waitsFor === 'nobody' ? h('span', { class: 'quiet' }, '–') : [actorText(item.waitsFor), h('div', { class: 'quiet' }, 'since ', when(item.since))]),
  h('td', null, when(item.submittedAt), h('div', { class: 'quiet' }, `by ${item.submittedBy}`)));
