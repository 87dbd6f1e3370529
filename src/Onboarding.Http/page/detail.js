import { call, watch } from './api.js';
import { announce, ask, copyButton, h, show, when } from './dom.js';
import { handover } from './handover.js';
import { nodes, t, time } from './messages.js';
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
  const events = h('div', { class: 'card' });
  const exists = h('div', { class: 'card' });
  const openTasks = h('div', { class: 'card', hidden: true });
  const found = h('div', { class: 'card', hidden: true });
  const request = h('div', { class: 'card' });
  const path = `onboardings/${encodeURIComponent(id)}`;
  const printed = h('section', { class: 'handover' });
  let stage = null;
  let offers = new Map();
  let named = null;
  let erased;
  const view = {
    title: t`Onboarding`,
    every: 1000,
    concerns: [`onboardings/${id}`, 'obligations'],
    root: [
      head,
      outcome,
      h(
        'div',
        { class: 'columns' },
        h('div', { class: 'stack' }, found, mail, events, request),
        h('div', { class: 'stack' }, openTasks, exists),
      ),
      printed,
    ],
    async update() {
      const item = await watch(path);
      named ??= nameOffers(item);
      view.title = item.request.customer.companyName ?? item.reference;
      view.every = item.ended ? 5000 : 1000;
      if (stage !== null && stage !== item.stage) announce(t`${view.title}: ${stageText(item.stage)}`);
      stage = item.stage;
      if (show(head, header(item))) actions(head, item, path, refresh);
      const stopped = item.stage === 'awaiting-operator';
      outcome.hidden = !item.outcome && !stopped;
      outcome.className = `card callout ${mood(item.stage)}`;
      show(outcome, item.outcome ? result(item) : stopped ? whyStopped(item) : null, answers(item));
      found.hidden = item.findings.length === 0;
      show(
        found,
        h('h2', null, t`What was found`),
        h(
          'ul',
          { class: 'findings' },
          item.findings.map(finding => findingItem(finding)),
        ),
        item.stage === 'awaiting-approval'
          ? h('p', null, h('a', { href: `approval.html#${item.id}` }, t`See what has to be approved`))
          : null,
      );
      mail.hidden = !item.mail;
      show(mail, item.mail ? letter(item) : null);
      show(events, h('h2', null, t`Timeline`), timeline(item), outcome.hidden ? answers(item) : null);
      show(exists, h('h2', null, t`At Microsoft`), provisionedResources(item, offers));
      show(printed, item.exists.tenantId ? handover(item, offers) : null);
      openTasks.hidden = item.obligations.length === 0;
      show(
        openTasks,
        h('h2', null, t`Open tasks`),
        item.obligations.map(one => openTask(one, refresh)),
      );
      // Once: it changes only when it is erased, and whoever has opened it keeps it open.
      if (!request.hasChildNodes() || erased !== item.erasedAt)
        request.replaceChildren(
          ...records(item.id, refresh),
          h('details', null, h('summary', null, t`The request`), h('pre', null, JSON.stringify(item.request, null, 2))),
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
        [item.reference, item.domain, t`partner ${item.partner}`].filter(Boolean).join(' · '),
        ' · ',
        nodes`submitted ${when(item.submittedAt)} by ${item.submittedBy}`,
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
              item.until
                ? nodes`waits for ${actorText(item.waitsFor)} since ${when(item.since)}, until ${time(item.until)}`
                : nodes`waits for ${actorText(item.waitsFor)} since ${when(item.since)}`,
            ),
      ),
      item.erasedAt ? h('p', { class: 'quiet' }, nodes`Its personal data was erased ${when(item.erasedAt)}.`) : null,
      restored(item),
      item.stuck
        ? h(
            'p',
            { class: 'stuck', role: 'alert' },
            h('strong', null, t`It cannot go on.`),
            ' ',
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
        ? h('button', { type: 'button', id: 'resume', class: 'primary' }, t`Resume`)
        : null,
      item.ended && item.exists.tenantId
        ? h('button', { type: 'button', id: 'print', onclick: () => print() }, t`Print the hand-over`)
        : null,
      item.exists.tenantId && may('credentials')
        ? h('button', { type: 'button', id: 'credentials' }, t`Take admin credentials`)
        : null,
      item.cancellationAllowedUntil && may('cancel')
        ? h('button', { type: 'button', id: 'undo', class: 'danger' }, t`Undo onboarding`)
        : null,
      item.until && !item.ended && item.stage !== 'awaiting-approval' && may('operate')
        ? h('button', { type: 'button', id: 'deadline' }, t`Move the deadline`)
        : null,
      canRemoveRelationship(item) && may('cancel')
        ? h('button', { type: 'button', id: 'remove-relationship', class: 'danger' }, t`Remove the relationship`)
        : null,
      item.ended && !item.erasedAt && may('erase')
        ? h('button', { type: 'button', id: 'erase', class: 'danger' }, t`Erase personal data`)
        : null,
      item.ended || !may('cancel') ? null : h('button', { type: 'button', id: 'cancel', class: 'danger' }, t`Cancel`),
    ),
  );

