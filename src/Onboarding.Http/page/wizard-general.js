import { h } from './dom.js';
import { t } from './messages.js';
import { field, group, select, text, tick } from './wizard-fields.js';
import { kinds, labelAt } from './wizard-words.js';

// What belongs to the onboarding rather than to the customer.
export function generalForm({ value, partners }) {
  const reference = text(value.reference, { maxlength: '100' });
  const partner = select(
    partners.map(one => [one.name, `${one.name} – ${kinds[one.kind]}`]),
    value.partner,
  );
  const ordering = select(
    [
      ['', t`As configured`],
      ['allOrNothing', t`Undo everything`],
      ['keepWhatWorked', t`Keep what worked, open a task for the rest`],
    ],
    value.ordering,
  );
  const first = value.notify?.findIndex(one => one.kind === 'webhook') ?? -1;
  const url = text(value.notify?.[first]?.url, { type: 'url', maxlength: '2000' });
  const reminded = tick(
    '/remindBeforeWindowCloses',
    t`Remind me before it can no longer be undone`,
    value.remindBeforeWindowCloses === true,
    t`A day before, in the ways named here.`,
  );
  const approval = tick(
    '/approval',
    t`Somebody has to approve this`,
    value.approval === 'required',
    t`Also where the rules would not ask for it.`,
  );

  function read() {
    const notify = [...(value.notify ?? [])];
    const webhook = url.value.trim() ? [{ kind: 'webhook', url: url.value }] : [];
    if (first >= 0) notify.splice(first, 1, ...webhook);
    else notify.push(...webhook);
    return {
      reference: reference.value,
      partner: partner.value,
      ordering: ordering.value || undefined,
      approval: approval.querySelector('input').checked ? 'required' : 'auto',
      remindBeforeWindowCloses: reminded.querySelector('input').checked || undefined,
      notify,
      acknowledged: value.acknowledged,
    };
  }

  const root = [
    group(
      '/general',
      t`This onboarding`,
      h(
        'div',
        { class: 'fields' },
        field('/reference', labelAt('/reference'), reference, {
          required: true,
          hint: t`Names the onboarding; used once.`,
        }),
        field('/partner', labelAt('/partner'), partner, { required: true }),
        field('/ordering', labelAt('/ordering'), ordering),
        field(first < 0 ? '/notify' : `/notify/${first}/url`, t`Webhook`, url, {
          hint: t`Is notified of the outcome.`,
        }),
        reminded,
        approval,
      ),
    ),
  ];
  return {
    root,
    read,
    check: () =>
      reference.value.trim() ? [] : [{ path: '/reference', message: t`Reference is missing.`, severity: 'error' }],
  };
}
