import { call, download, watch } from './api.js';
import { bulkBar, resumedText } from './bulk.js';
import { announce, ask, h, show, when } from './dom.js';
import { nodes, number, t } from './messages.js';
import { meaningOf } from './refusal.js';
import { savedViews } from './saved-views.js';
import { may } from './session.js';
import { actorText, badge, stageNames } from './words.js';

// What the list can be narrowed by besides text and state, with the name that is shown.
const others = {
  errorCode: t`Error`,
  batch: t`Batch`,
  partner: t`Partner`,
  reseller: t`Reseller`,
  from: t`Submitted from`,
  to: t`Submitted before`,
};

// The orders, with the name that is shown. The first one is that of a list for which nobody chose another.
const orders = {
  '-submittedAt': t`Newest first`,
  submittedAt: t`Oldest first`,
  companyName: t`Customer, A to Z`,
  '-companyName': t`Customer, Z to A`,
  since: t`Longest wait first`,
  '-since': t`Shortest wait first`,
};

const names = ['text', 'state', 'sort', ...Object.keys(others)];
// A day is the day of whoever looks.
const asQuery = filter =>
  Object.fromEntries(
    Object.entries(filter).map(([name, value]) => [
      name,
      ['from', 'to'].includes(name) && /^\d{4}-\d\d-\d\d$/.test(value)
        ? new Date(`${value}T00:00:00`).toISOString()
        : value,
    ]),
  );

// The address says by what the list is narrowed, so a reload, Back and a bookmark lead to the same list.
function filterInAddress() {
  const given = new URLSearchParams(location.hash.split('?')[1] ?? '');
  return Object.fromEntries(names.map(name => [name, given.get(name) ?? '']));
}

function addressOf(filter) {
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value));
  return `#/${query.size > 0 ? `?${query}` : ''}`;
}

