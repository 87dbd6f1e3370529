import { call, download, watch } from './api.js';
import { announce, ask, h, show, when } from './dom.js';
import { nodes, number, plural, t, time } from './messages.js';
import { inOurWords } from './refusal.js';
import { may } from './session.js';
import { findingItem } from './wizard-fields.js';
import { mood, stageText } from './words.js';

const states = {
  receiving: t`Receiving`,
  running: t`Running`,
  paused: t`Paused`,
  cancelled: t`Cancelled`,
  ended: t`Ended`,
};
const statuses = {
  waiting: t`Not begun`,
  running: t`Running`,
  pending: t`Waiting for others`,
  refused: t`Refused`,
  withdrawn: t`Withdrawn`,
};
const statusText = status => statuses[status] ?? stageText(status);
const toneOf = status =>
  ({ waiting: 'idle', running: '', pending: 'wait', refused: 'bad', withdrawn: 'idle' })[status] ?? mood(status);

export const batchBadge = item =>
  h(
    'span',
    {
      class: `badge ${{ running: '', paused: 'wait', cancelled: 'wait', ended: 'good' }[item.state] ?? ''} ${item.ended || item.state !== 'running' ? '' : 'live'}`,
    },
    states[item.state] ?? item.state,
  );

// How many rows stand where, as shares of one bar.
export function progressBar({ rows, total }) {
  let x = 0;
  const parts = Object.entries(rows).filter(([, count]) => count > 0);
  return h(
    'svg',
    {
      class: 'bar',
      viewBox: '0 0 100 4',
      preserveAspectRatio: 'none',
      role: 'img',
      'aria-label':
        parts.map(([status, count]) => t`${statusText(status)}: ${number(count)}`).join(', ') || t`Nothing yet`,
    },
    parts.map(([status, count]) => {
      const width = (100 * count) / total;
      const part = h('rect', { class: toneOf(status) || 'busy', x: `${x}`, y: '0', width: `${width}`, height: '4' });
      x += width;
      return part;
    }),
  );
}

export const rowsText = count => plural(count, t`${number(count)} row`, t`${number(count)} rows`);

export const progressText = ({ progress, ended }) =>
  [
    t`${number(progress.ended)} of ${number(progress.total)} ended`,
    progress.rowsPerMinute ? t`${number(progress.rowsPerMinute)} a minute` : null,
    !ended && progress.estimatedEnd ? t`until about ${time(progress.estimatedEnd)}` : null,
  ]
    .filter(Boolean)
    .join(' · ');

