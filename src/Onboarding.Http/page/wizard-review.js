import { announce, ask, h, show } from './dom.js';
import { nodes, plural, t } from './messages.js';
import { offersOf } from './wizard-catalog.js';
import { partOf, sectionAt } from './wizard-draft.js';
import { editor } from './wizard-editor.js';
import { findingItem, focusFirstError, showFindings } from './wizard-fields.js';
import { resellersOf } from './wizard-reseller.js';
import { withSuggestion } from './wizard-suggestions.js';
import { priceTable, rowsOf } from './wizard-summary.js';
import { changesInWords, itemsIn, withNames } from './wizard-changes.js';
import { fullLabelAt } from './wizard-words.js';

const editLabels = {
  account: t`Edit account information`,
  agreement: t`Edit customer agreement`,
  reseller: t`Edit indirect reseller`,
  subscriptions: t`Edit offers`,
  general: t`Edit reference and approval`,
};
const cancelLabels = {
  account: t`Cancel editing account information`,
  agreement: t`Cancel editing customer agreement`,
  reseller: t`Cancel editing indirect reseller`,
  subscriptions: t`Cancel editing offers`,
  general: t`Cancel editing reference and approval`,
};

// The last page of the wizard: everything at once, with what is wrong, what it costs and what stays. It can be corrected
// here, and only what is shown can be submitted.
export function reviewPage({ draft, partner, partners, sections, status, onSubmitted }) {
  const root = h(
    'div',
    { class: 'review', 'aria-busy': 'true' },
    h('p', { class: 'quiet' }, t`Checking everything with Partner Center…`),
  );
  const trouble = h('div', { class: 'callout bad', role: 'alert', tabindex: '-1', hidden: true });
  const editors = new Map();
  const ticked = new Set();
  let offers = new Map();
  let resellers = [];

  async function look(said = null) {
    root.setAttribute('aria-busy', 'true');
    try {
      const review = await draft.loadReview();
      const { request } = draft.now;
      const lines = [...(request.subscriptions ?? []), ...itemsIn(review)];
      offers = await offersOf(request.partner, request.customer.address?.country, lines);
      withNames(review, offers);
      resellers = partner.resellers ? await resellersOf(partner.name).catch(() => []) : [];
      trouble.hidden = true;
      await draw(review);
      announce([said, verdict(review)].filter(Boolean).join(' '));
      status.textContent = t`Version ${review.version} reviewed`;
      return true;
    } catch (problem) {
      fail(problem, () => look());
      return false;
    } finally {
      root.setAttribute('aria-busy', 'false');
    }
  }

  function fail(problem, again) {
    if (problem.code === 'api.draft-submitted') {
      onSubmitted();
      return;
    }
    trouble.hidden = false;
    show(
      trouble,
      h('h2', null, problem.title ?? t`The page failed`),
      h('p', null, problem.message),
      problem.findings?.length
        ? h(
            'ul',
            { class: 'findings' },
            problem.findings.map(one => findingItem(one)),
          )
        : null,
      again ? h('div', { class: 'buttons' }, h('button', { type: 'button', id: 'again' }, t`Try again`)) : null,
    );
    if (again) trouble.querySelector('#again').onclick = again;
    if (!root.contains(trouble)) root.replaceChildren(trouble);
    trouble.focus();
    if (!problem.title) console.error(problem);
  }

  // What somebody has to confirm before it goes on without an approval; a tick is for what was read, so it goes when the
  // text changes.
  const keyOf = finding => `${finding.code} ${finding.path} ${finding.message}`;
  const holding = review =>
    review.findings.filter(finding => finding.severity === 'review' && review.toAcknowledge.includes(finding.code));
  const open = review => holding(review).filter(finding => !ticked.has(keyOf(finding)));
  const acknowledgements = {
    holds: finding => holding(draft.review).includes(finding),
    isTicked: finding => ticked.has(keyOf(finding)),
    tick(finding, on) {
      if (on) ticked.add(keyOf(finding));
      else ticked.delete(keyOf(finding));
      root.querySelector('#holds').textContent = holds(draft.review);
      announce(holds(draft.review));
    },
  };

  function holds(review) {
    const left = open(review).length;
    if (holding(review).length === 0) return '';
    return left === 0
      ? t`Everything that has to be checked is ticked.`
      : plural(
          left,
          t`${left} point to be ticked once it is checked.
            Submitted without, it waits for somebody to approve it.`,
          t`${left} points to be ticked once they are checked.
            Submitted without, it waits for somebody to approve it.`,
        );
  }

  const count = (review, severity) => review.findings.filter(finding => finding.severity === severity).length;

  function verdict(review) {
    const [errors, points, notes] = ['error', 'review', 'warning'].map(severity => count(review, severity));
    const rest = [
      points ? plural(points, t`${points} point to check`, t`${points} points to check`) : null,
      notes ? plural(notes, t`${notes} note`, t`${notes} notes`) : null,
    ].filter(Boolean);
    return [
      review.accepted
        ? t`It can be submitted.`
        : plural(errors, t`${errors} error must be corrected first.`, t`${errors} errors must be corrected first.`),
      rest.length ? t`${rest.join(', ')}.` : null,
    ]
      .filter(Boolean)
      .join(' ');
  }

  async function draw(review) {
    const { request } = draft.now;
    const cards = sections.map(([section, title]) =>
      card(
        section,
        title,
        rowsOf(section, { draft, partner, resellers }),
        section === 'subscriptions' ? priceTable(review, request, offers) : null,
      ),
    );
    const general = h('ul', { class: 'findings' });
    const content = [
      trouble,
      h(
        'div',
        { class: `callout ${review.accepted ? (count(review, 'review') ? 'wait' : 'good') : 'bad'}`, id: 'verdict' },
        h('h2', null, verdict(review)),
        general,
        h('p', { id: 'holds' }, holds(review)),
        review.approval && review.approval.rule !== 'review' ? h('p', null, approvalText(review.approval)) : null,
      ),
      review.differences?.length
        ? h(
            'section',
            { class: 'card', 'aria-labelledby': 'changed' },
            h('h2', { id: 'changed' }, t`Changed since version ${review.comparedWith} was reviewed`),
            h(
              'ul',
              { class: 'changes' },
              changesInWords(review.differences, request, offers).map(({ label, before, after }) =>
                h('li', null, nodes`${h('strong', null, label)}: ${valueOf('del', before)} → ${valueOf('ins', after)}`),
              ),
            ),
          )
        : null,
      ...cards,
      h(
        'section',
        { class: 'card', 'aria-labelledby': 'permanent' },
        h('h2', { id: 'permanent' }, t`What will be permanent`),
        review.permanent.length
          ? h(
              'ul',
              null,
              review.permanent.map(one => h('li', null, one.what)),
            )
          : h('p', { class: 'quiet' }, t`Nothing.`),
      ),
    ].filter(Boolean);
    root.replaceChildren(...content);
    const unplaced = showFindings(root, review.findings, applySuggestion, acknowledgements);
    general.append(
      ...unplaced.map(finding => findingItem(finding, finding.suggestion ? applySuggestion : null, acknowledgements)),
    );
    await Promise.all([...editors.values()].map(one => one.editor.ready));
  }

  function card(section, title, rows, more) {
    const path = ['agreement', 'reseller', 'subscriptions'].includes(section) ? `/${section}` : null;
    const place = h('section', {
      class: 'card',
      'aria-labelledby': `card-${section}`,
      'data-path': path,
      tabindex: '-1',
    });
    const edit = h(
      'button',
      {
        type: 'button',
        id: `edit-${section}`,
        'aria-label': editLabels[section],
        onclick: () => openEditor(section),
      },
      t`Edit`,
    );
    place.append(
      h('div', { class: 'head' }, h('h2', { id: `card-${section}` }, title), edit),
      h('div', { class: 'for-findings' }),
      h(
        'dl',
        { class: 'rows' },
        rows.map(([at, label, value]) =>
          h(
            'div',
            { 'data-path': at, tabindex: '-1' },
            h('dt', null, label),
            h('dd', null, value || h('span', { class: 'quiet' }, '–'), h('div', { class: 'for-findings' })),
          ),
        ),
      ),
      ...(more ? [more] : []),
    );
    if (editors.has(section)) place.replaceChildren(...editors.get(section).content);
    return place;
  }

  // The same page of the wizard, in its card.
  async function openEditor(section) {
    const title = sections.find(([name]) => name === section)[1];
    const said = h('p', { class: 'quiet', role: 'status' });
    const inner = editor({ draft, partner, partners, section, status: said, onSubmitted });
    const before = draft.part(section);
    const contactBefore = section === 'account' ? draft.part('agreement') : null;
    const cancel = async () => {
      try {
        await inner.revert(before);
        if (contactBefore) await draft.save('agreement', contactBefore, [draft.part('agreement')]);
        await close();
        announce(t`Nothing was changed.`);
      } catch (problem) {
        await close();
        fail(
          problem.title
            ? problem
            : { title: t`Somebody else has changed this`, message: t`This is what stands there now.` },
        );
      }
    };
    const close = async () => {
      editors.delete(section);
      if (await look()) root.querySelector(`#edit-${section}`)?.focus();
    };
    const form = h(
      'form',
      {
        novalidate: true,
        onsubmit: async event => {
          event.preventDefault();
          if (await inner.finish()) await close();
        },
      },
      inner.root,
      h(
        'div',
        { class: 'buttons' },
        h('button', { type: 'submit', class: 'primary' }, t`Save and review again`),
        h('button', { type: 'button', 'aria-label': cancelLabels[section], onclick: cancel }, t`Cancel`),
        said,
      ),
    );
    const content = [h('h2', { id: `card-${section}` }, title), form];
    editors.set(section, { editor: inner, content });
    root
      .querySelector(`#edit-${section}`)
      .closest('section')
      .replaceChildren(...content);
    await inner.ready;
    if (!focusFirstError(form)) form.querySelector('input:not([type=radio]), select, input:checked')?.focus();
  }

  async function applySuggestion(finding, choice) {
    const section = sectionAt(finding.path);
    const before = draft.part(section);
    try {
      const request = await withSuggestion(draft.now.request, finding, choice);
      if (!request) {
        await openEditor(section);
        return;
      }
      await draft.save(section, partOf(request, section), [before]);
      if (await look(t`${fullLabelAt(finding.path)}: ${choice}.`))
        (
          root.querySelector(`[data-path="${CSS.escape(finding.path)}"]`) ?? root.querySelector(`#edit-${section}`)
        )?.focus();
    } catch (problem) {
      await look();
      if (problem.title) fail(problem);
      else
        fail({
          title: t`Somebody else has changed this`,
          message: t`The suggestion was not taken over. This is what stands there now.`,
        });
    }
  }

  async function submit() {
    const { review } = draft;
    if (editors.size > 0) {
      announce(t`Save what is being edited first.`);
      [...editors.values()][0].content[1].querySelector('[type=submit]').focus();
      return false;
    }
    if (!review || !review.accepted) {
      announce(review ? verdict(review) : t`It is not reviewed yet.`);
      if (!focusFirstError(root)) root.querySelector('#verdict')?.scrollIntoView();
      return false;
    }
    const name = draft.now.request.customer.companyName ?? draft.now.request.reference;
    const left = open(review).length;
    const sure = await ask({
      title: t`Submit this?`,
      text: [
        t`${name} is onboarded as reviewed (version ${review.version}).`,
        left > 0
          ? plural(
              left,
              t`${left} point is not ticked: it waits for an approval before anything is done.`,
              t`${left} points are not ticked: it waits for an approval before anything is done.`,
            )
          : null,
        review.permanent.length ? t`What is listed as permanent cannot be undone.` : null,
      ]
        .filter(Boolean)
        .join(' '),
      yes: t`Submit`,
      no: t`Not yet`,
    });
    if (sure === null) return false;
    try {
      const notTicked = new Set(open(review).map(finding => finding.code));
      const confirmed = holding(review)
        .map(finding => finding.code)
        .filter(code => !notTicked.has(code));
      await draft.submit([...new Set([...(draft.now.request.acknowledged ?? []), ...confirmed])]);
      return true;
    } catch (problem) {
      if (problem.code === 'api.draft-submitted') onSubmitted();
      else if (problem.code === 'api.draft-changed' || problem.code === 'api.draft-not-reviewed') {
        await look();
        fail({
          title: t`The draft was changed elsewhere`,
          message: t`Nothing was submitted. This is version ${draft.now.version}, last changed by ${draft.now.changedBy};
            what has changed is listed below.`,
        });
      } else fail(problem);
      return false;
    }
  }

  return {
    root,
    ready: look(),
    submit,
    stale: () => draft.review !== null && editors.size === 0 && draft.review.version !== draft.now.version,
  };
}

const approvalText = ({ approvers, by, reasons }) => {
  const [who, why] = [by.join(', '), reasons.join(' ')];
  return plural(
    approvers,
    t`It waits for ${approvers} approver (${who}): ${why}`,
    t`It waits for ${approvers} approvers (${who}): ${why}`,
  );
};

const valueOf = (tag, value) => (value ? h(tag, null, value) : h('span', { class: 'quiet' }, t`nothing`));
