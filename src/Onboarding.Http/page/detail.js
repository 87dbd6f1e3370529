import { call, watch } from './api.js';
import { announce, ask, copyButton, h, show, when } from './dom.js';
import { handover } from './handover.js';
import { openTask } from './open-tasks.js';
import { records } from './records.js';
import { answersIn, inOurWords, meaningOf } from './refusal.js';
import { may } from './session.js';
import { timeline } from './timeline.js';
import { offersOf } from './wizard-catalog.js';
import { findingItem } from './wizard-fields.js';
import { actorText, badge, mood, stageText } from './words.js';

// One onboarding, live until it has ended.
export function detailView(id, refresh) {
  const head = h('div', { class: 'card' });
  const outcome = h('div', { hidden: true });
  const mail = h('div', { class: 'card', hidden: true });
  const story = h('div', { class: 'card' });
  const exists = h('div', { class: 'card' });
  const owed = h('div', { class: 'card', hidden: true });
  const found = h('div', { class: 'card', hidden: true });
  const request = h('div', { class: 'card' });
  const path = `onboardings/${encodeURIComponent(id)}`;
  const sheet = h('section', { class: 'handover' });
  let stage = null;
  let offers = new Map();
  let named = null;
  let erased;
  const view = {
    title: 'Onboarding',
    every: 1000,
    root: [
      head,
      outcome,
      h(
        'div',
        { class: 'columns' },
        h('div', { class: 'stack' }, found, mail, story, request),
        h('div', { class: 'stack' }, owed, exists),
      ),
      sheet,
    ],
    async update() {
      const item = await watch(path);
      named ??= nameOffers(item);
      view.title = item.request.customer.companyName ?? item.reference;
      view.every = item.ended ? 5000 : 1000;
      if (stage !== null && stage !== item.stage) announce(`${view.title}: ${stageText(item.stage)}`);
      stage = item.stage;
      if (show(head, header(item))) actions(head, item, path, refresh);
      const stopped = item.stage === 'awaiting-operator';
      outcome.hidden = !item.outcome && !stopped;
      outcome.className = `card callout ${mood(item.stage)}`;
      show(outcome, item.outcome ? result(item) : stopped ? whyStopped(item) : null, answers(item));
      found.hidden = item.findings.length === 0;
      show(
        found,
        h('h2', null, 'What was found'),
        h(
          'ul',
          { class: 'findings' },
          item.findings.map(finding => findingItem(finding)),
        ),
        item.stage === 'awaiting-approval'
          ? h('p', null, h('a', { href: `approval.html#${item.id}` }, 'See what has to be approved'))
          : null,
      );
      mail.hidden = !item.mail;
      show(mail, item.mail ? letter(item) : null);
      show(story, h('h2', null, 'Timeline'), timeline(item), outcome.hidden ? answers(item) : null);
      show(exists, h('h2', null, 'At Microsoft'), estate(item, offers));
      show(sheet, item.exists.tenantId ? handover(item, offers) : null);
      owed.hidden = item.obligations.length === 0;
      show(
        owed,
        h('h2', null, 'Open tasks'),
        item.obligations.map(one => openTask(one, refresh)),
      );
      // Once: it changes only when it is erased, and whoever has opened it keeps it open.
      if (!request.hasChildNodes() || erased !== item.erasedAt)
        request.replaceChildren(
          ...records(item.id, refresh),
          h('details', null, h('summary', null, 'The request'), h('pre', null, JSON.stringify(item.request, null, 2))),
        );
      erased = item.erasedAt;
    },
  };
  // The catalog says what the ids stand for; without it the ids are shown.
  async function nameOffers({ partner, request: { customer, subscriptions = [] } }) {
    if (subscriptions.length === 0) return;
    offers = await offersOf(partner, customer.address?.country, subscriptions);
    refresh();
  }

  return view;
}

