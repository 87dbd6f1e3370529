import { watch } from './api.js';
import { batchBadge, progressBar, progressText } from './batch.js';
import { h, show } from './dom.js';
import { resumeAll } from './list.js';
import { day, number, t, time } from './messages.js';
import { firstPage } from './paged-list.js';
import { meaningOf } from './refusal.js';
import { isApprover, may } from './session.js';
import { badge, money } from './words.js';

const few = '6';

// What there is, and what needs somebody now.
export function homeView(refresh) {
  const now = h('section', { class: 'card', 'aria-labelledby': 'now' });
  const counts = h('section', { class: 'card', 'aria-labelledby': 'counts' });
  const running = h('section', { class: 'card', 'aria-labelledby': 'running' });
  const windows = h('section', { class: 'card', 'aria-labelledby': 'windows' });

  async function update() {
    const [summary, tasks, approvals, stuck, batches] = await Promise.all([
      watch('summary'),
      watch('obligations', { query: { state: 'open', limit: few } }),
      firstPage('approvals', { state: 'pending', mine: isApprover() ? 'true' : null, limit: few }),
      watch('onboardings', { query: { state: 'stuck', limit: few } }),
      watch('batches', { query: { limit: '20' } }),
    ]);
    show(now, h('h2', { id: 'now' }, t`Needs somebody now`), needed(summary, tasks, approvals, stuck, refresh));
    show(counts, h('h2', { id: 'counts' }, t`Onboardings`), standing(summary));
    show(running, h('h2', { id: 'running' }, t`Batches`), batchList(batches.items));
    show(windows, h('h2', { id: 'windows' }, t`Can be undone for a short time only`), closing(summary));
  }

  return {
    title: t`Home`,
    every: 10000,
    // It counts all onboardings, also while a batch changes some of them many times a second.
    pause: 5000,
    concerns: ['onboardings', 'obligations', 'approvals', 'batches'],
    update,
    root: [h('h1', { tabindex: '-1' }, t`Home`), now, h('div', { class: 'columns' }, counts, running), windows],
  };
}

function needed(summary, tasks, approvals, stuck, refresh) {
  const rows = [
    ...summary.stopped.map(one => stoppedRow(one, refresh)),
    stuck.items.length > 0
      ? group('stuck', t`Cannot go on`, '#/?state=stuck', stuck, item =>
          link(`#/onboardings/${encodeURIComponent(item.id)}`, item.companyName ?? item.reference, item.errorCode),
        )
      : null,
    approvals.items.length > 0
      ? group(
          'approvals',
          isApprover() ? t`Waiting for your approval` : t`Waiting for approval`,
          '#/approvals',
          approvals,
          item =>
            link(
              `approval.html#${item.id}`,
              item.companyName ?? item.reference,
              item.totals.map(one => money(one.amount, one.currency)).join(' + '),
            ),
        )
      : null,
    tasks.items.length > 0
      ? group('tasks', t`Open tasks`, '#/obligations', tasks, item =>
          link(
            `#/onboardings/${encodeURIComponent(item.onboarding)}`,
            item.companyName ?? item.reference ?? item.onboarding,
            item.what,
          ),
        )
      : null,
  ].filter(Boolean);
  return rows.length > 0 ? rows : h('p', { class: 'quiet', 'data-key': 'nothing' }, t`Nothing needs anybody now.`);
}

const stoppedRow = ({ errorCode, count }, refresh) =>
  h(
    'div',
    { class: 'need head', 'data-key': `stopped-${errorCode}` },
    h(
      'div',
      null,
      h(
        'h3',
        null,
        h(
          'a',
          { href: `#/?state=awaiting-operator&errorCode=${encodeURIComponent(errorCode)}` },
          t`${number(count)} stopped`,
        ),
      ),
      h('p', null, meaningOf(errorCode), ' ', h('span', { class: 'mono quiet' }, errorCode)),
    ),
    may('operate')
      ? h(
          'button',
          {
            type: 'button',
            'aria-label': t`Resume all that stopped with ${errorCode}`,
            onclick: () => resumeAll(errorCode, refresh),
          },
          t`Resume all`,
        )
      : null,
  );

const group = (key, title, href, { items, continuation }, row) =>
  h(
    'div',
    { class: 'need', 'data-key': key },
    h(
      'h3',
      null,
      h('a', { href }, continuation ? t`${title}: ${items.length} and more` : t`${title}: ${items.length}`),
    ),
    h('ul', { class: 'plain' }, items.map(row)),
  );

const link = (href, text, more) =>
  h('li', null, h('a', { href }, text), more ? h('span', { class: 'quiet' }, ` · ${more}`) : null);

function standing({ open, ended, endedFrom }) {
  const list = (counts, isEnded) =>
    Object.entries(counts)
      .sort(([, one], [, other]) => other - one)
      .map(([stage, count]) =>
        h(
          'li',
          { 'data-key': `${stage}-${isEnded}` },
          h('a', { href: `#/?state=${encodeURIComponent(stage)}` }, badge(stage, isEnded)),
          h('strong', null, number(count)),
        ),
      );
  return [
    h('h3', null, t`Running`),
    Object.keys(open).length > 0
      ? h('ul', { class: 'counts' }, list(open, false))
      : h('p', { class: 'quiet' }, t`None is running.`),
    h('h3', null, t`Ended, of those submitted since ${day(endedFrom)}`),
    Object.keys(ended).length > 0
      ? h('ul', { class: 'counts' }, list(ended, true))
      : h('p', { class: 'quiet' }, t`None has ended.`),
  ];
}

function batchList(items) {
  const going = items.filter(item => !item.ended);
  if (going.length === 0) return h('p', { class: 'quiet', 'data-key': 'none' }, t`No batch is running.`);
  return h(
    'ul',
    { class: 'plain', 'data-key': 'list' },
    going.map(item =>
      h(
        'li',
        { 'data-key': item.id },
        h('a', { href: `#/batches/${encodeURIComponent(item.id)}` }, item.name ?? item.id),
        ' ',
        batchBadge(item),
        progressBar(item.progress),
        h('div', { class: 'quiet' }, progressText(item)),
      ),
    ),
  );
}

const closing = ({ closingWindows }) =>
  closingWindows.length === 0
    ? h('p', { class: 'quiet', 'data-key': 'none' }, t`No cancellation window closes within three days.`)
    : h(
        'ul',
        { class: 'plain', 'data-key': 'list' },
        closingWindows.map(item =>
          link(
            `#/onboardings/${encodeURIComponent(item.onboarding)}`,
            item.companyName ?? item.reference,
            t`until ${time(item.until)}`,
          ),
        ),
      );
