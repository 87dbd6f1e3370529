import { h } from './dom.js';
import { itemOf } from './wizard-catalog.js';
import { countryName, termText } from './wizard-words.js';
import { stageText } from './words.js';

// What is printed of an onboarding: a document to be handed over. On the screen it is not shown.
export function handover(item, offers) {
  const { customer, contact, subscriptions = [] } = item.request;
  const address = customer.address ?? {};
  const facts = [
    ['Reference', item.reference],
    ['State', `${stageText(item.stage)} on ${new Date(item.since).toLocaleDateString()}`],
    ['Domain', item.exists.domain ?? item.domain],
    ['Tenant', item.exists.tenantId],
    [
      'Address',
      [
        address.line1,
        address.line2,
        [address.postalCode, address.city].filter(Boolean).join(' '),
        address.state,
        address.country && countryName(address.country),
      ],
    ],
    ['Contact', contact ? [`${contact.firstName} ${contact.lastName}`, contact.email, contact.phone] : null],
    ['Agreement', item.exists.agreement && [item.exists.agreement.how, item.exists.agreement.acceptedOn]],
    ['Partner', item.partner],
    ['Reseller', item.request.reseller?.tenantId],
    ['Onboarding', item.id],
  ];
  const title = id => offers.get(id)?.title ?? id;
  const lines = new Map(subscriptions.map(line => [itemOf(line), line]));
  return [
    h('h1', null, customer.companyName ?? item.reference),
    h('p', null, `Hand-over of ${new Date().toLocaleDateString()}`),
    h(
      'dl',
      null,
      facts
        .map(([name, value]) => [name, [value].flat().filter(Boolean).join(', ')])
        .filter(([, value]) => value)
        .map(([name, value]) => [h('dt', null, name), h('dd', null, value)]),
    ),
    h('h2', null, 'Subscriptions'),
    h(
      'ul',
      null,
      (item.exists.subscriptions ?? []).map(one =>
        h(
          'li',
          null,
          h('strong', null, title(one.item)),
          `, ${one.quantity} licences, ${termText(lines.get(one.item)?.term, lines.get(one.item)?.billing)}, ${one.status} · ${one.id}`,
        ),
      ),
    ),
    h('p', { class: 'signed' }, 'Handed over on, by'),
    h('p', { class: 'signed' }, 'Received on, by'),
  ];
}
