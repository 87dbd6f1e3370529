import { h } from './dom.js';
import { day, number, plural, t } from './messages.js';
import { itemOf } from './wizard-catalog.js';
import { countryName, termText } from './wizard-words.js';
import { stageText } from './words.js';

// What is printed of an onboarding: a document to be handed over. On the screen it is not shown.
export function handover(item, offers) {
  const { customer, contact, subscriptions = [] } = item.request;
  const address = customer.address ?? {};
  const facts = [
    [t`Reference`, item.reference],
    [t`State`, t`${stageText(item.stage)} on ${day(item.since)}`],
    [t`Domain`, item.exists.domain ?? item.domain],
    [t`Tenant`, item.exists.tenantId],
    [
      t`Address`,
      [
        address.line1,
        address.line2,
        [address.postalCode, address.city].filter(Boolean).join(' '),
        address.state,
        address.country && countryName(address.country),
      ],
    ],
    [t`Contact`, contact ? [`${contact.firstName} ${contact.lastName}`, contact.email, contact.phone] : null],
    [t`Agreement`, item.exists.agreement && [item.exists.agreement.how, item.exists.agreement.acceptedOn]],
    [t`Partner`, item.partner],
    [t`Reseller`, item.request.reseller?.tenantId],
    [t`Onboarding`, item.id],
  ];
  const title = id => offers.get(id)?.title ?? id;
  const lines = new Map(subscriptions.map(line => [itemOf(line), line]));
  return [
    h('h1', null, customer.companyName ?? item.reference),
    h('p', null, t`Hand-over of ${day(new Date())}`),
    h(
      'dl',
      null,
      facts
        .map(([name, value]) => [name, [value].flat().filter(Boolean).join(', ')])
        .filter(([, value]) => value)
        .map(([name, value]) => [h('dt', null, name), h('dd', null, value)]),
    ),
    h('h2', null, t`Subscriptions`),
    h(
      'ul',
      null,
      (item.exists.subscriptions ?? []).map(one =>
        h(
          'li',
          null,
          h('strong', null, title(one.item)),
          `, ${licencesText(one.quantity)}, ${termText(lines.get(one.item)?.term, lines.get(one.item)?.billing)}`,
          `, ${one.status} · ${one.id}`,
        ),
      ),
    ),
    h('p', { class: 'signed' }, t`Handed over on, by`),
    h('p', { class: 'signed' }, t`Received on, by`),
  ];
}

const licencesText = count => plural(count, t`${number(count)} licence`, t`${number(count)} licences`);
