import { day, plural, t } from './messages.js';
import { itemOf } from './wizard-catalog.js';
import { countryName, fullLabelAt, languageName, lineLabels, modes, offerLabel, termText } from './wizard-words.js';

const item = /\b[A-Z0-9]{12}:[A-Z0-9]{4}\b/g;
const line = /^\/subscriptions\/(\d+)\/(\w+)$/;

// The offers that the texts of a review name by their ids, and those of lines that are gone, as lines.
export function itemsIn({ findings, permanent, price, differences }) {
  const texts = [
    ...findings.map(one => one.message),
    ...permanent.map(one => one.what),
    ...price.lines.flatMap(one => [one.note, one.problem]),
  ];
  const named = texts.flatMap(text => text?.match(item) ?? []).map(id => id.split(':'));
  return [...named.map(([product, sku]) => ({ product, sku })), ...linesBefore(differences ?? []).values()];
}

// Puts the titles of offers in the place of their ids, wherever people read them.
export function withNames(review, offers) {
  const named = text => text?.replace(item, id => offers.get(id)?.title ?? id);
  for (const finding of review.findings) finding.message = named(finding.message);
  for (const one of review.permanent) one.what = named(one.what);
  for (const one of review.price.lines) {
    one.note = named(one.note);
    one.problem = named(one.problem);
  }
}

// What has changed, each with a label and both values in words. A line that came or went is one change.
export function changesInWords(differences, request, offers) {
  const before = linesBefore(differences);
  const whole = new Set(
    [...new Set(differences.map(one => line.exec(one.path)?.[1]).filter(Boolean))].filter(index => {
      const own = differences.filter(one => line.exec(one.path)?.[1] === index);
      return own.some(one => one.path.endsWith('/product')) && own.some(one => one.path.endsWith('/sku'));
    }),
  );
  const listed = new Set();
  return differences.flatMap(one => {
    const [, index, name] = line.exec(one.path) ?? [];
    if (index === undefined)
      return [{ label: fullLabelAt(one.path), before: words(one.path, one.before), after: words(one.path, one.after) }];
    const now = request.subscriptions?.[index];
    if (!whole.has(index))
      return [
        {
          label: t`${titleOf(now, offers) ?? offerLabel(index)}: ${lineLabels[name] ?? name}`,
          before: lineWords(name, one.before),
          after: lineWords(name, one.after),
        },
      ];
    if (listed.has(index)) return [];
    listed.add(index);
    return [
      {
        label: offerLabel(index),
        before: sentence(before.get(index), offers),
        after: sentence(now, offers),
      },
    ];
  });
}

const titleOf = (one, offers) => (one?.product ? (offers.get(itemOf(one))?.title ?? itemOf(one)) : null);

const sentence = (one, offers) =>
  one?.product
    ? [
        titleOf(one, offers),
        one.quantity ? plural(Number(one.quantity), t`${one.quantity} licence`, t`${one.quantity} licences`) : null,
        one.term || one.billing ? termText(one.term, one.billing) : null,
      ]
        .filter(Boolean)
        .join(', ')
    : null;

// Lines as they were, as far as the differences name them.
function linesBefore(differences) {
  const lines = new Map();
  for (const one of differences) {
    const [, index, name] = line.exec(one.path) ?? [];
    if (index !== undefined && one.before) lines.set(index, { ...lines.get(index), [name]: one.before });
  }
  for (const [index, one] of lines) if (!one.product || !one.sku) lines.delete(index);
  return lines;
}

const yesNo = { true: t`yes`, false: t`no` };

function lineWords(name, value) {
  if (!value) return value;
  if (name === 'term') return termText(value);
  if (name === 'billing') return termText(undefined, value);
  if (name === 'atTermEnd') return value === 'cancel' ? t`end it` : t`renew`;
  return yesNo[value] ?? value;
}

function words(path, value) {
  if (!value) return value;
  if (path === '/customer/address/country') return countryName(value);
  if (path === '/customer/language') return languageName(value);
  if (path === '/customer/kind') return value === 'new' ? t`a new customer` : t`an existing customer`;
  if (path === '/agreement/mode') return modes[value]?.[0] ?? value;
  if (path === '/agreement/acceptedOn') return day(`${value}T00:00:00`);
  if (path === '/approval') return value === 'required' ? t`asked for in any case` : t`as the rules say`;
  if (path === '/ordering')
    return { allOrNothing: t`undo everything`, keepWhatWorked: t`keep what worked` }[value] ?? value;
  return yesNo[value] ?? value;
}
