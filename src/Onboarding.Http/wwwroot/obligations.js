import { call } from './api.js';
import { ask, h, show, when } from './dom.js';
import { answersIn, inOurWords, meaningOf } from './refusal.js';
import { actorText } from './words.js';

// What is still to be done, over all onboardings.
export function obligationsView(refresh) {
  const card = h('div', { class: 'card' });
  return {
    title: 'Open tasks', every: 4000,
    root: [h('h1', { tabindex: '-1' }, 'Open tasks'), h('p', { class: 'quiet' }, 'What could not be undone or needs a person. Each stays here until it is done.'), card],
    async update() {
      const page = await call('GET', 'obligations', { query: { state: 'open', limit: '200' } });
      show(card, page.items.length === 0 ? h('p', { class: 'empty' }, 'Nothing is left to be done.') : page.items.map(item => obligation(item, refresh, true)));
    },
  };
}

export function obligation(item, refresh, withLink = false) {
  const retry = () => refresh(() => call('POST', `obligations/${encodeURIComponent(item.id)}/retry`));
  const settle = async () => {
    const note = await ask({
      title: 'Mark this task as done?', text: 'It was dealt with elsewhere. It stays on record with your name and note, and is closed.', yes: 'Mark as done', no: 'Not yet',
      field: { label: 'How it was dealt with (no personal data)', longest: 500 },
    });
    if (note !== null) await refresh(() => call('POST', `obligations/${encodeURIComponent(item.id)}/settle`, { body: JSON.stringify({ note }) }));
  };
  const said = withLink ? answersIn([item.lastError, item.why]) : [];
  return h('article', { class: 'owed', 'data-key': item.id },
    h('div', null, h('strong', null, item.what), ' ', item.state === 'open' ? null : h('span', { class: 'badge good' }, item.state)),
    h('p', null, inOurWords(item.why)),
    h('p', { class: 'quiet' }, `Acts: ${actorText(item.who)} · since `, when(item.since), ` · attempts: ${item.attempts} · `, h('span', { class: 'mono' }, item.errorCode)),
    item.lastError ? h('p', { class: 'quiet' }, `Last error: ${inOurWords(item.lastError)} ${meaningOf(item.errorCode) ?? ''}`) : null,
    said.length > 0 ? h('details', null, h('summary', null, 'What Microsoft answered'), said.map(text => h('pre', null, text))) : null,
    item.note ? h('p', { class: 'quiet' }, `Note: ${item.note}`) : null,
    withLink ? h('p', null, h('a', { href: `#/onboardings/${encodeURIComponent(item.onboarding)}` }, 'Its onboarding')) : null,
    item.state === 'open' ? h('div', { class: 'buttons' },
      item.retryable ? h('button', { type: 'button', id: `retry-${item.id}`, onclick: retry }, 'Try again') : null,
      h('button', { type: 'button', id: `settle-${item.id}`, onclick: settle }, 'Mark as done')) : null);
}
