import { call } from './api.js';
import { h, save, show } from './dom.js';
import { t } from './messages.js';
import { auditLine } from './records.js';

// Who did what to one thing, by its id. The address says which.
export function auditView(refresh) {
  const subject = h('input', {
    type: 'search',
    id: 'subject',
    value: new URLSearchParams(location.hash.split('?')[1] ?? '').get('subject') ?? '',
    maxlength: '200',
    autocomplete: 'off',
  });
  const card = h('div', { class: 'card' });
  let items = [];
  const exported = h(
    'button',
    {
      type: 'button',
      id: 'export',
      hidden: true,
      onclick: () => save('audit.csv', new Blob([csvOf(items)], { type: 'text/csv' })),
    },
    t`Export as CSV`,
  );

  function find() {
    const query = new URLSearchParams({ subject: subject.value.trim() });
    history.replaceState(history.state, '', subject.value.trim() ? `#/audit?${query}` : '#/audit');
    refresh();
  }

  async function update() {
    const id = subject.value.trim();
    const found = id ? (await call('GET', 'audit', { query: { subject: id } })).items : null;
    // Another id may have been asked for meanwhile.
    if (id !== subject.value.trim()) return;
    items = found ?? [];
    exported.hidden = items.length === 0;
    show(
      card,
      found === null
        ? h(
            'p',
            { class: 'empty' },
            t`Give the id of an onboarding, a task, a draft, a batch, a message or a delivery.`,
          )
        : found.length === 0
          ? h('p', { class: 'empty' }, t`Nobody has done anything to it.`)
          : h('ul', { class: 'plain', 'data-key': 'list' }, found.map(auditLine)),
    );
  }

  return {
    title: t`Audit`,
    every: 10000,
    concerns: [],
    update,
    root: [
      h('h1', { tabindex: '-1' }, t`Audit`),
      h(
        'form',
        {
          class: 'filters',
          role: 'search',
          onsubmit: event => {
            event.preventDefault();
            find();
          },
        },
        h('label', null, t`Id`, subject),
        h('button', { type: 'submit' }, t`Show`),
        exported,
      ),
      card,
    ],
  };
}

const columns = ['at', 'who', 'action', 'detail', 'correlationId'];
// A spreadsheet would take a text that begins like this for a formula.
const guarded = text => (/^\s*[=+\-@]|^[\t\r\n]/.test(text) ? `'${text}` : text);
const cell = text => `"${guarded(text).replaceAll('"', '""')}"`;
// With the mark a spreadsheet takes the file for UTF-8.
const csvOf = items =>
  `\ufeff${[columns, ...items.map(item => columns.map(name => item[name] ?? ''))]
    .map(row => row.map(cell).join(','))
    .join('\r\n')}\r\n`;
