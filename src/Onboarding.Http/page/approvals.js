import { call } from './api.js';
import { h, show, when } from './dom.js';
import { nodes, plural, t, time } from './messages.js';
import { money } from './words.js';

// What waits for a yes or no. Each opens a page of its own, which asks again.
export function approvalsView() {
  const card = h('div', { class: 'card' });
  return {
    title: t`Approvals`,
    every: 4000,
    concerns: ['approvals'],
    root: [h('h1', { tabindex: '-1' }, t`Waiting for approval`), card],
    async update() {
      const page = await call('GET', 'approvals', { query: { state: 'pending', limit: '200' } });
      show(
        card,
        page.items.length === 0 ? h('p', { class: 'empty' }, t`Nothing waits for an approval.`) : page.items.map(row),
      );
    },
  };
}

const givenText = ({ given, needed }) =>
  plural(needed, t`${given} of ${needed} approval given`, t`${given} of ${needed} approvals given`);

const row = item =>
  h(
    'article',
    { class: 'entry', 'data-key': item.id },
    h(
      'div',
      null,
      h('strong', null, h('a', { href: `approval.html#${item.id}` }, item.companyName ?? item.reference)),
      ` ${item.companyName ? `${item.reference} · ` : ''}${item.totals.map(one => money(one.amount, one.currency)).join(' + ')}`,
    ),
    h('p', null, item.reasons.join(' ')),
    h(
      'p',
      { class: 'quiet' },
      `${givenText(item)} · ${t`for ${item.by.join(', ')} to decide`} · `,
      nodes`submitted by ${item.submittedBy} ${when(item.requestedAt)}`,
      ` · ${t`until ${time(item.expiresAt)}`}`,
    ),
  );