// One file: how far it is, and what became of each row.
export function batchView(id, refresh) {
  const path = `batches/${encodeURIComponent(id)}`;
  const head = h('div', { class: 'card stack' });
  const filters = h('div', { class: 'chips', role: 'group', 'aria-label': t`Rows by state` });
  const table = h('div', { class: 'card tablecard' });
  let status = '';
  let older = [];
  let continuation = null;
  let asked = 0;
  let state = null;

  const view = {
    title: t`Batch`,
    every: 2000,
    concerns: [`batches/${id}`],
    root: [h('p', null, h('a', { href: '#/batches' }, t`All batches`)), head, filters, table],
    async update() {
      const turn = ++asked;
      const [batch, rows] = await Promise.all([watch(path), watch(`${path}/rows`, { query: { status, limit: '50' } })]);
      if (turn !== asked) return;
      view.title = batch.name ?? batch.id;
      view.every = batch.ended ? 10000 : 2000;
      if (state !== null && state !== batch.state) announce(t`${view.title}: ${states[batch.state]}`);
      state = batch.state;
      show(head, header(batch));
      show(filters, chips(batch.progress));
      if (older.length === 0) continuation = rows.continuation ?? null;
      const known = new Set(rows.items.map(row => row.number));
      drawRows([...rows.items, ...older.filter(row => !known.has(row.number))]);
    },
  };

  const header = batch => [
    h(
      'div',
      { class: 'head' },
      h(
        'div',
        null,
        h('h1', { tabindex: '-1' }, batch.name ?? batch.id),
        h(
          'p',
          { class: 'quiet' },
          `${rowsText(batch.lines)} · ${t`${number(batch.concurrency)} at the same time`} · `,
          nodes`sent ${when(batch.createdAt)} by ${batch.createdBy}`,
        ),
        h(
          'p',
          null,
          batchBadge(batch),
          ' ',
          h('a', { href: `#/?batch=${encodeURIComponent(batch.id)}` }, t`Its onboardings`),
        ),
      ),
      h(
        'div',
        { class: 'buttons' },
        !batch.ended && batch.state === 'running' && may('cancel')
          ? h('button', { type: 'button', id: 'pause', onclick: () => act('pause') }, t`Pause`)
          : null,
        !batch.ended && batch.state === 'paused' && may('cancel')
          ? h('button', { type: 'button', id: 'resume', class: 'primary', onclick: () => act('resume') }, t`Resume`)
          : null,
        h(
          'button',
          {
            type: 'button',
            id: 'results',
            onclick: () => refresh(() => download(`${path}/results.csv`, `${batch.id}-results.csv`)),
          },
          t`Download results`,
        ),
        h(
          'button',
          {
            type: 'button',
            id: 'workbook',
            onclick: () => refresh(() => download(`${path}/results.xlsx`, `${batch.id}-results.xlsx`)),
          },
          t`Download as .xlsx`,
        ),
        !batch.ended && ['running', 'paused'].includes(batch.state) && may('cancel')
          ? h('button', { type: 'button', id: 'cancel', class: 'danger', onclick: cancel }, t`Cancel`)
          : null,
      ),
    ),
    h('div', null, progressBar(batch.progress), h('p', { class: 'quiet' }, progressText(batch))),
    batch.pausedBecause
      ? h(
          'p',
          { class: 'callout wait' },
          t`It has paused itself: ${inOurWords(batch.pausedBecause.message)}`,
          ' ',
          h('span', { class: 'mono' }, batch.pausedBecause.code),
        )
      : null,
    batch.ignoredColumns.length > 0
      ? h(
          'p',
          { class: 'quiet' },
          t`Columns that were not read: ${batch.ignoredColumns.map(heading => notRead(heading, batch)).join(', ')}.`,
        )
      : null,
    batch.progress.rows.refused > 0
      ? h(
          'p',
          { class: 'quiet' },
          t`Refused rows can be corrected in the results and sent again: rows that ran are not begun twice.`,
        )
      : null,
  ];

  const chips = ({ rows, total }) =>
    [
      ['', t`All`, total],
      ...Object.entries(rows)
        .filter(([, count]) => count > 0)
        .map(([key, count]) => [key, statusText(key), count]),
    ].map(([key, text, count]) =>
      h(
        'button',
        {
          type: 'button',
          class: 'chip',
          'data-key': `status-${key}`,
          'aria-pressed': `${key === status}`,
          onclick: () => choose(key),
        },
        `${text} ${number(count)}`,
      ),
    );

  function choose(key) {
    status = key;
    older = [];
    refresh();
  }

  const act = what => refresh(() => call('POST', `${path}/${what}`));

  async function cancel() {
    const text = t`What has not begun is withdrawn, for good. Onboardings that run go on to their end.`;
    if ((await ask({ title: t`Cancel this batch?`, text, yes: t`Cancel it`, danger: true })) !== null)
      await act('cancel');
  }

  function drawRows(items) {
    show(
      table,
      items.length === 0
        ? h('p', { class: 'empty', 'data-key': 'none' }, t`No rows.`)
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
                  [t`Row`, t`Reference`, t`State`, t`What was found`].map(text => h('th', { scope: 'col' }, text)),
                ),
              ),
              h('tbody', null, items.map(row)),
            ),
            continuation
              ? h(
                  'div',
                  { class: 'empty', 'data-key': 'more' },
                  h('button', { type: 'button', onclick: showMore }, t`Show more`),
                )
              : null,
          ],
    );
  }

  const showMore = () =>
    refresh(async () => {
      const next = await call('GET', `${path}/rows`, { query: { status, limit: '200', continuation } });
      older = [...older, ...next.items];
      continuation = next.continuation ?? null;
    });

  return view;
}

function found(finding) {
  const item = findingItem(finding);
  item.prepend(h('span', { class: 'mono quiet' }, finding.path.slice(1).replaceAll('/', '.')));
  return item;
}

const notRead = (heading, { meantColumns }) =>
  meantColumns[heading] ? t`${heading} (probably meant: ${meantColumns[heading]})` : heading;

const row = item =>
  h(
    'tr',
    { 'data-key': `${item.number}` },
    h('td', { 'data-label': t`Row` }, item.lines.join(', ')),
    h(
      'td',
      { 'data-label': t`Reference` },
      item.onboarding
        ? h('a', { href: `#/onboardings/${encodeURIComponent(item.onboarding)}` }, item.reference || item.onboarding)
        : item.reference,
    ),
    h('td', { 'data-label': t`State` }, h('span', { class: `badge ${toneOf(item.status)}` }, statusText(item.status))),
    h(
      'td',
      { 'data-label': t`What was found`, class: 'wide' },
      item.findings.length > 0
        ? h('ul', { class: 'findings' }, item.findings.map(found))
        : item.message
          ? [h('div', null, inOurWords(item.message)), item.code ? h('div', { class: 'quiet mono' }, item.code) : null]
          : null,
    ),
  );
