import { call } from './api.js';
import { ask, h, show, when } from './dom.js';
import { actorText } from './words.js';

// What is still owed, over all onboardings.
export function obligationsView(refresh) {
  const card = h('div', { class: 'card' });
  return {
    title: 'Obligations', every: 4000,
    root: [h('h1', { tabindex: '-1' }, 'Open obligations'), h('p', { class: 'quiet' }, 'What could not be undone or needs a person. Each is visible here until it is done or settled.'), card],
    async update() {
      const page = await call('GET', 'obligations', { query: { state: 'open', limit: '200' } });
      if (!show(card, page.items.length === 0 ? h('p', { class: 'empty' }, 'Nothing is owed.') : page.items.map(item => obligation(item, true)))) return;
      bind(card, refresh);
    },
  };
}

export const obligation = (item, withLink) => h('article', { class: 'owed' },
  h('div', null, h('strong', null, item.what), ' ', item.state === 'open' ? null : h('span', { class: 'badge good' }, item.state)),
  h('p', null, item.why),
  h('p', { class: 'quiet' }, `Acts: ${actorText(item.who)} · since `, when(item.since), ` · attempts: ${item.attempts} · `, h('span', { class: 'mono' }, item.errorCode)),
  item.lastError ? h('p', { class: 'quiet' }, `Last error: ${item.lastError}`) : null,
  item.note ? h('p', { class: 'quiet' }, `Note: ${item.note}`) : null,
  withLink ? h('p', null, h('a', { href: `#/onboardings/${encodeURIComponent(item.onboarding)}` }, 'Its onboarding')) : null,
  item.state === 'open' ? h('div', { class: 'buttons' },
    item.retryable ? h('button', { type: 'button', id: `retry-${item.id}`, 'data-retry': item.id }, 'Try again') : null,
    h('button', { type: 'button', id: `settle-${item.id}`, 'data-settle': item.id }, 'Settle')) : null);

export function bind(container, refresh) {
  for (const button of container.querySelectorAll('[data-retry]'))
    button.onclick = () => refresh(() => call('POST', `obligations/${encodeURIComponent(button.dataset.retry)}/retry`));
  for (const button of container.querySelectorAll('[data-settle]'))
    button.onclick = async () => {
      const note = await ask({ title: 'Settle this obligation?', text: 'It was dealt with elsewhere. It stays on record with your name and note, and is closed.', yes: 'Settle', field: { label: 'How it was dealt with (no personal data)' } });
      if (note !== null) await refresh(() => call('POST', `obligations/${encodeURIComponent(button.dataset.settle)}/settle`, { body: JSON.stringify({ note }) }));
    };
}
