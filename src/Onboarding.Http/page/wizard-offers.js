import { announce, h } from './dom.js';
import { plural, t } from './messages.js';
import { itemOf, offers, offersOf } from './wizard-catalog.js';
import { controlOf, field, group, select, text, tick } from './wizard-fields.js';
import { countryName, termText, unitPriceText } from './wizard-words.js';
import { money } from './words.js';

// What is ordered: search the country's catalog, put offers into lines, say how many licences of each.
export function offersForm({ partner, value, request, changed, price }) {
  const country = request.customer.address?.country;
  let lines = (value ?? []).map(line => ({ ...line }));
  let known = new Map();
  const chosen = h('div', { class: 'lines' });
  const found = h('ul', { class: 'offers' });
  const more = h('button', { type: 'button', hidden: true }, t`Show more`);
  const kind = select(Object.entries(kindNames), '', { id: 'offer-kind' });
  let listed = [];
  const counted = h('p', { class: 'quiet', role: 'status' });
  const find = h('input', {
    type: 'search',
    id: 'find-offer',
    autocomplete: 'off',
    maxlength: '200',
    placeholder: t`Title or product id`,
  });
  let continuation = null;
  let asked = 0;
  let asking = 0;

  // They narrow the list and are no part of the draft.
  for (const control of [find, kind])
    for (const name of ['input', 'change']) control.addEventListener(name, event => event.stopPropagation());
  kind.addEventListener('change', () => {
    list();
    goOn();
  });
  find.addEventListener('input', () => {
    clearTimeout(asked);
    asked = setTimeout(() => search(), 250);
  });
  find.addEventListener('keydown', event => {
    if (event.key === 'Enter') {
      event.preventDefault();
      clearTimeout(asked);
      search();
    }
  });
  more.addEventListener('click', () => search(continuation));

  async function search(from) {
    const turn = ++asking;
    try {
      const page = await offers(partner.name, country, find.value.trim(), from);
      if (turn !== asking) return;
      listed = [...(from ? listed : []), ...page.items];
      continuation = page.continuation ?? null;
      more.hidden = !continuation;
      list();
      goOn();
    } catch (problem) {
      if (turn === asking) counted.textContent = t`The offers cannot be listed: ${problem.message}`;
    }
  }

  const fits = offer => kind.value === '' || kindOf(offer) === kind.value;

  // The catalog knows no kinds: pages without one that fits are passed over.
  function goOn() {
    if (continuation && listed.length < mostPassedOver && !listed.some(fits)) search(continuation);
  }

  function list() {
    const fit = listed.filter(fits);
    found.replaceChildren(...fit.map(offerItem));
    counted.textContent = countText(listed.length, fit.length, Boolean(continuation));
  }

  function countText(all, shown, hasMore) {
    if (all === 0) return t`Nothing is sold in ${countryName(country)} under this name.`;
    if (shown === 0)
      return hasMore
        ? plural(
            all,
            t`The ${all} offer found is not of this kind, and there are more.`,
            t`None of ${all} offers is of this kind, and there are more.`,
          )
        : plural(all, t`The ${all} offer found is not of this kind.`, t`None of ${all} offers is of this kind.`);
    return hasMore
      ? plural(shown, t`${shown} offer, and there are more`, t`${shown} offers, and there are more`)
      : plural(shown, t`${shown} offer`, t`${shown} offers`);
  }

  const offerItem = offer =>
    h(
      'li',
      null,
      h(
        'div',
        null,
        h('strong', null, offer.title),
        h(
          'div',
          { class: 'quiet' },
          joined(
            offer.publisher,
            itemOf(offer),
            offer.minimumQuantity > 1 ? t`from ${offer.minimumQuantity} licences` : null,
            offer.addOnTo.length ? t`an add-on` : null,
            kindOf(offer) === 'once' ? t`paid once` : null,
          ),
        ),
      ),
      h('button', { type: 'button', 'aria-label': t`Add ${offer.title}`, onclick: () => add(offer) }, t`Add`),
    );

  async function add(offer) {
    const there = lines.findIndex(line => itemOf(line) === itemOf(offer));
    if (there < 0) {
      const [first] = [...offer.terms].sort((a, b) => preference(a) - preference(b));
      lines.push({
        product: offer.product,
        sku: offer.sku,
        quantity: offer.minimumQuantity ?? 1,
        term: first?.term,
        billing: first?.billing ?? 'oneTime',
        ...(offer.needsAttestation ? { attestationAccepted: false } : {}),
      });
      await draw();
      changed();
    }
    announce(there < 0 ? t`${offer.title} was added.` : t`${offer.title} is there already.`);
    const quantity = controlOf(chosen, `/subscriptions/${there < 0 ? lines.length - 1 : there}/quantity`);
    quantity.focus();
    quantity.select();
  }

  async function draw() {
    known = await offersOf(partner.name, country, lines);
    chosen.replaceChildren(
      ...(lines.length === 0
        ? [h('p', { class: 'quiet' }, t`Nothing yet: the customer would be added without subscriptions.`)]
        : lines.map(lineView)),
    );
  }

  function lineView(line, index) {
    const offer = known.get(itemOf(line));
    const at = name => `/subscriptions/${index}/${name}`;
    const bound = (control, take) => {
      control.addEventListener('input', () => take(control.value));
      return control;
    };
    const pairs = (offer?.terms ?? []).map(one => [`${one.term} ${one.billing}`, termText(one.term, one.billing)]);
    const present = `${line.term ?? ''} ${line.billing ?? ''}`;
    if (!pairs.some(([key]) => key === present)) pairs.unshift([present, termText(line.term, line.billing)]);
    const term = bound(select(pairs, present), value => {
      [line.term, line.billing] = value.split(' ').map(part => part || undefined);
    });
    const [least, most] = [offer?.minimumQuantity ?? 1, offer?.maximumQuantity > 0 ? offer.maximumQuantity : null];
    const quantity = bound(
      h('input', {
        type: 'number',
        min: `${least}`,
        max: most,
        step: '1',
        inputmode: 'numeric',
        value: `${line.quantity ?? ''}`,
      }),
      value => {
        line.quantity = value === '' ? null : Number(value);
      },
    );
    const bounds = most ? t`${least} to ${most}` : least > 1 ? t`at least ${least}` : '';
    const title = offer?.title ?? itemOf(line);
    const right =
      offer?.needsAttestation || line.attestationAccepted !== undefined
        ? tick(
            at('attestationAccepted'),
            t`The customer may use this offer`,
            line.attestationAccepted === true,
            t`You attest it by ordering.`,
          )
        : null;
    right?.querySelector('input').addEventListener('input', event => {
      line.attestationAccepted = event.target.checked;
    });
    const special = [
      field(
        at('name'),
        t`Name`,
        bound(text(line.name, { maxlength: '100' }), value => {
          line.name = value;
        }),
        { hint: t`By which the customer sees the subscription.` },
      ),
      field(
        at('promotion'),
        t`Promotion`,
        bound(text(line.promotion, { maxlength: '100', spellcheck: 'false' }), value => {
          line.promotion = value;
        }),
        { hint: t`Its id, or none; left out: the first that the customer may have.` },
      ),
      field(
        at('endsOn'),
        t`Ends on`,
        bound(text(line.endsOn, { type: 'date' }), value => {
          line.endsOn = value;
        }),
        { hint: t`The day on which the first term ends; left out: a whole term.` },
      ),
      field(
        at('atTermEnd'),
        t`At term end`,
        bound(
          select(
            [
              ['', t`Renew`],
              ['cancel', t`End it`],
            ],
            line.atTermEnd === 'cancel' ? 'cancel' : '',
          ),
          value => {
            line.atTermEnd = value || undefined;
          },
        ),
        { hint: t`Ending it leaves a task to choose so in Partner Center.` },
      ),
    ];
    return group(
      `/subscriptions/${index}`,
      title,
      h(
        'p',
        { class: 'quiet' },
        joined(
          itemOf(line),
          offer?.addOnTo.length ? t`add-on to one of ${offer.addOnTo.map(nameOf).slice(0, 4).join(', ')}` : null,
          offer || !country ? null : t`not sold in ${countryName(country)}`,
        ),
      ),
      priceOf(line, index),
      h(
        'div',
        { class: 'fields' },
        field(at('quantity'), t`Licences`, quantity, { required: true, hint: bounds }),
        field(at('term'), t`Term and billing`, term, { required: true }),
        right,
      ),
      h(
        'details',
        { open: Boolean(line.name || line.promotion || line.endsOn || line.atTermEnd) },
        h('summary', null, t`Name, promotion, end of the term`),
        h('div', { class: 'fields' }, special),
      ),
      h(
        'button',
        { type: 'button', class: 'remove', 'aria-label': t`Remove ${title}`, onclick: () => remove(index, title) },
        t`Remove`,
      ),
    );
  }

  async function remove(index, title) {
    lines = lines.filter((_, other) => other !== index);
    await draw();
    changed();
    announce(t`${title} was removed.`);
    find.focus();
  }

  const nameOf = item => known.get(item)?.title ?? item;
  const check = () =>
    lines.flatMap((line, index) => {
      const offer = known.get(itemOf(line));
      const [least, most] = [
        offer?.minimumQuantity ?? 1,
        offer?.maximumQuantity > 0 ? offer.maximumQuantity : Infinity,
      ];
      return Number.isInteger(line.quantity) && line.quantity >= least && line.quantity <= most
        ? []
        : [
            {
              path: `/subscriptions/${index}/quantity`,
              message:
                most < Infinity
                  ? t`A whole number of licences, ${least} to ${most}.`
                  : t`A whole number of licences, at least ${least}.`,
              severity: 'error',
            },
          ];
    });

  // As the last review had it: the catalog has no prices.
  function priceOf(line, index) {
    const one = price?.lines.find(other => other.index === index && other.item === itemOf(line));
    return one?.unitPrice === undefined || one.term !== line.term || one.billing !== line.billing
      ? null
      : h(
          'p',
          { class: 'quiet' },
          [unitPriceText(money(one.unitPrice, one.currency), one.billing), t`when it was last reviewed`].join(', '),
        );
  }

  const catalog = country
    ? [
        h('div', { class: 'filters' }, h('label', null, t`Search the offers`, find), h('label', null, t`Kind`, kind)),
        counted,
        found,
        h('p', null, more),
      ]
    : [
        h(
          'p',
          { class: 'callout wait' },
          t`The offers depend on the customer’s country, which the account information does not name yet.`,
        ),
      ];
  const ready = draw();
  if (country) search();
  return {
    root: [
      h('section', { 'aria-labelledby': 'lines' }, h('h2', { id: 'lines' }, t`To be ordered`), chosen),
      h(
        'section',
        { 'aria-labelledby': 'catalog' },
        h('h2', { id: 'catalog' }, country ? t`For sale in ${countryName(country)}` : t`For sale`),
        ...catalog,
      ),
    ],
    read: () => lines,
    check,
    ready,
  };
}

const mostPassedOver = 500;
const kindNames = { '': t`All`, alone: t`Stands alone`, addOn: t`Add-on`, once: t`Paid once` };
const kindOf = offer =>
  offer.addOnTo.length > 0
    ? 'addOn'
    : offer.terms.length > 0 && offer.terms.every(one => one.billing === 'oneTime')
      ? 'once'
      : 'alone';
const joined = (...parts) => parts.filter(Boolean).join(' · ');

// A year, paid by the month, is what most buy.
const preference = one => (one.term === 'P1Y' ? 0 : 2) + (one.billing === 'monthly' ? 0 : 1);
