import { announce, h } from './dom.js';
import { itemOf, offers, offersOf } from './wizard-catalog.js';
import { controlOf, field, group, select, text, tick } from './wizard-fields.js';
import { countryName, periodText, termText } from './wizard-words.js';
import { money } from './words.js';

// What is ordered: search the country's catalog, put offers into lines, say how many licences of each.
export function offersForm({ partner, value, request, changed, price }) {
  const country = request.customer.address?.country;
  let lines = (value ?? []).map(line => ({ ...line }));
  let known = new Map();
  const chosen = h('div', { class: 'lines' });
  const found = h('ul', { class: 'offers' });
  const more = h('button', { type: 'button', hidden: true }, 'Show more');
  const kind = select(Object.entries(kindNames), '', { id: 'offer-kind' });
  let listed = [];
  const counted = h('p', { class: 'quiet', role: 'status' });
  const find = h('input', {
    type: 'search',
    id: 'find-offer',
    autocomplete: 'off',
    maxlength: '200',
    placeholder: 'Title or product id',
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
      if (turn === asking) counted.textContent = `The offers cannot be listed: ${problem.message}`;
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
    const others = continuation ? ', and there are more' : '';
    counted.textContent =
      listed.length === 0
        ? `Nothing is sold in ${countryName(country)} under this name.`
        : fit.length === 0
          ? `None of ${listed.length} offers is of this kind${others}.`
          : `${fit.length} offers${others}`;
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
            offer.minimumQuantity > 1 ? `from ${offer.minimumQuantity} licences` : null,
            offer.addOnTo.length ? 'an add-on' : null,
            kindOf(offer) === 'once' ? 'paid once' : null,
          ),
        ),
      ),
      h('button', { type: 'button', 'aria-label': `Add ${offer.title}`, onclick: () => add(offer) }, 'Add'),
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
    announce(there < 0 ? `${offer.title} was added.` : `${offer.title} is there already.`);
    const quantity = controlOf(chosen, `/subscriptions/${there < 0 ? lines.length - 1 : there}/quantity`);
    quantity.focus();
    quantity.select();
  }

  async function draw() {
    known = await offersOf(partner.name, country, lines);
    chosen.replaceChildren(
      ...(lines.length === 0
        ? [h('p', { class: 'quiet' }, 'Nothing yet: the customer would be added without subscriptions.')]
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
    const bounds = most ? `${least} to ${most}` : least > 1 ? `at least ${least}` : '';
    const title = offer?.title ?? itemOf(line);
    const right =
      offer?.needsAttestation || line.attestationAccepted !== undefined
        ? tick(
            at('attestationAccepted'),
            'The customer may use this offer',
            line.attestationAccepted === true,
            'You attest it by ordering.',
          )
        : null;
    right?.querySelector('input').addEventListener('input', event => {
      line.attestationAccepted = event.target.checked;
    });
    const special = [
      field(
        at('name'),
        'Name',
        bound(text(line.name, { maxlength: '100' }), value => {
          line.name = value;
        }),
        { hint: 'By which the customer sees the subscription.' },
      ),
      field(
        at('promotion'),
        'Promotion',
        bound(text(line.promotion, { maxlength: '100', spellcheck: 'false' }), value => {
          line.promotion = value;
        }),
        { hint: 'Its id, or none; left out: the first that the customer may have.' },
      ),
      field(
        at('endsOn'),
        'Ends on',
        bound(text(line.endsOn, { type: 'date' }), value => {
          line.endsOn = value;
        }),
        { hint: 'The day on which the first term ends; left out: a whole term.' },
      ),
      field(
        at('atTermEnd'),
        'At term end',
        bound(
          select(
            [
              ['', 'Renew'],
              ['cancel', 'End it'],
            ],
            line.atTermEnd === 'cancel' ? 'cancel' : '',
          ),
          value => {
            line.atTermEnd = value || undefined;
          },
        ),
        { hint: 'Ending it leaves a task to choose so in Partner Center.' },
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
          offer?.addOnTo.length ? `add-on to one of ${offer.addOnTo.map(nameOf).slice(0, 4).join(', ')}` : null,
          offer || !country ? null : `not sold in ${countryName(country)}`,
        ),
      ),
      priceOf(line, index),
      h(
        'div',
        { class: 'fields' },
        field(at('quantity'), 'Licences', quantity, { required: true, hint: bounds }),
        field(at('term'), 'Term and billing', term, { required: true }),
        right,
      ),
      h(
        'details',
        { open: Boolean(line.name || line.promotion || line.endsOn || line.atTermEnd) },
        h('summary', null, 'Name, promotion, end of the term'),
        h('div', { class: 'fields' }, special),
      ),
      h(
        'button',
        { type: 'button', class: 'remove', 'aria-label': `Remove ${title}`, onclick: () => remove(index, title) },
        'Remove',
      ),
    );
  }

  async function remove(index, title) {
    lines = lines.filter((_, other) => other !== index);
    await draw();
    changed();
    announce(`${title} was removed.`);
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
              message: `A whole number of licences, ${most < Infinity ? `${least} to ${most}` : `at least ${least}`}.`,
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
          `${money(one.unitPrice, one.currency)} a licence ${periodText(one.billing)}, when it was last reviewed`,
        );
  }

  const catalog = country
    ? [
        h('div', { class: 'filters' }, h('label', null, 'Search the offers', find), h('label', null, 'Kind', kind)),
        counted,
        found,
        h('p', null, more),
      ]
    : [
        h(
          'p',
          { class: 'callout wait' },
          'The offers depend on the customer’s country, which the account information does not name yet.',
        ),
      ];
  const ready = draw();
  if (country) search();
  return {
    root: [
      h('section', { 'aria-labelledby': 'lines' }, h('h2', { id: 'lines' }, 'To be ordered'), chosen),
      h(
        'section',
        { 'aria-labelledby': 'catalog' },
        h('h2', { id: 'catalog' }, country ? `For sale in ${countryName(country)}` : 'For sale'),
        ...catalog,
      ),
    ],
    read: () => lines,
    check,
    ready,
  };
}

const mostPassedOver = 500;
const kindNames = { '': 'All', alone: 'Stands alone', addOn: 'Add-on', once: 'Paid once' };
const kindOf = offer =>
  offer.addOnTo.length > 0
    ? 'addOn'
    : offer.terms.length > 0 && offer.terms.every(one => one.billing === 'oneTime')
      ? 'once'
      : 'alone';
const joined = (...parts) => parts.filter(Boolean).join(' · ');

// A year, paid by the month, is what most buy.
const preference = one => (one.term === 'P1Y' ? 0 : 2) + (one.billing === 'monthly' ? 0 : 1);
