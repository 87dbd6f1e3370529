import { h, show, when } from './dom.js';
import { nodes, plural, t, time } from './messages.js';
import { moreButton, pagedList } from './paged-list.js';
import { isApprover } from './session.js';
import { money } from './words.js';

// What waits for a yes or no; at first, for who may approve, what waits for them. Each opens a page of its own, which
// asks again.
export function approvalsView(refresh) {
  const card = h('div', { class: 'card' });
  const whose = h(
    'select',
    {
      id: 'whose',
      onchange: () => {
        history.replaceState(history.state, '', `#/approvals?show=${whose.value}`);
        list.restart();
        refresh();
      },
    },
    h('option', { value: 'mine' }, t`For me`),
    h('option', { value: 'all' }, t`All`),
  );
  if (new URLSearchParams(location.hash.split('?')[1] ?? '').get('show') === 'all') whose.value = 'all';
  const filters = h(
    'form',
    { class: 'filters', hidden: true, onsubmit: event => event.preventDefault() },
    h('label', null, t`Show`, whose),
  );
  const isMine = () => isApprover() && whose.value === 'mine';
  const list = pagedList('approvals', () => ({ state: 'pending', mine: isMine() ? 'true' : null }));

  return {
    title: t`Approvals`,
    every: 4000,
    concerns: ['approvals'],
    root: [h('h1', { tabindex: '-1' }, t`Waiting for approval`), filters, card],
    async update() {
      filters.hidden = !isApprover();
      const items = await list.items();
      if (!items) return;
      show(
        card,
        items.length === 0
          ? h(
              'p',
              { class: 'empty' },
              isMine() ? t`Nothing waits for your approval.` : t`Nothing waits for an approval.`,
            )
          : [items.map(row), list.hasMore() ? moreButton(t`Show more`, () => refresh(list.more)) : null],
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