const header = item =>
  h(
    'div',
    { class: 'head' },
    h(
      'div',
      null,
      h('h1', { tabindex: '-1' }, item.request.customer.companyName ?? item.reference),
      h(
        'p',
        { class: 'quiet' },
        `${item.reference} · ${item.domain ?? ''} · partner ${item.partner} · submitted `,
        when(item.submittedAt),
        ` by ${item.submittedBy}`,
      ),
      h(
        'p',
        null,
        badge(item.stage, item.ended),
        ' ',
        item.ended && item.waitsFor === 'nobody'
          ? null
          : h(
              'span',
              { class: 'quiet' },
              `waits for ${actorText(item.waitsFor)} since `,
              when(item.since),
              item.until ? `, until ${new Date(item.until).toLocaleString()}` : null,
            ),
      ),
      item.erasedAt ? h('p', { class: 'quiet' }, 'Its personal data was erased ', when(item.erasedAt), '.') : null,
      restored(item),
      item.stuck
        ? h(
            'p',
            { class: 'stuck', role: 'alert' },
            h('strong', null, 'It cannot go on. '),
            item.stuck.message,
            ' ',
            h('code', null, item.stuck.code),
          )
        : null,
    ),
    h(
      'div',
      { class: 'buttons' },
      (item.stuck || item.stage === 'awaiting-operator') && may('operate')
        ? h('button', { type: 'button', id: 'resume', class: 'primary' }, 'Resume')
        : null,
      item.ended && item.exists.tenantId
        ? h('button', { type: 'button', id: 'print', onclick: () => print() }, 'Print the hand-over')
        : null,
      item.exists.tenantId && may('credentials')
        ? h('button', { type: 'button', id: 'credentials' }, 'Take admin credentials')
        : null,
      item.cancellationAllowedUntil && may('cancel')
        ? h('button', { type: 'button', id: 'take-back', class: 'danger' }, 'Take back')
        : null,
      item.until && !item.ended && item.stage !== 'awaiting-approval' && may('operate')
        ? h('button', { type: 'button', id: 'deadline' }, 'Move the deadline')
        : null,
      canRemoveRelationship(item) && may('cancel')
        ? h('button', { type: 'button', id: 'remove-relationship', class: 'danger' }, 'Remove the relationship')
        : null,
      item.ended && !item.erasedAt && may('erase')
        ? h('button', { type: 'button', id: 'erase', class: 'danger' }, 'Erase personal data')
        : null,
      item.ended || !may('cancel') ? null : h('button', { type: 'button', id: 'cancel', class: 'danger' }, 'Cancel'),
    ),
  );

// Since then each effect is looked for before it is done, which takes its time.
const restored = item =>
  item.restoredAt
    ? h(
        'p',
        { class: 'restored', role: 'note' },
        h('strong', null, 'This folder was put back from a copy '),
        when(item.restoredAt),
        h('strong', null, '. '),
        'Since then each step looks at Microsoft for what may have been done before, and waits until it shows there.',
      )
    : null;

// What did not complete keeps its customer until somebody decides otherwise.
const canRemoveRelationship = item =>
  item.ended && item.exists.tenantId && item.exists.relationship && !hasCompleted(item.outcome);
const hasCompleted = outcome => outcome.kind === 'completed' || outcome.underlying?.kind === 'completed';
const relationship = removed => ({ body: JSON.stringify({ removeRelationship: removed }) });
const alsoTheRelationship = 'Remove the relationship with the customer too; coming back needs the customer’s consent';

