import { call } from './api.js';
import { h } from './dom.js';
import { t } from './messages.js';
import { radios } from './wizard-fields.js';
import { countryName } from './wizard-words.js';

const listed = new Map();

export function resellersOf(partner) {
  if (!listed.has(partner)) {
    const asked = call('GET', 'reference/resellers', { query: { partner } }).then(answer => answer.items);
    listed.set(partner, asked);
    asked.catch(() => listed.delete(partner));
  }
  return listed.get(partner);
}

// Through whom an indirect provider sells.
export function resellerForm({ partner, value, changed }) {
  let chosen = value?.tenantId ?? null;
  const place = h(
    'div',
    { class: 'list', 'aria-live': 'polite' },
    h('p', { class: 'quiet' }, t`Asking Partner Center for your resellers…`),
  );
  const find = h('input', { type: 'search', id: 'find-reseller', autocomplete: 'off' });
  const search = h('label', { class: 'search', hidden: true }, t`Find a reseller`, find);
  // It narrows the list and is no part of the draft.
  for (const kind of ['input', 'change']) find.addEventListener(kind, event => event.stopPropagation());

  async function draw() {
    let resellers = [];
    try {
      resellers = await resellersOf(partner.name);
    } catch (problem) {
      place.replaceChildren(
        h('p', { class: 'callout bad' }, t`The resellers cannot be listed: ${problem.message}`),
        ...(chosen ? [radios('/reseller/tenantId', t`Chosen before`, [[chosen, chosen]], chosen)] : []),
        h('button', { type: 'button', onclick: draw }, t`Try again`),
      );
      return;
    }
    search.hidden = resellers.length < 6;
    const fits = one =>
      !find.value ||
      one.tenantId === chosen ||
      `${one.name} ${one.mpnId} ${one.tenantId}`.toLowerCase().includes(find.value.trim().toLowerCase());
    const options = resellers
      .filter(fits)
      .map(one => [
        one.tenantId,
        one.name ?? one.tenantId,
        [
          one.mpnId ? t`PartnerID ${one.mpnId}` : t`no PartnerID`,
          one.country ? countryName(one.country) : null,
          one.problem,
        ]
          .filter(Boolean)
          .join(' · '),
        Boolean(one.problem),
      ]);
    if (chosen && !resellers.some(one => one.tenantId === chosen))
      options.push([chosen, chosen, t`None of your resellers.`]);
    place.replaceChildren(
      radios(
        '/reseller/tenantId',
        t`Who sells to the customer?`,
        [...options, ['', t`No reseller`, t`The customer becomes the provider’s own.`]],
        chosen,
        key => {
          chosen = key;
          changed();
        },
      ),
    );
  }

  const check = () =>
    chosen === null
      ? [{ path: '/reseller/tenantId', message: t`Choose a reseller, or that there is none.`, severity: 'error' }]
      : [];
  find.addEventListener('input', draw);
  const ready = draw();
  return {
    root: [search, place],
    read: () => (chosen ? { tenantId: chosen } : null),
    check,
    ready,
    settled: () => ready,
  };
}
