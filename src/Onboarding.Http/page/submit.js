import { call } from './api.js';
import { announce, h, show } from './dom.js';
import { plural, t } from './messages.js';

const example = {
  reference: 'CRM-10492',
  partner: 'default',
  customer: {
    kind: 'new',
    companyName: 'Wingtip Toys GmbH',
    domainPrefix: 'wingtiptoys',
    registrationNumber: null,
    address: {
      line1: 'Konrad-Zuse-Str. 1',
      line2: null,
      city: 'Unterschleissheim',
      state: 'BY',
      postalCode: '85716',
      country: 'DE',
    },
    culture: 'de-DE',
    language: 'de',
  },
  contact: { firstName: 'Gena', lastName: 'Soto', email: 'gena@wingtiptoys.example', phone: '+49 89 31760' },
  agreement: {
    mode: 'direct',
    acceptedBy: { firstName: 'Gena', lastName: 'Soto', email: 'gena@wingtiptoys.example', phone: null },
  },
  reseller: { tenantId: '484e548c-f5f3-4528-93a9-c16c6373cb59' },
  subscriptions: [{ product: 'CFQ7TTC0LH18', sku: '0001', quantity: 25, term: 'P1Y', billing: 'monthly', name: null }],
  approval: 'auto',
  notify: [],
};
const storageKey = 'unsaved/json';
let draft = sessionStorage.getItem(storageKey) ?? JSON.stringify(example, null, 2);

// A request as JSON: checked as often as wanted, submitted once.
export function submitView() {
  const text = h('textarea', {
    id: 'request',
    spellcheck: 'false',
    autocomplete: 'off',
    'aria-describedby': 'request-help',
  });
  text.value = draft;
  text.addEventListener('input', () => {
    draft = text.value;
    sessionStorage.setItem(storageKey, draft);
  });
  const answer = h('div', { class: 'card', hidden: true, tabindex: '-1' });
  const run = async (path, then) => {
    for (const button of buttons) button.disabled = true;
    try {
      then(await call('POST', path, { body: text.value }));
    } catch (problem) {
      showAnswer(answer, problem.title, problem.findings, problem.findings?.length ? null : problem.message);
    } finally {
      for (const button of buttons) button.disabled = false;
    }
  };
  const check = h('button', { type: 'button', id: 'check' }, t`Check`);
  const submit = h('button', { type: 'submit', id: 'submit', class: 'primary' }, t`Submit`);
  const buttons = [check, submit];
  check.onclick = () =>
    run('onboardings/validate', result =>
      showAnswer(
        answer,
        result.accepted ? t`It would be accepted` : t`It would be refused`,
        result.findings,
        result.findings.length ? null : t`Nothing was found.`,
      ),
    );
  const form = h(
    'form',
    {
      class: 'card stack',
      onsubmit: event => {
        event.preventDefault();
        run('onboardings', result => {
          sessionStorage.removeItem(storageKey);
          location.hash = `#/onboardings/${encodeURIComponent(result.id)}`;
        });
      },
    },
    h('label', null, t`Request (JSON)`, text),
    h(
      'p',
      { id: 'request-help', class: 'quiet' },
      t`The reference names the onboarding: the same reference with the same content finds the one that is there.`,
    ),
    h('div', { class: 'buttons' }, buttons),
  );
  return {
    title: t`Submit as JSON`,
    root: [h('h1', { tabindex: '-1' }, t`Submit a request as JSON`), form, answer],
    every: 0,
    update: async () => {},
  };
}

function showAnswer(card, title, findings, text) {
  const count = findings.length;
  card.hidden = false;
  show(
    card,
    h('h2', null, title),
    text ? h('p', null, text) : null,
    h(
      'ul',
      { class: 'findings' },
      findings.map(finding =>
        h(
          'li',
          { class: finding.severity },
          h('div', null, finding.message),
          h(
            'div',
            { class: 'quiet' },
            h('span', { class: 'mono' }, finding.path || '/'),
            ' · ',
            h('span', { class: 'mono' }, finding.code),
            ` · ${finding.severity}`,
          ),
          finding.suggestion ? h('div', null, t`Suggested: ${finding.suggestion}`) : null,
        ),
      ),
    ),
  );
  announce([t`${title}.`, plural(count, t`${count} finding.`, t`${count} findings.`)].join(' '));
  card.focus();
}