function actions(head, item, path, refresh) {
  const on = (name, act) => {
    const button = head.querySelector(`#${name}`);
    if (button) button.onclick = act;
  };
  on('resume', async () => {
    if (
      (await ask({
        title: 'Resume this onboarding?',
        text: 'It goes on from the step that stopped. What stopped it should be mended first.',
        yes: 'Resume',
        no: 'Not yet',
      })) !== null
    )
      await refresh(() => call('POST', `${path}/resume`));
  });
  on('cancel', async () => {
    const text = item.exists.tenantId
      ? 'What was ordered is cancelled as far as Microsoft allows. The tenant, the relationship with it and an accepted agreement stay.'
      : 'Nothing exists at Microsoft yet. It stops at its next step.';
    const answer = await ask({
      title: 'Cancel this onboarding?',
      text,
      yes: 'Cancel it',
      danger: true,
      choice: item.exists.tenantId ? alsoTheRelationship : null,
    });
    if (answer !== null) await refresh(() => call('POST', `${path}/cancel`, relationship(answer === 'yes')));
  });
  on('deadline', async () => {
    const day = await ask({
      title: 'Move the deadline?',
      text: `It is waited until ${new Date(item.until).toLocaleString()}.`,
      yes: 'Move it',
      no: 'Leave it',
      field: {
        label: 'The last day of the wait',
        type: 'date',
        required: true,
        value: item.until.slice(0, 10),
        least: new Date(Date.now() + 86400000).toISOString().slice(0, 10),
      },
    });
    if (day)
      await refresh(() =>
        call('POST', `${path}/deadline`, {
          body: JSON.stringify({ until: new Date(`${day}T23:59:00`).toISOString() }),
        }),
      );
  });
  on('take-back', async () => {
    const text = `Its subscriptions are cancelled; used days are charged. This is possible until ${new Date(item.cancellationAllowedUntil).toLocaleString()}.`;
    const answer = await ask({
      title: 'Take this onboarding back?',
      text,
      yes: 'Take it back',
      danger: true,
      choice: alsoTheRelationship,
    });
    if (answer !== null) await refresh(() => call('POST', `${path}/takeBack`, relationship(answer === 'yes')));
  });
  on('remove-relationship', async () => {
    const text =
      'The partner can then neither sell to this tenant nor manage it. Coming back needs the customer’s consent.';
    if ((await ask({ title: 'Remove the relationship?', text, yes: 'Remove it', danger: true })) !== null)
      await refresh(() => call('POST', `${path}/cancel`, relationship(true)));
  });
  on('erase', async () => {
    const text =
      'Names, addresses, contacts, domain and credentials are removed here for good, and what Microsoft has stays as it is. Ids, outcome, orders and prices stay. This is recorded.';
    if ((await ask({ title: 'Erase the personal data?', text, yes: 'Erase it', no: 'Keep it', danger: true })) !== null)
      await refresh(() => call('POST', `${path}/erase`, { body: JSON.stringify({ confirm: true }) }));
  });
  on('credentials', async () => {
    if (
      (await ask({
        title: 'Take the admin credentials?',
        text: 'They are handed over once, to you, and this is recorded. Afterwards nobody can see them here again.',
        yes: 'Take them',
        no: 'Not now',
      })) === null
    )
      return;
    await refresh(async () => {
      const { userName, password } = await call('POST', `${path}/credentials`, {
        body: JSON.stringify({ confirm: true }),
      });
      await ask({
        title: 'Admin credentials',
        text: 'Keep them now: when this is closed, nobody can see them here again.',
        yes: 'I have kept them',
        no: 'Close',
        more: [
          h(
            'dl',
            null,
            h('dt', null, 'User name'),
            h('dd', { class: 'mono' }, userName, ' ', copyButton('the user name', userName)),
            h('dt', null, 'Password'),
            h('dd', { class: 'mono' }, password, ' ', copyButton('the password', password)),
          ),
        ],
      });
    });
  });
}

function result(item) {
  const { outcome } = item;
  const lines = [
    ...(outcome.findings ?? []).map(finding => finding.message),
    ...(outcome.reasons ?? []),
    ...(outcome.remains ?? []),
  ];
  const text = {
    completed: item.cancellationAllowedUntil
      ? `The customer, the agreement and every subscription are in place. It can be taken back until ${new Date(item.cancellationAllowedUntil).toLocaleString()}.`
      : 'The customer, the agreement and every subscription are in place.',
    takenBack: `It had completed and was taken back by ${outcome.by}: the orders are cancelled.`,
    rejected: 'Refused before anything was done at Microsoft.',
    expired: `${outcome.waitedFor ?? 'Somebody'} was waited for in vain.`,
    cancelled: `Called off by ${outcome.by}. What had been done was undone as far as that can be.`,
    rolledBack: 'A step failed for good; what had been done was undone.',
    needsAttention: 'It has ended, and open tasks are left.',
  }[outcome.kind];
  return [
    h('h2', null, stageText(item.stage)),
    h('p', null, text),
    outcome.cause ? cause(outcome.cause.step, outcome.cause.code, outcome.cause.message) : null,
    lines.length > 0
      ? h(
          'ul',
          null,
          lines.map(line => h('li', null, inOurWords(line))),
        )
      : null,
  ];
}