// Since then each effect is looked for before it is done, which takes its time.
const restored = item =>
  item.restoredAt
    ? h(
        'p',
        { class: 'restored', role: 'note' },
        h('strong', null, nodes`This folder was put back from a copy ${when(item.restoredAt)}.`),
        ' ',
        t`Since then each step looks at Microsoft for what may have been done before, and waits until it shows there.`,
      )
    : null;

// What did not complete keeps its customer until somebody decides otherwise.
const canRemoveRelationship = item =>
  item.ended && item.exists.tenantId && item.exists.relationship && !hasCompleted(item.outcome);
const hasCompleted = outcome => outcome.kind === 'completed' || outcome.underlying?.kind === 'completed';
const relationship = removed => ({ body: JSON.stringify({ removeRelationship: removed }) });
const alsoTheRelationship = t`Remove the relationship with the customer too; coming back needs the customer’s
  consent`;

function actions(head, item, path, refresh) {
  const on = (name, act) => {
    const button = head.querySelector(`#${name}`);
    if (button) button.onclick = act;
  };
  on('resume', async () => {
    if (
      (await ask({
        title: t`Resume this onboarding?`,
        text: t`It goes on from the step that stopped. What stopped it should be mended first.`,
        yes: t`Resume`,
        no: t`Not yet`,
      })) !== null
    )
      await refresh(() => call('POST', `${path}/resume`));
  });
  on('cancel', async () => {
    const text = item.exists.tenantId
      ? t`What was ordered is cancelled as far as Microsoft allows. The tenant, the relationship with it and an accepted
          agreement stay.`
      : t`Nothing exists at Microsoft yet. It stops at its next step.`;
    const answer = await ask({
      title: t`Cancel this onboarding?`,
      text,
      yes: t`Cancel it`,
      danger: true,
      choice: item.exists.tenantId ? alsoTheRelationship : null,
    });
    if (answer !== null) await refresh(() => call('POST', `${path}/cancel`, relationship(answer === 'yes')));
  });
  on('deadline', async () => {
    const lastDay = await ask({
      title: t`Move the deadline?`,
      text: t`It is waited until ${time(item.until)}.`,
      yes: t`Move it`,
      no: t`Leave it`,
      field: {
        label: t`The last day of the wait`,
        type: 'date',
        required: true,
        value: item.until.slice(0, 10),
        least: new Date(Date.now() + 86400000).toISOString().slice(0, 10),
      },
    });
    if (lastDay)
      await refresh(() =>
        call('POST', `${path}/deadline`, {
          body: JSON.stringify({ until: new Date(`${lastDay}T23:59:00`).toISOString() }),
        }),
      );
  });
  on('undo', async () => {
    const text = t`Its subscriptions are cancelled; used days are charged. This is possible until
      ${time(item.cancellationAllowedUntil)}.`;
    const answer = await ask({
      title: t`Undo this onboarding?`,
      text,
      yes: t`Undo it`,
      danger: true,
      choice: alsoTheRelationship,
    });
    if (answer !== null) await refresh(() => call('POST', `${path}/takeBack`, relationship(answer === 'yes')));
  });
  on('remove-relationship', async () => {
    const text = t`The partner can then neither sell to this tenant nor manage it. Coming back needs the customer’s
      consent.`;
    if ((await ask({ title: t`Remove the relationship?`, text, yes: t`Remove it`, danger: true })) !== null)
      await refresh(() => call('POST', `${path}/cancel`, relationship(true)));
  });
  on('erase', async () => {
    const text = t`Names, addresses, contacts, domain and credentials are removed here for good, and what Microsoft has
      stays as it is. Ids, outcome, orders and prices stay. This is recorded.`;
    if (
      (await ask({ title: t`Erase the personal data?`, text, yes: t`Erase it`, no: t`Keep it`, danger: true })) !== null
    )
      await refresh(() => call('POST', `${path}/erase`, { body: JSON.stringify({ confirm: true }) }));
  });
  on('credentials', async () => {
    if (
      (await ask({
        title: t`Take the admin credentials?`,
        text: t`They are handed over once, to you, and this is recorded. Afterwards nobody can see them here again.`,
        yes: t`Take them`,
        no: t`Not now`,
      })) === null
    )
      return;
    await refresh(async () => {
      const { userName, password } = await call('POST', `${path}/credentials`, {
        body: JSON.stringify({ confirm: true }),
      });
      await ask({
        title: t`Admin credentials`,
        text: t`Keep them now: when this is closed, nobody can see them here again.`,
        yes: t`I have kept them`,
        no: t`Close`,
        more: [
          h(
            'dl',
            null,
            h('dt', null, t`User name`),
            h('dd', { class: 'mono' }, userName, ' ', copyButton(t`the user name`, userName)),
            h('dt', null, t`Password`),
            h('dd', { class: 'mono' }, password, ' ', copyButton(t`the password`, password)),
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
      ? t`The customer, the agreement and every subscription are in place. It can be undone until
          ${time(item.cancellationAllowedUntil)}.`
      : t`The customer, the agreement and every subscription are in place.`,
    takenBack: t`It had completed and was undone by ${outcome.by}: the orders are cancelled.`,
    rejected: t`Refused before anything was done at Microsoft.`,
    expired: outcome.waitedFor ? t`${outcome.waitedFor} was waited for in vain.` : t`Somebody was waited for in vain.`,
    cancelled: t`Called off by ${outcome.by}. What had been done was undone as far as that can be.`,
    rolledBack: t`A step failed for good; what had been done was undone.`,
    needsAttention: t`It has ended, and open tasks are left.`,
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
    h('h2', null, t`An operator has to act`),
    line ? cause(null, line.errorCode, line.text) : null,
    h('p', null, t`Mend what stopped it, then resume it.`),
  ];
}

// Once on the page, and folded: it is for whoever has to ask Microsoft about it.
function answers(item) {
  const { cause: first, remains = [], reasons = [] } = item.outcome ?? {};
  const texts = answersIn([
    first?.message,
    ...item.timeline.map(line => line.text),
    ...remains,
    ...reasons,
    ...item.obligations.map(one => one.lastError),
  ]);
  return texts.length > 0
    ? h(
        'details',
        { 'data-key': 'answers' },
        h('summary', null, t`What Microsoft answered`),
        texts.map(text => h('pre', null, text)),
      )
    : null;
}

// What the customer is to be told, for whoever sends it by hand, too.
const letter = ({ mail, exists }) => [
  h('h2', null, t`To the customer`),
  h(
    'p',
    null,
    h('strong', null, mail.subject),
    mail.to ? [' ', h('span', { class: 'quiet' }, t`to ${mail.to}`)] : null,
  ),
  h('pre', { class: 'letter', tabindex: '0', role: 'group', 'aria-label': t`The text` }, mail.text),
  h(
    'div',
    { class: 'buttons' },
    copyButton(t`the letter`, mail.text),
    mail.to
      ? h(
          'a',
          {
            class: 'button',
            href: `mailto:${encodeURIComponent(mail.to)}?subject=${encodeURIComponent(mail.subject)}&body=${encodeURIComponent(mail.text)}`,
          },
          t`Open in the mail program`,
        )
      : null,
    exists.invitation
      ? h(
          'a',
          { class: 'button', href: exists.invitation.url, rel: 'noreferrer' },
          t`The page on which the customer accepts`,
        )
      : null,
  ),
];

function provisionedResources({ exists }, offers) {
  const rows = [];
  const id = (name, value) => h('span', { class: 'mono' }, value, ' ', copyButton(name, value));
  const add = (name, ...values) => rows.push(h('dt', null, name), h('dd', null, ...values));
  if (exists.tenantId)
    add(
      t`Tenant`,
      id(t`the id of the tenant`, exists.tenantId),
      exists.domain ? h('span', null, exists.domain) : null,
      exists.relationship === false ? h('span', { class: 'quiet' }, t`no relationship any more`) : null,
    );
  if (exists.agreement)
    add(
      t`Agreement`,
      h('span', null, exists.agreement.how),
      exists.agreement.acceptedOn ? h('span', { class: 'quiet' }, t`accepted on ${exists.agreement.acceptedOn}`) : null,
    );
  for (const order of exists.orders ?? [])
    add(t`Order`, id(t`the id of the order`, order.id), h('span', { class: 'quiet' }, order.status));
  for (const one of exists.subscriptions ?? []) {
    add(
      t`Subscription`,
      h('span', null, `${offers.get(one.item)?.title ?? one.item} × ${one.quantity}`),
      id(t`the id of the subscription`, one.id),
      h(
        'span',
        { class: 'quiet' },
        one.cancellableUntil ? t`${one.status}, cancellable until ${time(one.cancellableUntil)}` : one.status,
      ),
    );
  }
  return rows.length > 0 ? h('dl', null, rows) : h('p', { class: 'quiet' }, t`Nothing exists there yet.`);
}