// The list. The first page is live, the pages behind it are as they were when asked for.
export function listView(refresh) {
  const filter = filterInAddress();
  const search = h('input', {
    type: 'search',
    id: 'search',
    value: filter.text,
    placeholder: t`Company, reference, domain, e-mail, tenant or id`,
    maxlength: '200',
    autocomplete: 'off',
  });
  const state = h(
    'select',
    { id: 'state' },
    h('option', { value: '' }, t`All`),
    h('option', { value: 'open' }, t`Running`),
    h('option', { value: 'ended' }, t`Ended`),
    h('option', { value: 'stuck' }, t`Cannot go on`),
    h(
      'optgroup',
      { label: t`Stage` },
      stageNames.map(([value, text]) => h('option', { value }, text)),
    ),
  );
  state.value = filter.state;
  const sort = h(
    'select',
    { id: 'sort' },
    Object.entries(orders).map(([value, text]) => h('option', { value: value === '-submittedAt' ? '' : value }, text)),
  );
  sort.value = filter.sort;
  const newRows = h('div', { class: 'new-rows' });
  const chips = h('div', { class: 'chips' });
  const stopped = h('div', { class: 'stopped' });
  const table = h('div', { class: 'card tablecard' });
  const views = savedViews(
    () => filter,
    take => narrow({ ...Object.fromEntries(names.map(one => [one, ''])), ...take }),
  );
  const bulk = bulkBar(refresh, () => shown && draw());
  const more = moreFilters();
  let shown = null;
  let last = null;
  let older = [];
  let continuation = null;
  let typing = 0;
  let asked = 0;

  function apply() {
    clearTimeout(typing);
    if (search.value.trim() === filter.text && state.value === filter.state) return;
    narrow({ text: search.value.trim(), state: state.value });
  }

  function narrow(changes) {
    Object.assign(filter, changes);
    // What is stuck is listed by its open tasks, which have an order of their own.
    if (filter.state === 'stuck') filter.sort = '';
    search.value = filter.text;
    state.value = filter.state;
    sort.value = filter.sort;
    sort.disabled = filter.state === 'stuck';
    more.fill();
    bulk.clear();
    history.replaceState(history.state, '', addressOf(filter));
    forget();
    refresh();
  }

  // The filters that few need, folded.
  function moreFilters() {
    const inputs = Object.entries(others).map(([name, text]) => [
      name,
      text,
      h('input', {
        type: ['from', 'to'].includes(name) ? 'date' : 'text',
        id: `filter-${name}`,
        maxlength: '200',
        autocomplete: 'off',
      }),
    ]);
    const form = h(
      'form',
      {
        class: 'filters',
        onsubmit: event => {
          event.preventDefault();
          narrow(Object.fromEntries(inputs.map(([name, , input]) => [name, input.value.trim()])));
        },
      },
      inputs.map(([, text, input]) => h('label', null, text, input)),
      h('button', { type: 'submit' }, t`Narrow`),
    );
    const fill = () => {
      for (const [name, , input] of inputs)
        input.value = input.type === 'date' ? filter[name].slice(0, 10) : filter[name];
    };
    fill();
    return { root: h('details', null, h('summary', null, t`More filters`), form), fill };
  }

  function forget() {
    shown = null;
    last = null;
    older = [];
    continuation = null;
  }

  function showAll() {
    search.value = state.value = '';
    narrow(Object.fromEntries(Object.keys(filter).map(name => [name, ''])));
    search.focus();
  }

  async function update() {
    const turn = ++asked;
    const page = await watch('onboardings', { query: { ...asQuery(filter), limit: '50' } });
    // What was asked for since then is answered later, whichever answer comes first.
    if (turn !== asked || (page === last && shown)) return;
    last = page;
    take(page);
  }

  // Rows that are new are held back while somebody is in the list: nothing moves under a pointer, a focus or a
  // selection.
  function take(page) {
    const known = new Map((shown ?? []).map(item => [item.id, item]));
    const fresh = page.items.filter(item => !known.has(item.id));
    if (older.length === 0) continuation = page.continuation ?? null;
    if (shown?.length && fresh.length > 0 && (isInUse(table) || bulk.size() > 0)) {
      const present = new Map(page.items.map(item => [item.id, item]));
      shown = shown.map(item => present.get(item.id) ?? item);
      show(
        newRows,
        h(
          'button',
          { type: 'button', id: 'show-new', onclick: () => showNew(page) },
          t`${number(fresh.length)} new · show`,
        ),
      );
    } else put(page);
    draw();
  }

  function put(page) {
    const present = new Set(page.items.map(item => item.id));
    shown = [...page.items, ...older.filter(item => !present.has(item.id))];
    show(newRows);
  }

  function showNew(page) {
    const wasFocused = newRows.contains(document.activeElement);
    put(page);
    draw();
    announce(t`The new ones are shown.`);
    if (wasFocused) table.querySelector('a')?.focus();
  }

  function draw() {
    views.draw();
    show(stopped, filter.state === 'awaiting-operator' && may('operate') ? stoppedBy(shown, refresh) : null);
    show(
      chips,
      Object.entries(others).map(([name, text]) => (filter[name] ? chip(name, text) : null)),
    );
    exported.hidden = shown.length === 0;
    show(table, shown.length > 0 ? rows() : isNarrowed() ? nothingFound() : nothingYet());
    for (const box of table.querySelectorAll('input[data-id]')) box.checked = bulk.has(box.dataset.id);
    const all = table.querySelector('#choose-all');
    if (all) all.checked = shown.every(item => bulk.has(item.id));
  }

  const isNarrowed = () => Object.entries(filter).some(([name, value]) => value && name !== 'sort');

  function choose(items, isChosen) {
    for (const item of items) bulk.choose(item, isChosen);
    draw();
  }

  const exported = h(
    'button',
    {
      type: 'button',
      id: 'export',
      onclick: () => refresh(() => download('onboardings.csv', 'onboardings.csv', asQuery({ ...filter, sort: '' }))),
    },
    t`Export as CSV`,
  );

  const rows = () => [
    h(
      'table',
      { 'data-key': 'rows' },
      h(
        'thead',
        null,
        h(
          'tr',
          null,
          h(
            'th',
            { scope: 'col', class: 'pick' },
            h('input', {
              type: 'checkbox',
              id: 'choose-all',
              'aria-label': t`Choose all that are shown`,
              onchange: event => choose(shown, event.currentTarget.checked),
            }),
          ),
          heading(t`Customer`, 'companyName'),
          heading(t`Stage`),
          heading(t`Waits for`, 'since'),
          heading(t`Submitted`, 'submittedAt'),
        ),
      ),
      h(
        'tbody',
        null,
        shown.map(item => row(item, choose)),
      ),
    ),
    continuation
      ? h(
          'div',
          { class: 'empty', 'data-key': 'older' },
          h('button', { type: 'button', id: 'more', onclick: showOlder }, t`Show more`),
        )
      : null,
  ];

  // A click on the name of a column sorts by it, a second one the other way round.
  function heading(text, column) {
    if (!column || filter.state === 'stuck') return h('th', { scope: 'col' }, text);
    const now = filter.sort || '-submittedAt';
    const next = now === column ? `-${column}` : column;
    return h(
      'th',
      { scope: 'col', 'aria-sort': now === column ? 'ascending' : now === `-${column}` ? 'descending' : 'none' },
      h(
        'button',
        {
          type: 'button',
          class: 'sort',
          id: `sort-${column}`,
          title: orders[next],
          onclick: () => narrow({ sort: next === '-submittedAt' ? '' : next }),
        },
        text,
      ),
    );
  }

  const chip = (name, text) =>
    h(
      'button',
      {
        type: 'button',
        class: 'chip',
        'data-key': name,
        title: t`Show also others`,
        onclick: () => narrow({ [name]: '' }),
      },
      `${t`${text}: ${filter[name]}`} ✕`,
    );

  const nothingFound = () =>
    h(
      'div',
      { class: 'empty', 'data-key': 'nothing-found' },
      h(
        'p',
        null,
        filter.text
          ? filter.state
            ? t`Nothing matches “${filter.text}” in this state.`
            : t`Nothing matches “${filter.text}”.`
          : t`Nothing matches what the list is narrowed by.`,
      ),
      h('button', { type: 'button', onclick: showAll }, t`Show all`),
    );

  const nothingYet = () =>
    h(
      'div',
      { class: 'empty', 'data-key': 'nothing-yet' },
      h('p', null, t`Nothing has been submitted yet.`),
      h('a', { href: '#/new' }, t`Add the first customer`),
    );

  async function showOlder() {
    const from = continuation;
    await refresh(async () => {
      const next = await call('GET', 'onboardings', { query: { ...asQuery(filter), limit: '50', continuation: from } });
      if (continuation !== from) return;
      older = [...shown, ...next.items];
      shown = older;
      continuation = next.continuation ?? null;
    });
  }

  search.oninput = () => {
    clearTimeout(typing);
    typing = setTimeout(apply, 100);
  };
  state.onchange = apply;
  sort.onchange = () => narrow({ sort: sort.value });
  sort.disabled = filter.state === 'stuck';
  const root = [
    h('h1', { tabindex: '-1' }, t`Onboardings`),
    h(
      'form',
      {
        class: 'filters',
        role: 'search',
        onsubmit: event => {
          event.preventDefault();
          apply();
        },
      },
      h('label', null, t`Search`, search),
      h('label', null, t`State`, state),
      h('label', null, t`Sort`, sort),
      exported,
    ),
    more.root,
    views.bar,
    chips,
    stopped,
    bulk.bar,
    newRows,
    table,
  ];
  return { title: t`Onboardings`, root, every: 2000, concerns: ['onboardings', 'obligations'], update };
}

