import { announce, h, show, when } from './dom.js';
import { nodes, t } from './messages.js';
import { accountForm } from './wizard-account.js';
import { agreementForm } from './wizard-agreement.js';
import { Conflict, isPerson, leaves, partOf, same, sectionAt, unsaved, withPart } from './wizard-draft.js';
import { clearFindings, findingItem, focusFirstError, showFindings } from './wizard-fields.js';
import { generalForm } from './wizard-general.js';
import { offersForm } from './wizard-offers.js';
import { resellerForm } from './wizard-reseller.js';
import { withSuggestion } from './wizard-suggestions.js';
import { fullLabelAt } from './wizard-words.js';

const forms = {
  account: accountForm,
  agreement: agreementForm,
  reseller: resellerForm,
  subscriptions: offersForm,
  general: generalForm,
};
const pathOf = section =>
  ({ general: '', account: '', agreement: '/agreement', reseller: '/reseller', subscriptions: '/subscriptions' })[
    section
  ];

// One section of a draft while it is edited: saved with every change, and nothing that was typed is lost when that fails.
export function editor({ draft, partner, partners, section, status, onSubmitted }) {
  const trouble = h('div', { class: 'callout bad', role: 'alert', tabindex: '-1', hidden: true });
  const general = h('ul', { class: 'findings' });
  const body = h('div', { class: 'form' });
  const root = h('div', { class: 'editor' }, trouble, general, body);
  const kept = unsaved.get(draft.id, section);
  let base = kept ? kept.base : draft.part(section);
  // What was sent last: when its answer is lost, what stands there may be our own.
  let sent = kept?.sent;
  let form = null;
  let saving = Promise.resolve(true);

  function build(value) {
    form = forms[section]({
      partner,
      partners,
      value,
      request: draft.now.request,
      changed: store,
      price: draft.review?.price,
    });
    body.replaceChildren(...form.root);
    return form.ready;
  }

  function keep() {
    unsaved.set(draft.id, section, { base, sent, value: form.read() });
    status.textContent = t`Not saved yet`;
  }

  // One after the other: each save begins with what the one before has left.
  const save = () => {
    saving = saving.then(saveNow);
    return saving;
  };
  const store = () => {
    keep();
    return save();
  };

  async function saveNow() {
    const contact = draft.part('account').contact;
    const value = form.read();
    const known = sent === undefined ? [base] : [base, sent];
    try {
      sent = value;
      if (!same(value, base)) unsaved.set(draft.id, section, { base, sent, value });
      await draft.save(section, value, known);
      base = draft.part(section);
      if (section === 'account') await followContact(contact);
    } catch (problem) {
      fail(problem);
      return false;
    }
    if (same(form.read(), base)) unsaved.clear(draft.id, section);
    trouble.hidden = true;
    status.textContent = t`Saved`;
    return true;
  }

  // Who has accepted as the primary contact is still the primary contact after a correction of it.
  async function followContact(before) {
    const agreement = draft.part('agreement');
    const contact = draft.part('account').contact;
    if (isPerson(agreement?.acceptedBy, before) && !same(before, contact))
      await draft.save('agreement', { ...agreement, acceptedBy: contact }, [agreement]);
  }

  function fail(problem) {
    status.textContent = t`Not saved`;
    trouble.hidden = false;
    if (problem instanceof Conflict) {
      showConflict();
      return;
    }
    if (problem.code === 'api.draft-submitted') onSubmitted();
    if (problem.findings?.length) showFindingsHere(problem.findings);
    show(
      trouble,
      h('h2', null, problem.title ?? t`The page failed`),
      h('p', null, problem.message),
      h('p', null, t`What you typed is still here, and is saved with the next change.`),
      h('div', { class: 'buttons' }, h('button', { type: 'button', id: 'save-again' }, t`Save again`)),
    );
    trouble.querySelector('#save-again').onclick = save;
    if (!problem.title) console.error(problem);
  }

  function showConflict() {
    const [mine, theirs] = [form.read(), draft.part(section)].map(value => leaves(value, pathOf(section)));
    const names = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])].filter(
      path => mine[path]?.trim() !== theirs[path],
    );
    show(
      trouble,
      h('h2', null, t`Somebody else has changed this page`),
      h(
        'p',
        null,
        nodes`By ${draft.now.changedBy}, ${when(draft.now.changedAt)}. Nothing of theirs was overwritten,
          and what you typed is still here.`,
      ),
      h(
        'ul',
        null,
        names.map(path =>
          h(
            'li',
            null,
            nodes`${h('strong', null, fullLabelAt(path))}: there “${theirs[path] ?? t`nothing`}”,
              here “${mine[path] ?? t`nothing`}”`,
          ),
        ),
      ),
      h(
        'div',
        { class: 'buttons' },
        h('button', { type: 'button', id: 'take-theirs', class: 'primary' }, t`Take what is there`),
        h('button', { type: 'button', id: 'keep-mine' }, t`Save mine instead`),
      ),
    );
    trouble.querySelector('#take-theirs').onclick = () => {
      base = draft.part(section);
      unsaved.clear(draft.id, section);
      trouble.hidden = true;
      build(base);
      status.textContent = t`Saved`;
      announce(t`The page shows what is saved.`);
      body.querySelector('input, select, button')?.focus();
    };
    trouble.querySelector('#keep-mine').onclick = () => {
      base = draft.part(section);
      save();
    };
    trouble.focus();
  }

  const own = findings => findings.filter(finding => sectionAt(finding.path) === section);

  // Shows findings at their fields, those of the page as a whole above them.
  function showFindingsHere(findings) {
    general.replaceChildren(
      ...showFindings(body, findings, applySuggestion).map(finding =>
        findingItem(finding, finding.suggestion ? applySuggestion : null),
      ),
    );
  }

  async function applySuggestion(finding, choice) {
    const request = await withSuggestion(withPart(draft.now.request, section, form.read()), finding, choice);
    if (!request) return;
    await build(partOf(request, section));
    showFindingsHere(own(draft.findings).filter(one => one !== finding));
    store();
    announce(t`${fullLabelAt(finding.path)}: ${choice}`);
    (
      body.querySelector(`[data-path="${CSS.escape(finding.path)}"] :is(input, select)`) ??
      body.querySelector('input, select')
    ).focus();
  }

  body.addEventListener('input', event => {
    const field = event.target.closest('.field');
    if (field) clearFindings(field);
    keep();
  });
  body.addEventListener('change', store);
  const ready = Promise.resolve(build(kept ? kept.value : base)).then(() => {
    showFindingsHere(own(draft.findings));
    if (!kept || same(kept.value, draft.part(section))) return;
    announce(t`What was typed here before is back.`);
    save();
  });

  return {
    root,
    ready,
    save,
    // Somebody else has written it, and nothing was typed here that would be lost by showing that.
    stale: () => unsaved.get(draft.id, section) === null && !same(base, draft.part(section)),
    // Puts back what stood there when it was opened, unless somebody else has written it since.
    async revert(value) {
      await saving;
      unsaved.clear(draft.id, section);
      await draft.save(section, value, [base, value]);
    },
    // Whether one may go on: what can be seen is in order, and it is saved. If not, the first error has the focus.
    async finish() {
      status.textContent = t`Checking…`;
      await form.settled?.();
      const found = form.check();
      showFindingsHere(found);
      const saved = await save();
      if (saved && found.length === 0) return true;
      if (!focusFirstError(body) && !trouble.hidden) trouble.focus();
      return false;
    },
  };
}
