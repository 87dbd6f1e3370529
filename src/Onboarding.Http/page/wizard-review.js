import { announce, ask, h, show } from './dom.js';
import { offersOf } from './wizard-catalog.js';
import { partOf, sectionAt } from './wizard-draft.js';
import { editor } from './wizard-editor.js';
import { findingItem, focusFirstError, showFindings } from './wizard-fields.js';
import { resellersOf } from './wizard-reseller.js';
import { taken } from './wizard-suggestions.js';
import { priceTable, rowsOf, some } from './wizard-summary.js';
import { changesInWords, itemsIn, withNames } from './wizard-changes.js';
import { fullLabelAt } from './wizard-words.js';

// The wizard's last look: everything at once, with what is wrong, what it costs and what stays. It can be mended here, and only what is shown can be submitted.
export function reviewPage({ draft, partner, partners, sections, status, gone }) {
  const root = h(
    'div',
    { class: 'review', 'aria-busy': 'true' },
    h('p', { class: 'quiet' }, 'Checking everything with Partner Center…'),
  );
  const trouble = h('div', { class: 'callout bad', role: 'alert', tabindex: '-1', hidden: true });
  const editors = new Map();
  const ticked = new Set();
  let offers = new Map();
  let resellers = [];

  async function look(said = null) {
    root.setAttribute('aria-busy', 'true');
    try {
      const review = await draft.look();
      const { request } = draft.now;
      const lines = [...(request.subscriptions ?? []), ...itemsIn(review)];
      offers = await offersOf(request.partner, request.customer.address?.country, lines);
      withNames(review, offers);
      resellers = partner.resellers ? await resellersOf(partner.name).catch(() => []) : [];
      trouble.hidden = true;
      await draw(review);
      announce([said, verdict(review)].filter(Boolean).join(' '));
      status.textContent = `Version ${review.version} reviewed`;
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
      gone();
      return;
    }
    trouble.hidden = false;
    show(
      trouble,
      h('h2', null, problem.title ?? 'The page failed'),
      h('p', null, problem.message),
      problem.findings?.length
        ? h(
            'ul',
            { class: 'findings' },
            problem.findings.map(one => findingItem(one)),
          )
        : null,
      again ? h('div', { class: 'buttons' }, h('button', { type: 'button', id: 'again' }, 'Try again')) : null,
    );
    if (again) trouble.querySelector('#again').onclick = again;
    if (!root.contains(trouble)) root.replaceChildren(trouble);
    trouble.focus();
    if (!problem.title) console.error(problem);
  }

  // What somebody has to stand by before it goes on without an approval; a tick is for what was read, so it goes when the text changes.
  const keyOf = finding => `${finding.code} ${finding.path} ${finding.message}`;
  const holding = review =>
    review.findings.filter(finding => finding.severity === 'review' && review.toAcknowledge.includes(finding.code));
  const open = review => holding(review).filter(finding => !ticked.has(keyOf(finding)));
  const stand = {
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
      ? 'Everything that has to be checked is ticked.'
      : `${some(left, 'point')} to be ticked once ${left === 1 ? 'it is' : 'they are'} checked. Submitted without, it waits for somebody to approve it.`;
  }

  const count = (review, severity) => review.findings.filter(finding => finding.severity === severity).length;

  function verdict(review) {
    const [points, notes] = [count(review, 'review'), count(review, 'warning')];
    const rest = [points ? `${some(points, 'point')} to check` : null, notes ? some(notes, 'note') : null]
      .filter(Boolean)
      .join(', ');
    return `${review.accepted ? 'It can be submitted.' : `${some(count(review, 'error'), 'error')} must be corrected first.`}${rest ? ` ${rest}.` : ''}`;
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
    const stray = h('ul', { class: 'findings' });
    const nodes = [
      trouble,
      h(
        'div',
        { class: `callout ${review.accepted ? (count(review, 'review') ? 'wait' : 'good') : 'bad'}`, id: 'verdict' },
        h('h2', null, verdict(review)),
        stray,
        h('p', { id: 'holds' }, holds(review)),
        review.approval && review.approval.rule !== 'review'
          ? h(
              'p',
              null,
              `It waits for ${some(review.approval.approvers, 'approver')} (${review.approval.by.join(', ')}): ${review.approval.reasons.join(' ')}`,
            )
          : null,
      ),
      review.differences?.length
        ? h(
            'section',
            { class: 'card', 'aria-labelledby': 'changed' },
            h('h2', { id: 'changed' }, `Changed since version ${review.comparedWith} was reviewed`),
            h(
              'ul',
              { class: 'changes' },
              changesInWords(review.differences, request, offers).map(({ label, before, after }) =>
                h('li', null, h('strong', null, label), ': ', valueOf('del', before), ' → ', valueOf('ins', after)),
              ),
            ),
          )
        : null,
      ...cards,
      h(
        'section',
        { class: 'card', 'aria-labelledby': 'permanent' },
        h('h2', { id: 'permanent' }, 'What will be permanent'),
        review.permanent.length
          ? h(
              'ul',
              null,
              review.permanent.map(one => h('li', null, one.what)),
            )
          : h('p', { class: 'quiet' }, 'Nothing.'),
      ),
    ].filter(Boolean);
    root.replaceChildren(...nodes);
    const homeless = showFindings(root, review.findings, take, stand);
    stray.append(...homeless.map(finding => findingItem(finding, finding.suggestion ? take : null, stand)));
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
        'aria-label': `Edit ${title.toLowerCase()}`,
        onclick: () => openEditor(section),
      },
      'Edit',
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
    if (editors.has(section)) place.replaceChildren(...editors.get(section).nodes);
    return place;
  }

  // The same page of the wizard, in its card.
  async function openEditor(section) {
    const title = sections.find(([name]) => name === section)[1];
    const said = h('p', { class: 'quiet', role: 'status' });
    const inner = editor({ draft, partner, partners, section, status: said, gone });
    const before = draft.part(section);
    const contactBefore = section === 'account' ? draft.part('agreement') : null;
    const cancel = async () => {
      try {
        await inner.revert(before);
        if (contactBefore) await draft.save('agreement', contactBefore, [draft.part('agreement')]);
        await close();
        announce('Nothing was changed.');
      } catch (problem) {
        await close();
        fail(
          problem.title
            ? problem
            : { title: 'Somebody else has changed this', message: 'This is what stands there now.' },
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
        h('button', { type: 'submit', class: 'primary' }, 'Save and review again'),
        h(
          'button',
          { type: 'button', 'aria-label': `Cancel editing ${title.toLowerCase()}`, onclick: cancel },
          'Cancel',
        ),
        said,
      ),
    );
    const nodes = [h('h2', { id: `card-${section}` }, title), form];
    editors.set(section, { editor: inner, nodes });
    root
      .querySelector(`#edit-${section}`)
      .closest('section')
      .replaceChildren(...nodes);
    await inner.ready;
    if (!focusFirstError(form)) form.querySelector('input:not([type=radio]), select, input:checked')?.focus();
  }

  async function take(finding, choice) {
    const section = sectionAt(finding.path);
    const before = draft.part(section);
    try {
      const request = await taken(draft.now.request, finding, choice);
      if (!request) {
        await openEditor(section);
        return;
      }
      await draft.save(section, partOf(request, section), [before]);
      if (await look(`${fullLabelAt(finding.path)}: ${choice}.`))
        (
          root.querySelector(`[data-path="${CSS.escape(finding.path)}"]`) ?? root.querySelector(`#edit-${section}`)
        )?.focus();
    } catch (problem) {
      await look();
      if (problem.title) fail(problem);
      else
        fail({
          title: 'Somebody else has changed this',
          message: 'The suggestion was not taken over. This is what stands there now.',
        });
    }
  }

  async function submit() {
    const { review } = draft;
    if (editors.size > 0) {
      announce('Save what is being edited first.');
      [...editors.values()][0].nodes[1].querySelector('[type=submit]').focus();
      return false;
    }
    if (!review || !review.accepted) {
      announce(review ? verdict(review) : 'It is not reviewed yet.');
      if (!focusFirstError(root)) root.querySelector('#verdict')?.scrollIntoView();
      return false;
    }
    const name = draft.now.request.customer.companyName ?? draft.now.request.reference;
    const permanent = review.permanent.length ? ' What is listed as permanent cannot be taken back.' : '';
    const left = open(review).length;
    const waits =
      left > 0
        ? ` ${some(left, 'point')} ${left === 1 ? 'is' : 'are'} not ticked: it waits for an approval before anything is done.`
        : '';
    const sure = await ask({
      title: 'Submit this?',
      text: `${name} is onboarded as reviewed (version ${review.version}).${waits}${permanent}`,
      yes: 'Submit',
      no: 'Not yet',
    });
    if (sure === null) return false;
    try {
      const notTicked = new Set(open(review).map(finding => finding.code));
      const stoodBy = holding(review)
        .map(finding => finding.code)
        .filter(code => !notTicked.has(code));
      await draft.submit([...new Set([...(draft.now.request.acknowledged ?? []), ...stoodBy])]);
      return true;
    } catch (problem) {
      if (problem.code === 'api.draft-submitted') gone();
      else if (problem.code === 'api.draft-changed' || problem.code === 'api.draft-not-reviewed') {
        await look();
        fail({
          title: 'The draft was changed elsewhere',
          message: `Nothing was submitted. This is version ${draft.now.version}, last changed by ${draft.now.changedBy}; what has changed is listed below.`,
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

const valueOf = (tag, value) => (value ? h(tag, null, value) : h('span', { class: 'quiet' }, 'nothing'));
