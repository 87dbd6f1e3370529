import { call } from './api.js';
import { batchBadge, progressBar, progressText, rowsText } from './batch.js';
import { h, show, when } from './dom.js';
import { number, t } from './messages.js';
import { dataTable, moreButton, pagedList } from './paged-list.js';
import { may } from './session.js';

// Every file that was sent, and how far it is.
export function batchesView(refresh) {
  const upload = h('div', { class: 'card', hidden: true });
  const table = h('div', { class: 'card tablecard' });
  const list = pagedList('batches');

  async function update() {
    if (!upload.hasChildNodes() && may('submit')) upload.replaceChildren(uploadForm());
    upload.hidden = !upload.hasChildNodes();
    const items = await list.items();
    if (!items) return;
    show(
      table,
      items.length === 0
        ? h('div', { class: 'empty', 'data-key': 'none' }, h('p', null, t`No file has been sent yet.`))
        : [
            dataTable([t`Batch`, t`State`, t`Progress`, t`Sent`], items.map(row)),
            list.hasMore() ? moreButton(t`Show older`, () => refresh(list.more)) : null,
          ],
    );
  }

  return {
    title: t`Batches`,
    every: 3000,
    concerns: ['batches'],
    update,
    root: [h('h1', { tabindex: '-1' }, t`Batches`), upload, table],
  };
}

const row = item =>
  h(
    'tr',
    { 'data-key': item.id },
    h(
      'td',
      null,
      h('a', { href: `#/batches/${encodeURIComponent(item.id)}` }, item.name ?? item.id),
      h('div', { class: 'quiet' }, rowsText(item.lines)),
    ),
    h('td', { 'data-label': t`State` }, batchBadge(item)),
    h(
      'td',
      { 'data-label': t`Progress`, class: 'wide' },
      progressBar(item.progress),
      h('div', { class: 'quiet' }, progressText(item)),
    ),
    h('td', { 'data-label': t`Sent` }, when(item.createdAt), h('div', { class: 'quiet' }, t`by ${item.createdBy}`)),
  );

// A file is looked into here before it is sent: it begins as soon as it is.
function uploadForm() {
  const file = h('input', {
    type: 'file',
    id: 'file',
    accept: `.csv,.xlsx,.ndjson,.jsonl,text/csv,application/x-ndjson,${workbook}`,
  });
  const name = h('input', { type: 'text', maxlength: '100', autocomplete: 'off' });
  const about = h('div', { role: 'status' });
  const send = h('button', { type: 'submit', class: 'primary', disabled: true }, t`Send and begin`);
  const trouble = h('div', { class: 'callout bad', role: 'alert', hidden: true });

  file.onchange = async () => {
    trouble.hidden = true;
    const chosen = file.files[0];
    send.disabled = !chosen;
    if (!chosen) return about.replaceChildren();
    if (!name.value) name.value = chosen.name.replace(/\.\w+$/, '').slice(0, 100);
    const text = await chosen.slice(0, 65536).text();
    const [first = ''] = text.split(/\r?\n/);
    about.replaceChildren(
      h('p', null, t`${chosen.name}, ${number(Math.ceil(chosen.size / 1024))} KB`),
      isLines(chosen) || isWorkbook(chosen)
        ? ''
        : h('p', { class: 'quiet columns-list' }, t`Columns: ${columnsOf(first).join(' · ')}`),
    );
  };

  return h(
    'form',
    {
      class: 'upload',
      onsubmit: async event => {
        event.preventDefault();
        const chosen = file.files[0];
        if (!chosen) return;
        send.disabled = true;
        send.textContent = t`Sending…`;
        try {
          const batch = await call('POST', 'batches', {
            query: { name: name.value.trim() },
            body: chosen,
            type: isWorkbook(chosen) ? workbook : isLines(chosen) ? 'application/x-ndjson' : 'text/csv',
          });
          location.hash = `#/batches/${encodeURIComponent(batch.id)}`;
        } catch (problem) {
          trouble.hidden = false;
          show(trouble, h('p', null, h('strong', null, `${problem.title ?? t`The page failed`}. `), problem.message));
        } finally {
          send.disabled = false;
          send.textContent = t`Send and begin`;
        }
      },
    },
    h('h2', null, t`Send a file`),
    h(
      'p',
      { class: 'quiet' },
      t`CSV or the first sheet of a workbook (.xlsx) with a header row, or one request in JSON per line; up to 100,000
        rows. A row that ran before under its reference is not begun again.`,
    ),
    h('div', { class: 'filters' }, h('label', null, t`File`, file), h('label', null, t`Name`, name), send),
    about,
    trouble,
  );
}

const workbook = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const isWorkbook = file => /\.xlsx$/i.test(file.name);
const isLines = file => /\.(nd)?jsonl?$/i.test(file.name);
const columnsOf = line =>
  line
    .replace(/^\uFEFF/, '')
    .split(separatorOf(line))
    .map(one => one.trim().replaceAll('"', ''));
const separatorOf = line =>
  [';', '\t', ','].reduce((best, one) => (line.split(one).length > line.split(best).length ? one : best));
