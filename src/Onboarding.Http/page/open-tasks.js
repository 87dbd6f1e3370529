import { call } from './api.js';
import { chosenBar } from './chosen.js';
import { announce, ask, h, show, when } from './dom.js';
import { nodes, number, plural, t } from './messages.js';
import { moreButton, pagedList } from './paged-list.js';
import { answersIn, inOurWords, meaningOf } from './refusal.js';
import { may } from './session.js';
import { actorText } from './words.js';

const states = { open: t`Open`, settled: t`Marked as done`, done: t`Done by a retry` };

const failedText = count =>
  plural(count, t`The call failed for ${number(count)} task.`, t`The call failed for ${number(count)} tasks.`);
const settledText = count =>
  plural(count, t`${number(count)} task was marked as done.`, t`${number(count)} tasks were marked as done.`);
const retriedText = count =>
  plural(count, t`${number(count)} task is being tried again.`, t`${number(count)} tasks are being tried again.`);

const nameOf = item => `${item.companyName ?? item.reference ?? item.onboarding}, ${item.what}`;
const retry = ({ id }) => call('POST', `obligations/${encodeURIComponent(id)}/retry`);
const settle = ({ id }, note) =>
  call('POST', `obligations/${encodeURIComponent(id)}/settle`, { body: JSON.stringify({ note }) });
const settleQuestion = {
  yes: t`Mark as done`,
  no: t`Not yet`,
  field: { label: t`How it was dealt with (no personal data)`, longest: 500 },
};

// What could not be undone or needs a person, over all onboardings.
export function openTasksView(refresh) {
  const state = h(
    'select',
    {
      id: 'task-state',
      onchange: () => {
        list.restart();
        bar.clear();
        refresh();
      },
    },
    Object.entries(states).map(([value, text]) => h('option', { value }, text)),
  );
  const card = h('div', { class: 'card' });
  const stopped = h('div', { class: 'stopped' });
  const list = pagedList('obligations', () => ({ state: state.value }));
  const bar = chosenBar({
    label: t`Chosen tasks`,
    buttons: taskButtons,
    nameOf,
    failedText,
    refresh,
    redraw: tick,
  });
  let shown = [];

  async function update() {
    const items = await list.items();
    if (!items) return;
    shown = items;
    bar.keep(items);
    const isOffered = state.value === 'open' && items.length > 0 && may('operate');
    show(stopped, isOffered ? retriesOf(items, list.hasMore(), refresh) : null);
    show(
      card,
      items.length === 0
        ? h('p', { class: 'empty' }, state.value === 'open' ? t`Nothing is left to be done.` : t`There is none.`)
        : [
            isOffered ? chooseAll() : null,
            items.map(item => openTask(item, refresh, { withLink: true, choose: isOffered ? choose : null })),
            list.hasMore() ? moreButton(t`Show more`, () => refresh(list.more)) : null,
          ],
    );
    tick();
  }

  function choose(items, isChosen) {
    for (const item of items) bar.choose(item, isChosen);
    tick();
  }

  // The boxes stay the same elements while the list is brought up to date; what is chosen is known here.
  function tick() {
    for (const box of card.querySelectorAll('input[data-id]')) box.checked = bar.has(box.dataset.id);
    const all = card.querySelector('#choose-all');
    if (all) all.checked = shown.every(item => bar.has(item.id));
  }

  const chooseAll = () =>
    h(
      'label',
      { class: 'all', 'data-key': 'choose-all' },
      h('input', {
        type: 'checkbox',
        id: 'choose-all',
        onchange: event => choose(shown, event.currentTarget.checked),
      }),
      t`Choose all that are shown`,
    );

  return {
    title: t`Open tasks`,
    every: 4000,
    concerns: ['obligations'],
    update,
    root: [
      h('h1', { tabindex: '-1' }, t`Open tasks`),
      h('p', { class: 'quiet' }, t`What could not be undone or needs a person. Each stays here until it is done.`),
      h('form', { class: 'filters', onsubmit: event => event.preventDefault() }, h('label', null, t`State`, state)),
      stopped,
      bar.bar,
      card,
    ],
  };
}

function taskButtons(items, each) {
  if (!may('operate')) return null;
  const retryable = items.filter(item => item.retryable);
  return [
    retryable.length > 0
      ? h(
          'button',
          { type: 'button', id: 'bulk-retry', onclick: () => each(retryable, retry, retriedText) },
          t`Try again`,
        )
      : null,
    h(
      'button',
      {
        type: 'button',
        id: 'bulk-settle',
        onclick: () =>
          each(items, settle, settledText, {
            ...settleQuestion,
            title: plural(
              items.length,
              t`Mark ${number(items.length)} task as done?`,
              t`Mark ${number(items.length)} tasks as done?`,
            ),
            text: t`They were dealt with elsewhere. They stay on record with your name and this one note, and are
              closed.`,
          }),
      },
      t`Mark as done`,
    ),
    retryable.length < items.length
      ? h(
          'span',
          { class: 'quiet' },
          retryable.length === 0
            ? t`None of these can be tried again: a person has to do them.`
            : t`Only a person can do ${number(items.length - retryable.length)} of these; the others can be tried
                again.`,
        )
      : null,
  ];
}

