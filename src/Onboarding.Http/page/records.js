import { call } from './api.js';
import { h, show, when } from './dom.js';
import { may } from './session.js';

const states = { waiting: 'waiting', delivered: 'delivered', failed: 'failed' };

// Who was told what of an onboarding, and who did what to it: fetched when somebody wants to read it.
export const records = (id, refresh) => [
  folded('Deliveries', async place => {
    const { items } = await call('GET', 'deliveries', { query: { onboarding: id, limit: '200' } });
    show(
      place,
      items.length === 0
        ? h('p', { class: 'quiet' }, 'Nobody was to be told.')
        : h(
            'ul',
            { class: 'plain' },
            items.map(item => delivery(item, refresh)),
          ),
    );
  }),
  folded('Audit', async place => {
    const { items } = await call('GET', 'audit', { query: { subject: id } });
    show(
      place,
      items.length === 0
        ? h('p', { class: 'quiet' }, 'Nobody has done anything to it.')
        : h(
            'ul',
            { class: 'plain' },
            items.map(line =>
              h(
                'li',
                null,
                h('div', null, h('span', { class: 'mono' }, line.action), ` by ${line.who}, `, when(line.at)),
                line.detail ? h('div', { class: 'quiet' }, line.detail) : null,
              ),
            ),
          ),
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

function delivery(item, refresh) {
  const last = item.attempts.at(-1);
  const again = event => {
    event.currentTarget.disabled = true;
    refresh(() => call('POST', `deliveries/${encodeURIComponent(item.id)}/again`));
  };
  return h(
    'li',
    { 'data-key': item.id },
    h(
      'div',
      null,
      h('span', { class: 'mono' }, item.event),
      ` by ${item.channel}${item.subscriber === undefined ? ' to the customer' : ''}: ${states[item.state] ?? item.state}`,
    ),
    h(
      'div',
      { class: 'quiet' },
      `${item.attempts.length} attempts`,
      last ? [', the last ', when(last.at)] : null,
      last?.error ? `: ${last.error}` : null,
    ),
    item.state === 'failed' && may('operate') ? h('button', { type: 'button', onclick: again }, 'Send again') : null,
  );
}
