import { agreementText } from './agreement-text.js';
import { h } from './dom.js';
import { t } from './messages.js';
import { contactFields } from './wizard-contact.js';
import { isPerson } from './wizard-draft.js';
import { field, group, radios, text } from './wizard-fields.js';
import { labelAt, modes } from './wizard-words.js';

// How the customer accepts the Microsoft Customer Agreement, and who on its side.
export function agreementForm({ partner, value, request, changed }) {
  const contact = request.contact ?? null;
  const open = [...new Set([...partner.agreementModes, ...(value ? [value.mode] : [])])];
  const mode = radios(
    '/agreement/mode',
    labelAt('/agreement/mode'),
    open.map(key => [key, ...modes[key]]),
    value?.mode ?? open[0],
    () => {
      follow();
      changed();
    },
  );
  const on = text(value?.acceptedOn, { type: 'date', max: new Date().toISOString().slice(0, 10) });
  const day = field('/agreement/acceptedOn', labelAt('/agreement/acceptedOn'), on, {
    required: true,
    hint: t`The day on which the customer accepted; not in the future.`,
  });
  // Left as it stands: who only looks at the page changes nothing.
  const asContact = isPerson(value?.acceptedBy, contact) ? value.acceptedBy : null;
  const isContact = !value?.acceptedBy || asContact !== null;
  const who = radios(
    '/agreement/who',
    t`Who`,
    [
      ['contact', t`The primary contact`, nameOf(contact)],
      ['other', t`Somebody else at the customer`],
    ],
    isContact ? 'contact' : 'other',
    () => {
      follow();
      changed();
    },
  );
  const other = contactFields('/agreement/acceptedBy', isContact ? null : value.acceptedBy, t`The person`);
  const hash = text(value?.evidence?.documentSha256, { maxlength: '64', spellcheck: 'false' });
  const source = text(value?.evidence?.source, { maxlength: '200' });
  const evidence = group(
    '/agreement/evidence',
    t`Evidence`,
    h('p', { class: 'quiet' }, t`Kept with the onboarding and in the audit; Microsoft is not sent it.`),
    h(
      'div',
      { class: 'fields' },
      field('/agreement/evidence/documentSha256', labelAt('/agreement/evidence/documentSha256'), hash, {
        wide: true,
        hint: t`64 hexadecimal digits.`,
      }),
      field('/agreement/evidence/source', labelAt('/agreement/evidence/source'), source, {
        wide: true,
        hint: t`Where the acceptance came from, such as the id of a signing process.`,
      }),
    ),
  );
  // The document stays here: only its checksum is kept.
  const picker = h('input', { type: 'file', id: 'evidence-file' });
  const picked = h('p', { class: 'hint', role: 'status' });
  picker.addEventListener('input', event => event.stopPropagation());
  picker.addEventListener('change', async event => {
    event.stopPropagation();
    const [file] = picker.files;
    if (!file) return;
    picked.textContent = t`Reading ${file.name}…`;
    const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
    hash.value = [...new Uint8Array(digest)].map(byte => byte.toString(16).padStart(2, '0')).join('');
    source.value ||= file.name.slice(0, 200);
    picked.textContent = t`The checksum of ${file.name} is filled in. The file is not sent.`;
    changed();
  });
  // A browser computes no checksum for a page that comes unencrypted from another machine.
  if (globalThis.crypto?.subtle)
    evidence
      .querySelector('.fields')
      .before(
        h('div', { class: 'field wide' }, h('label', { for: 'evidence-file' }, t`Signed document`), picker, picked),
      );
  const attested = () => mode.value() === 'attestation';

  function follow() {
    day.hidden = evidence.hidden = !attested();
    other.root.hidden = who.value() === 'contact';
    other.demand(true, false);
    who.querySelector('legend').textContent = attested() ? t`Accepted by` : t`Who is asked to accept`;
  }

  function read() {
    const person = who.value() === 'other' ? other.read() : (asContact ?? (attested() ? contact : null));
    const proof = attested() ? { documentSha256: hash.value, source: source.value } : {};
    return {
      mode: mode.value(),
      acceptedOn: attested() ? on.value : undefined,
      acceptedBy: person ?? undefined,
      evidence: Object.values(proof).some(text => text.trim()) ? proof : undefined,
    };
  }

  function check() {
    const found =
      attested() && !on.value
        ? [{ path: '/agreement/acceptedOn', message: t`The date of acceptance is missing.`, severity: 'error' }]
        : [];
    if (who.value() === 'other') return [...found, ...other.check(false)];
    return contact?.email
      ? found
      : [
          ...found,
          {
            path: '/agreement/who',
            message: t`The account information names no primary contact yet.`,
            severity: 'error',
          },
        ];
  }

  follow();
  return {
    root: [
      agreementText(partner.name, () => request.customer),
      mode,
      h('div', { class: 'fields' }, day),
      who,
      other.root,
      evidence,
    ],
    read,
    check,
  };
}

const nameOf = contact =>
  contact
    ? [[contact.firstName, contact.lastName].filter(Boolean).join(' '), contact.email].filter(Boolean).join(', ')
    : t`Not named yet.`;