// What stopped for one reason goes on together, once that is mended.
function stoppedBy(items, refresh) {
  const codes = new Map();
  for (const { errorCode } of items) if (errorCode) codes.set(errorCode, (codes.get(errorCode) ?? 0) + 1);
  return [...codes].map(([code, count]) =>
    h(
      'div',
      { class: 'card callout wait head', 'data-key': code },
      h(
        'div',
        null,
        h('p', null, nodes`${number(count)} stopped: ${[meaningOf(code), ' ', h('span', { class: 'mono' }, code)]}`),
      ),
      h('button', { type: 'button', onclick: () => resumeAll(code, refresh) }, t`Resume all of these`),
    ),
  );
}

export async function resumeAll(code, refresh) {
  const text = t`All onboardings that stopped with ${code} go on from their step, also those that are not shown here.
    What stopped them should be mended first.`;
  if ((await ask({ title: t`Resume all of these?`, text, yes: t`Resume all`, no: t`Not yet` })) === null) return;
  await refresh(async () => {
    let count = 0;
    for (let continuation = undefined, more = true; more;) {
      const answer = await call('POST', 'onboardings/resume', { query: { errorCode: code, continuation } });
      count += answer.resumed.length;
      ({ more, continuation } = answer);
    }
    announce(resumedText(count));
  });
}

function isInUse(place) {
  const selection = document.getSelection();
  return (
    place.matches(':hover') ||
    place.contains(document.activeElement) ||
    (!selection.isCollapsed && place.contains(selection.anchorNode))
  );
}

const row = (item, choose) =>
  h(
    'tr',
    { 'data-key': item.id },
    h(
      'td',
      { class: 'pick' },
      h('input', {
        type: 'checkbox',
        'data-id': item.id,
        'aria-label': t`Choose ${item.companyName ?? item.reference}`,
        onchange: event => choose([item], event.currentTarget.checked),
      }),
    ),
    h(
      'td',
      null,
      h(
        'a',
        { href: `#/onboardings/${encodeURIComponent(item.id)}` },
        item.companyName ?? item.domain ?? item.reference,
      ),
      h('div', { class: 'quiet' }, [item.reference, item.domain].filter(Boolean).join(' · ')),
    ),
    h(
      'td',
      { 'data-label': t`Stage` },
      badge(item.stage, item.ended),
      item.errorCode ? h('div', { class: 'quiet mono' }, item.errorCode) : null,
    ),
    h(
      'td',
      { 'data-label': t`Waits for` },
      item.ended && item.waitsFor === 'nobody'
        ? h('span', { class: 'quiet' }, '–')
        : [actorText(item.waitsFor), h('div', { class: 'quiet' }, nodes`since ${when(item.since)}`)],
    ),
    h(
      'td',
      { 'data-label': t`Submitted` },
      when(item.submittedAt),
      h('div', { class: 'quiet' }, t`by ${item.submittedBy}`),
    ),
  );