const cause = (step, code, message) =>
  h(
    'p',
    null,
    `${inOurWords(message)} `,
    meaningOf(code),
    ' ',
    h('span', { class: 'mono quiet' }, [step, code].filter(Boolean).join(' · ')),
  );

function whyStopped(item) {
  const line = item.timeline.findLast(one => one.stage === item.stage);
  return [
    h('h2', null, 'An operator has to act'),
    line ? cause(null, line.errorCode, line.text) : null,
    h('p', null, 'Mend what stopped it, then resume it.'),
  ];
}

// Once on the page, and folded: it is for whoever has to ask Microsoft about it.
function answers(item) {
  const { cause: first, remains = [], reasons = [] } = item.outcome ?? {};
  const said = answersIn([
    first?.message,
    ...item.timeline.map(line => line.text),
    ...remains,
    ...reasons,
    ...item.obligations.map(one => one.lastError),
  ]);
  return said.length > 0
    ? h(
        'details',
        { 'data-key': 'answers' },
        h('summary', null, 'What Microsoft answered'),
        said.map(text => h('pre', null, text)),
      )
    : null;
}

// What the customer is to be told, for whoever sends it by hand, too.
const letter = ({ mail, exists }) => [
  h('h2', null, 'To the customer'),
  h('p', null, h('strong', null, mail.subject), mail.to ? [' ', h('span', { class: 'quiet' }, `to ${mail.to}`)] : null),
  h('pre', { class: 'letter', tabindex: '0', role: 'group', 'aria-label': 'The text' }, mail.text),
  h(
    'div',
    { class: 'buttons' },
    copyButton('the letter', mail.text),
    mail.to
      ? h(
          'a',
          {
            class: 'button',
            href: `mailto:${encodeURIComponent(mail.to)}?subject=${encodeURIComponent(mail.subject)}&body=${encodeURIComponent(mail.text)}`,
          },
          'Open in the mail program',
        )
      : null,
    exists.invitation
      ? h(
          'a',
          { class: 'button', href: exists.invitation.url, rel: 'noreferrer' },
          'The page on which the customer accepts',
        )
      : null,
  ),
];

function estate({ exists }, offers) {
  const rows = [];
  const id = (name, value) => h('span', { class: 'mono' }, value, ' ', copyButton(`the id of the ${name}`, value));
  const add = (name, ...values) => rows.push(h('dt', null, name), h('dd', null, ...values));
  if (exists.tenantId)
    add(
      'Tenant',
      id('tenant', exists.tenantId),
      exists.domain ? h('span', null, exists.domain) : null,
      exists.relationship === false ? h('span', { class: 'quiet' }, 'no relationship any more') : null,
    );
  if (exists.agreement)
    add(
      'Agreement',
      h('span', null, exists.agreement.how),
      exists.agreement.acceptedOn ? h('span', { class: 'quiet' }, `accepted on ${exists.agreement.acceptedOn}`) : null,
    );
  for (const order of exists.orders ?? [])
    add('Order', id('order', order.id), h('span', { class: 'quiet' }, order.status));
  for (const one of exists.subscriptions ?? []) {
    add(
      'Subscription',
      h('span', null, `${offers.get(one.item)?.title ?? one.item} × ${one.quantity}`),
      id('subscription', one.id),
      h(
        'span',
        { class: 'quiet' },
        one.status,
        one.cancellableUntil ? `, cancellable until ${new Date(one.cancellableUntil).toLocaleString()}` : '',
      ),
    );
  }
  return rows.length > 0 ? h('dl', null, rows) : h('p', { class: 'quiet' }, 'Nothing exists there yet.');
}
