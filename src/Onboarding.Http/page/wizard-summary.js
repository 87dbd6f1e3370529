import { h } from './dom.js';
import { plural, t } from './messages.js';
import { itemOf } from './wizard-catalog.js';
import { kinds, labelAt, countryName, languageName, modes, termText, unitPriceText } from './wizard-words.js';
import { money } from './words.js';

const joined = (...parts) => parts.filter(Boolean).join(', ');

// What stands in a section, as rows of path, label and text. A finding is shown at the row of its path.
export const rowsOf = (section, { draft, partner, resellers }) =>
  sections[section](draft.now.request, { findings: draft.findings, partner, resellers }).map(
    ([path, value, label = labelAt(path)]) => [path, label, value],
  );

const sections = {
  general: (request, { partner }) => [
    ['/reference', request.reference],
    ['/partner', `${partner.name} (${kinds[partner.kind]})`],
    [
      '/ordering',
      { allOrNothing: t`Undo everything`, keepWhatWorked: t`Keep what worked, open a task for the rest` }[
        request.ordering
      ] ?? t`As configured`,
    ],
    ['/approval', request.approval === 'required' ? t`Asked for in any case` : t`As the rules say`],
    ['/notify', joined(...(request.notify ?? []).map(one => one.url ?? one.address))],
  ],
  account: ({ customer, contact }, { findings, partner }) => [
    ...(customer.kind === 'new' ? newCustomer(customer, findings, partner) : existingCustomer(customer)),
    ...(customer.qualification ? [['/customer/qualification', joined(...Object.values(customer.qualification))]] : []),
    ...(contact
      ? ['firstName', 'lastName', 'email', 'phone'].map(name => [
          `/contact/${name}`,
          contact[name],
          contactLabels[name],
        ])
      : [['/contact', null]]),
  ],
  agreement({ agreement }) {
    if (!agreement) return [['/agreement/mode', null]];
    const { mode, acceptedOn, acceptedBy: by, evidence } = agreement;
    const person = by
      ? joined(joined(by.firstName, by.lastName).replace(', ', ' '), by.email, by.phone)
      : mode === 'attestation'
        ? null
        : t`The primary contact`;
    return [
      ['/agreement/mode', modes[mode][0]],
      ...(mode === 'attestation' ? [['/agreement/acceptedOn', acceptedOn]] : []),
      ['/agreement/acceptedBy', person, mode === 'attestation' ? t`Accepted by` : t`Is asked`],
      ...(evidence ? [['/agreement/evidence', joined(evidence.documentSha256, evidence.source)]] : []),
    ];
  },
  reseller: ({ reseller }, { resellers }) => [
    [
      '/reseller/tenantId',
      reseller ? (resellers.find(one => one.tenantId === reseller.tenantId)?.name ?? reseller.tenantId) : t`None`,
    ],
  ],
  subscriptions: ({ subscriptions = [] }) =>
    subscriptions.length ? [] : [['/subscriptions/none', t`None`, t`Offers`]],
};

const contactLabels = {
  firstName: t`Primary contact: first name`,
  lastName: t`Primary contact: last name`,
  email: t`Primary contact: e-mail address`,
  phone: t`Primary contact: phone number`,
};

const newCustomer = (customer, findings, partner) => [
  ['/customer', t`New, with a tenant of its own`, labelAt('/customer/kind')],
  ['/customer/companyName', customer.companyName],
  ['/customer/domainPrefix', customer.domainPrefix ? `${customer.domainPrefix}.${partner.domainSuffix}` : null],
  ...(customer.registrationNumber || findings.some(one => one.path === '/customer/registrationNumber')
    ? [['/customer/registrationNumber', customer.registrationNumber]]
    : []),
  ['/customer/address', addressOf(customer.address)],
  ['/customer/culture', customer.culture],
  ['/customer/language', customer.language ? languageName(customer.language) : null],
];

const existingCustomer = customer => [
  ['/customer', t`Existing, is asked to accept you`, labelAt('/customer/kind')],
  ['/customer/companyName', customer.companyName],
  ['/customer/tenantId', customer.tenantId],
  ['/customer/domain', customer.domain],
  [
    '/customer/address',
    customer.address?.country ? countryName(customer.address.country) : null,
    labelAt('/customer/address/country'),
  ],
];

const addressOf = address =>
  address
    ? joined(
        address.line1,
        address.line2,
        [address.postalCode, address.city].filter(Boolean).join(' '),
        address.state,
        address.country ? countryName(address.country) : null,
      )
    : null;

// Each line with its price over the whole term, and their sum.
export function priceTable({ price }, { subscriptions: lines = [] }, offers) {
  if (lines.length === 0) return null;
  const priced = new Map(price.lines.map(line => [line.index, line]));
  return h(
    'div',
    { class: 'price' },
    h(
      'ul',
      { class: 'offers' },
      lines.map((line, index) =>
        lineItem(line, index, priced.get(index), offers.get(itemOf(line))?.title ?? itemOf(line)),
      ),
    ),
    price.totals.length
      ? h(
          'p',
          { class: 'total' },
          h('span', null, t`Total over the terms, before tax`),
          h('strong', null, price.totals.map(one => money(one.amount, one.currency)).join(' + ')),
        )
      : null,
    price.unknown ? h('p', { class: 'quiet' }, price.unknown) : null,
  );
}

function lineItem(line, index, price, title) {
  const about = [
    plural(line.quantity, t`${line.quantity} licence`, t`${line.quantity} licences`),
    termText(line.term, line.billing),
    line.name,
    line.promotion ? t`promotion ${line.promotion}` : null,
    line.endsOn ? t`ends on ${line.endsOn}` : null,
    line.atTermEnd === 'cancel' ? t`ends with its term` : null,
  ];
  return h(
    'li',
    { 'data-path': `/subscriptions/${index}`, tabindex: '-1' },
    h(
      'div',
      null,
      h('strong', null, price?.title ?? title),
      h('div', { class: 'quiet' }, about.filter(Boolean).join(' · ')),
      [price?.note, price?.problem].filter(Boolean).map(text => h('div', { class: 'quiet' }, text)),
      h('div', { class: 'for-findings' }),
    ),
    h(
      'div',
      { class: 'amount' },
      price?.total === undefined
        ? h('span', { class: 'quiet' }, t`no price`)
        : [
            h('strong', null, money(price.total, price.currency)),
            price.unitPrice === undefined
              ? null
              : h('div', { class: 'quiet' }, unitPriceText(money(price.unitPrice, price.currency), price.billing)),
          ],
    ),
  );
}
