import { call } from './api.js';
import { announce, ask, h, show, when } from './dom.js';
import { frame } from './frame.js';
import { nodes, plural, t, time } from './messages.js';
import { signIn } from './sign-in.js';
import { money } from './words.js';

const main = frame();
const trouble = document.getElementById('trouble');
const [id, mailed] = location.hash.slice(1).split('/');
const storageKey = `approval-link/${id}`;
const path = `approvals/${encodeURIComponent(id)}`;

// The token decides in somebody's name: it does not stay in the address bar or the history. It stays with this tab, which
// may be discarded and loaded again, until nothing can be decided with it any more.
if (mailed) {
  history.replaceState(null, '', `#${id}`);
  sessionStorage.setItem(storageKey, mailed);
}
const token = sessionStorage.getItem(storageKey);
const headers = token ? { 'X-Approval-Link': token } : {};
open();

// Opening only looks. A decision takes a button, and a yes to the question that follows.
async function open() {
  try {
    draw(await call('GET', path, { headers }));
    trouble.hidden = true;
  } catch (problem) {
    fail(problem);
  }
}

async function decide(approval, decision) {
  const yes = decision === 'approve';
  const comment = await ask({
    title: yes ? t`Approve this onboarding?` : t`Reject this onboarding?`,
    text: yes
      ? t`It goes on at once, and what it creates at Microsoft cannot all be undone.`
      : t`It ends, and nothing is done at Microsoft.`,
    yes: yes ? t`Approve` : t`Reject`,
    danger: !yes,
    field: { label: yes ? t`Comment (no personal data)` : t`Why (no personal data)`, required: !yes, longest: 500 },
  });
  if (comment === null) return;
  try {
    draw(
      await call('POST', `${path}/decision`, {
        headers,
        body: JSON.stringify({ decision, version: approval.version, comment: comment || undefined }),
      }),
    );
    announce(yes ? t`You have approved.` : t`You have rejected.`);
    trouble.hidden = true;
  } catch (problem) {
    fail(problem);
    if (problem.status !== 410) open();
  }
}

function fail(problem) {
  if ([401, 410].includes(problem.status)) sessionStorage.removeItem(storageKey);
  trouble.hidden = false;
  show(
    trouble,
    h('strong', null, `${problem.title ?? t`The page failed`}. `),
    problem.message,
    problem.status === 401 ? h('button', { type: 'button', class: 'link', onclick: signIn }, t`Sign in`) : null,
  );
}

function draw(approval) {
  const { customer, contact, subscriptions } = approval.request;
  if (approval.state !== 'pending') sessionStorage.removeItem(storageKey);
  document.title = t`Approval: ${customer.companyName ?? approval.reference}`;
  show(
    main,
    h('h1', { tabindex: '-1' }, customer.companyName ?? approval.reference),
    h(
      'div',
      { class: 'card' },
      h(
        'p',
        null,
        h('strong', null, states[approval.state]),
        ' ',
        nodes`Asked for by ${approval.rule}, ${when(approval.requestedAt)}; submitted by ${approval.submittedBy}.`,
      ),
      h(
        'ul',
        null,
        approval.reasons.map(reason => h('li', null, reason)),
      ),
      h(
        'p',
        { class: 'quiet' },
        [
          plural(
            approval.needed,
            t`${approval.given} of ${approval.needed} approval given`,
            t`${approval.given} of ${approval.needed} approvals given`,
          ),
          t`for ${approval.by.join(', ')} to decide`,
          t`until ${time(approval.expiresAt)}`,
        ].join(' · '),
      ),
      approval.mayDecide
        ? h(
            'div',
            { class: 'buttons' },
            h('button', { type: 'button', class: 'primary', id: 'approve' }, t`Approve…`),
            h('button', { type: 'button', class: 'danger', id: 'reject' }, t`Reject…`),
          )
        : null,
    ),
    h(
      'div',
      { class: 'card' },
      h('h2', null, t`What is to be approved`),
      h(
        'p',
        null,
        [customer.address?.line1, customer.address?.postalCode, customer.address?.city, customer.address?.country]
          .filter(Boolean)
          .join(', '),
      ),
      h('p', null, [customer.domainPrefix, customer.domain, contact?.email].filter(Boolean).join(' · ')),
      h(
        'ul',
        null,
        approval.price.lines.map(line =>
          h(
            'li',
            null,
            line.total === undefined
              ? lineText(line)
              : t`${lineText(line)}: ${money(line.total, line.currency)} over the term`,
            line.problem ? ` – ${line.problem}` : '',
          ),
        ),
      ),
      h(
        'p',
        null,
        h(
          'strong',
          null,
          approval.price.totals.length
            ? t`Total: ${approval.price.totals.map(one => money(one.amount, one.currency)).join(' + ')}`
            : subscriptions.length
              ? (approval.price.unknown ?? '')
              : t`Nothing is ordered.`,
        ),
      ),
    ),
    approval.findings.length
      ? h(
          'div',
          { class: 'card' },
          h('h2', null, t`Worth a look`),
          h(
            'ul',
            null,
            approval.findings.map(finding =>
              h(
                'li',
                null,
                h('span', { class: 'mono' }, finding.path),
                ` ${finding.message}`,
                finding.suggestion ? ` ${finding.suggestion}` : '',
              ),
            ),
          ),
        )
      : null,
    h(
      'div',
      { class: 'card' },
      h('h2', null, t`So far`),
      approval.log.length === 0
        ? h('p', { class: 'quiet' }, t`Nobody has decided yet.`)
        : h(
            'ul',
            null,
            approval.log.map(entry => h('li', null, when(entry.at), ` ${entry.text}`)),
          ),
      approval.decisions
        .filter(decision => decision.comment)
        .map(decision => h('p', { class: 'quiet' }, `${decision.by}: ${decision.comment}`)),
    ),
  );
  for (const decision of ['approve', 'reject']) {
    const button = document.getElementById(decision);
    if (button) button.onclick = () => decide(approval, decision);
  }
}

const lineText = line =>
  `${line.quantity} × ${line.title ?? line.item} (${[line.term, line.billing].filter(Boolean).join(', ')})`;

const states = {
  pending: t`Waits for a decision.`,
  approved: t`Approved.`,
  rejected: t`Rejected.`,
  expired: t`Expired.`,
  withdrawn: t`Called off.`,
};
