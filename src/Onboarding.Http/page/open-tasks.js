import { call } from './api.js';
import { ask, h, show, when } from './dom.js';
import { nodes, number, t } from './messages.js';
import { moreButton, pagedList } from './paged-list.js';
import { answersIn, inOurWords, meaningOf } from './refusal.js';
import { may } from './session.js';
import { actorText } from './words.js';

const states = { open: t`Open`, settled: t`Marked as done`, done: t`Done by a retry` };

// What could not be undone or needs a person, over all onboardings.
export function openTasksView(refresh) {
  const state = h(
    'select',
    {
      id: 'task-state',
      onchange: () => {
        list.restart();
        refresh();
      },
    },
    Object.entries(states).map(([value, text]) => h('option', { value }, text)),
  );
  const card = h('div', { class: 'card' });
  const list = pagedList('obligations', () => ({ state: state.value }));

  async function update() {
    const items = await list.items();
    if (!items) return;
    show(
      card,
      items.length === 0
        ? h('p', { class: 'empty' }, state.value === 'open' ? t`Nothing is left to be done.` : t`There is none.`)
        : [
            items.map(item => openTask(item, refresh, true)),
            list.hasMore() ? moreButton(t`Show more`, () => refresh(list.more)) : null,
          ],
    );
  }

  return {
    title: t`Open tasks`,
    every: 4000,
    concerns: ['obligations'],
    update,
    root: [
      h('h1', { tabindex: '-1' }, t`Open tasks`),
      h('p', { class: 'quiet' }, t`What could not be undone or needs a person. Each stays here until it is done.`),
      h('form', { class: 'filters', onsubmit: event => event.preventDefault() }, h('label', null, t`State`, state)),
      card,
    ],
  };
}

export function openTask(item, refresh, withLink = false) {
  const retry = () => refresh(() => call('POST', `obligations/${encodeURIComponent(item.id)}/retry`));
  const settle = async () => {
    const note = await ask({
      title: t`Mark this task as done?`,
      text: t`It was dealt with elsewhere. It stays on record with your name and note, and is closed.`,
      yes: t`Mark as done`,
      no: t`Not yet`,
      field: { label: t`How it was dealt with (no personal data)`, longest: 500 },
    });
    if (note !== null)
      await refresh(() =>
        call('POST', `obligations/${encodeURIComponent(item.id)}/settle`, { body: JSON.stringify({ note }) }),
      );
  };
  const answers = withLink ? answersIn([item.lastError, item.why]) : [];
  return h(
    'article',
    { class: 'entry', 'data-key': item.id },
    withLink
      ? h(
          'h2',
          null,
          h(
            'a',
            { href: `#/onboardings/${encodeURIComponent(item.onboarding)}` },
            item.companyName ?? item.reference ?? item.onboarding,
          ),
          ' ',
          h('span', { class: 'quiet' }, item.companyName ? item.reference : null),
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
          item.retryable ? h('button', { type: 'button', id: `retry-${item.id}`, onclick: retry }, t`Try again`) : null,
          h('button', { type: 'button', id: `settle-${item.id}`, onclick: settle }, t`Mark as done`),
        )
      : null,
  );
}
