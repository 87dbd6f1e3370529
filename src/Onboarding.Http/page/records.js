import { call } from './api.js';
import { h, show, when } from './dom.js';
import { nodes, number, plural, t } from './messages.js';
import { may } from './session.js';

const states = { waiting: t`waiting`, delivered: t`delivered`, failed: t`failed` };

// Who was notified of an onboarding, and who did what to it: fetched when somebody wants to read it.
export const records = (id, refresh) => [
  folded(t`Deliveries`, async place => {
    const { items } = await call('GET', 'deliveries', { query: { onboarding: id, limit: '200' } });
    show(
      place,
      items.length === 0
        ? h('p', { class: 'quiet' }, t`Nobody has been notified.`)
        : h(
            'ul',
            { class: 'plain' },
            items.map(item => delivery(item, refresh)),
          ),
    );
  }),
  folded(t`Audit`, async place => {
    const { items } = await call('GET', 'audit', { query: { subject: id } });
    show(
      place,
      items.length === 0
        ? h('p', { class: 'quiet' }, t`Nobody has done anything to it.`)
        : h('ul', { class: 'plain' }, items.map(auditLine)),
    );
  }),
];

function folded(title, load) {
  const place = h('div', { class: 'loaded' });
  const fill = () => load(place).catch(problem => show(place, h('p', null, problem.message)));
  return h(
    'details',
    {
      ontoggle: event => {
        if (event.currentTarget.open) fill();
      },
    },
    h('summary', null, title),
    place,
  );
}

export const auditLine = line =>
  h(
    'li',
    null,
    h('div', null, nodes`${h('span', { class: 'mono' }, line.action)} by ${line.who}, ${when(line.at)}`),
    line.detail ? h('div', { class: 'quiet' }, line.detail) : null,
  );

// One delivery, in a list of several onboardings with a link to its own.
export function delivery(item, refresh, withLink = false) {
  const last = item.attempts.at(-1);
  const count = item.attempts.length;
  const attempts = plural(count, t`${number(count)} attempt`, t`${number(count)} attempts`);
  const event = h('span', { class: 'mono' }, item.event);
  const state = states[item.state] ?? item.state;
  const again = click => {
    click.currentTarget.disabled = true;
    refresh(() => call('POST', `deliveries/${encodeURIComponent(item.id)}/again`));
  };
  return h(
    'li',
    { 'data-key': item.id },
    h(
      'div',
      null,
      item.subscriber === undefined
        ? nodes`${event} by ${item.channel} to the customer: ${state}`
        : nodes`${event} by ${item.channel}: ${state}`,
    ),
    h(
      'div',
      { class: 'quiet' },
      last
        ? last.error
          ? nodes`${attempts}, the last ${when(last.at)}: ${last.error}`
          : nodes`${attempts}, the last ${when(last.at)}`
        : attempts,
    ),
    withLink
      ? h('div', null, h('a', { href: `#/onboardings/${encodeURIComponent(item.onboarding)}` }, item.onboarding))
      : null,
    item.state === 'failed' && may('operate') ? h('button', { type: 'button', onclick: again }, t`Send again`) : null,
  );
}