// What failed for one reason is tried again together, once that is mended.
function retriesOf(items, hasMore, refresh) {
  const codes = new Map();
  for (const { errorCode, retryable } of items) if (retryable) codes.set(errorCode, (codes.get(errorCode) ?? 0) + 1);
  return [...codes]
    .filter(([, count]) => count > 1 || hasMore)
    .map(([code, count]) =>
      h(
        'div',
        { class: 'card callout wait head', 'data-key': code },
        h(
          'p',
          null,
          nodes`${number(count)} can be tried again: ${[meaningOf(code), ' ', h('span', { class: 'mono' }, code)]}`,
        ),
        h(
          'button',
          {
            type: 'button',
            'aria-label': t`Try all of these again: ${code}`,
            onclick: () => retryAll(code, refresh),
          },
          t`Try all of these again`,
        ),
      ),
    );
}

async function retryAll(code, refresh) {
  const text = t`All open tasks with the error ${code} are tried again, also those that are not shown here. What made
    them fail should be mended first.`;
  if ((await ask({ title: t`Try all of these again?`, text, yes: t`Try all again`, no: t`Not yet` })) === null) return;
  await refresh(async () => {
    let count = 0;
    for (let continuation = undefined, more = true; more;) {
      const answer = await call('POST', 'obligations/retry', { query: { errorCode: code, continuation } });
      count += answer.retried.length;
      ({ more, continuation } = answer);
    }
    announce(retriedText(count));
  });
}

// One task. "choose" is told when its box is ticked; without it there is no box.
export function openTask(item, refresh, { withLink = false, choose = null } = {}) {
  const settleIt = async () => {
    const note = await ask({
      ...settleQuestion,
      title: t`Mark this task as done?`,
      text: t`It was dealt with elsewhere. It stays on record with your name and note, and is closed.`,
    });
    if (note !== null) await refresh(() => settle(item, note));
  };
  const answers = withLink ? answersIn([item.lastError, item.why]) : [];
  return h(
    'article',
    { class: 'entry', 'data-key': item.id },
    withLink
      ? h(
          'div',
          { class: 'head' },
          h(
            'h2',
            null,
            h(
              'a',
              { href: `#/onboardings/${encodeURIComponent(item.onboarding)}` },
              item.companyName ?? item.reference ?? item.onboarding,
            ),
            ' ',
            h('span', { class: 'quiet' }, item.companyName ? item.reference : null),
          ),
          choose
            ? h(
                'span',
                { class: 'pick' },
                h('input', {
                  type: 'checkbox',
                  'data-id': item.id,
                  'aria-label': t`Choose ${nameOf(item)}`,
                  onchange: event => choose([item], event.currentTarget.checked),
                }),
              )
            : null,
        )
      : null,
    h(
      'div',
      null,
      h('strong', null, item.what),
      ' ',
      item.state === 'open' ? null : h('span', { class: 'badge good' }, states[item.state]),
    ),
    h('p', null, inOurWords(item.why)),
    h(
      'p',
      { class: 'quiet' },
      `${t`Acts: ${actorText(item.who)}`} · `,
      nodes`since ${when(item.since)}`,
      ` · ${t`attempts: ${number(item.attempts)}`} · `,
      h('span', { class: 'mono' }, item.errorCode),
    ),
    item.lastError
      ? h(
          'p',
          { class: 'quiet' },
          t`Last error: ${[inOurWords(item.lastError), meaningOf(item.errorCode)].filter(Boolean).join(' ')}`,
        )
      : null,
    answers.length > 0
      ? h(
          'details',
          null,
          h('summary', null, t`What Microsoft answered`),
          answers.map(text => h('pre', null, text)),
        )
      : null,
    item.note ? h('p', { class: 'quiet' }, t`Note: ${item.note}`) : null,
    item.closedAt ? h('p', { class: 'quiet' }, nodes`Closed by ${item.closedBy} ${when(item.closedAt)}`) : null,
    item.state === 'open' && may('operate')
      ? h(
          'div',
          { class: 'buttons' },
          item.retryable
            ? h(
                'button',
                { type: 'button', id: `retry-${item.id}`, onclick: () => refresh(() => retry(item)) },
                t`Try again`,
              )
            : null,
          h('button', { type: 'button', id: `settle-${item.id}`, onclick: settleIt }, t`Mark as done`),
        )
      : null,
  );
}
