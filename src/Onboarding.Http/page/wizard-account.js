import { call } from './api.js';
import { h } from './dom.js';
import { t } from './messages.js';
import { exampleOf, fits, rulesOf } from './wizard-countries.js';
import { demand, field, group, hint, radios, select, text } from './wizard-fields.js';
import { contactFields } from './wizard-contact.js';
import { findByTyping } from './wizard-typing.js';
import { countries, countryName, labelAt, languageName, namesOfCountry } from './wizard-words.js';

// Who the customer is: a new one with its tenant to be, or one that has a tenant.
export function accountForm({ partner, value, changed }) {
  const { customer = { kind: 'new' }, contact } = value;
  const address = customer.address ?? {};
  let rules = null;
  let loaded = null;
  let domain = null;
  let timer = 0;
  const of = (name, control, options) => field(`/customer/${name}`, labelAt(`/customer/${name}`), control, options);

  const kind = radios(
    '/customer/kind',
    t`Who is the customer?`,
    [
      ['new', t`New customer`, t`Gets a tenant of its own.`],
      ['existing', t`Existing customer`, t`Has a tenant, and is asked to accept you as its partner.`],
    ],
    customer.kind,
    () => {
      switchKind();
      changed();
    },
  );

  const company = text(customer.companyName, { maxlength: '200', autocomplete: 'organization' });
  const country = select([['', t`Choose…`], ...countries], address.country, { autocomplete: 'country' });
  findByTyping(country, namesOfCountry);
  const prefix = text(customer.domainPrefix, { maxlength: '64', spellcheck: 'false', autocapitalize: 'none' });
  const availability = h('p', { class: 'availability', role: 'status' });
  const registration = text(customer.registrationNumber, { maxlength: '50' });
  const line1 = text(address.line1, { maxlength: '200', autocomplete: 'address-line1' });
  const line2 = text(address.line2, { maxlength: '200', autocomplete: 'address-line2' });
  const city = text(address.city, { maxlength: '100', autocomplete: 'address-level2' });
  const postal = text(address.postalCode, { maxlength: '20', autocomplete: 'postal-code' });
  let state = text(address.state, { maxlength: '100' });
  let culture = select([['', t`The usual one`]], customer.culture);
  let language = select([['', t`The usual one`]], customer.language);
  const tenant = text(customer.tenantId, { spellcheck: 'false', maxlength: '100' });
  const ownDomain = text(customer.domain, { spellcheck: 'false', autocapitalize: 'none', maxlength: '253' });
  const person = contactFields('/contact', contact);

  const companyField = of('companyName', company, { required: true, wide: true });
  const countryField = of('address/country', country, { required: true });
  const unknown = h('div', { class: 'callout wait wide', role: 'status', hidden: true });
  const prefixField = of('domainPrefix', prefix, {
    required: true,
    wide: true,
    hint: t`Letters and digits. It cannot be changed later.`,
    after: h('span', { class: 'suffix' }, `.${partner.domainSuffix}`),
  });
  prefixField.append(availability);
  const registrationField = of('registrationNumber', registration, { required: true });
  const stateField = of('address/state', state);
  const cultureField = of('culture', culture, { hint: t`How Microsoft writes dates and numbers to the customer.` });
  const languageField = of('language', language, { hint: t`In which Microsoft writes to the customer.` });
  const basics = h('div', { class: 'fields' });
  const tenantFields = group(
    '/customer',
    t`Its tenant`,
    h('p', { class: 'quiet' }, t`Its id, its domain, or both.`),
    h(
      'div',
      { class: 'fields' },
      of('tenantId', tenant, { hint: t`Such as 72f988bf-86f1-41af-91ab-2d7cd011db47.` }),
      of('domain', ownDomain, { hint: t`Such as contoso.com or contoso.onmicrosoft.com.` }),
    ),
  );
  const addressFields = group(
    '/customer/address',
    t`Address`,
    h(
      'div',
      { class: 'fields' },
      of('address/line1', line1, { required: true, wide: true }),
      of('address/line2', line2, { wide: true }),
      of('address/postalCode', postal, { required: true }),
      of('address/city', city, { required: true }),
      stateField,
    ),
  );
  const languageGroup = group(
    '/customer/languages',
    t`Language`,
    h('div', { class: 'fields' }, cultureField, languageField),
  );

  country.addEventListener('change', () => {
    loaded = loadRules();
  });
  prefix.addEventListener('input', () => {
    domain = null;
    availability.textContent = '';
    availability.className = 'availability';
    clearTimeout(timer);
    timer = setTimeout(ask, 300);
  });

  function switchKind() {
    const isNew = kind.value() === 'new';
    basics.replaceChildren(
      ...(isNew ? [countryField, unknown, companyField, prefixField, registrationField] : [companyField, countryField]),
    );
    tenantFields.hidden = isNew;
    addressFields.hidden = languageGroup.hidden = !isNew;
    demand(company, isNew, companyField);
    demand(country, isNew, countryField);
    countryField.querySelector('.hint').textContent = isNew
      ? t`Decides what is asked for below.`
      : t`In which you sell to it; decides the offers.`;
    companyField.querySelector('.hint').textContent = isNew
      ? t`The legal name as it stands in the register.`
      : t`As you know it.`;
    person.demand(isNew, isNew && rules?.phoneRequired);
    person.say(
      isNew
        ? t`Somebody at the customer, with an address of its own.`
        : t`Is asked by e-mail to accept you as the partner.`,
    );
  }

  // What the country asks for. Without an answer every field is a plain one, and the review says what is wrong.
  async function loadRules() {
    const iso = country.value;
    // Those of the country before say nothing about this one.
    rules = null;
    const answer = iso ? await rulesOf(partner.name, iso).catch(() => null) : null;
    // A later choice may have been answered before.
    if (country.value !== iso) return;
    rules = answer;
    const place = countryName(iso);
    showUnknown(iso && !rules ? place : null);
    state = replaced(
      state,
      rules?.states.length
        ? select([['', t`Choose…`], ...rules.states.map(one => [one.code, one.name])], codeOf(state.value))
        : text(state.value, { maxlength: '100' }),
      rules?.stateRequired,
    );
    culture = replaced(
      culture,
      select(
        [['', t`The usual one`], ...(rules?.cultures ?? []).map(code => [code, `${languageName(code)} – ${code}`])],
        culture.value,
      ),
    );
    language = replaced(
      language,
      select(
        [['', t`The usual one`], ...(rules?.languages ?? []).map(code => [code, `${languageName(code)} – ${code}`])],
        language.value,
      ),
    );
    stateField.hidden = rules !== null && !rules.stateRequired && rules.states.length === 0 && !state.value;
    registrationField.hidden = !rules?.registrationNumberRequired && !registration.value;
    demand(registration, rules?.registrationNumberRequired ?? false, registrationField);
    demand(postal, rules?.postalCodeRequired ?? false);
    demand(city, rules?.cityRequired ?? true);
    const form = exampleOf(rules?.postalCodePattern);
    hint(postal, form ? t`In ${place} such as ${form}.` : t`As the country writes it.`);
    const number = exampleOf(rules?.registrationNumberPattern);
    registrationField.querySelector('.hint').textContent = rules?.registrationNumberRequired
      ? number
        ? t`Microsoft demands it in ${place}, such as ${number}.`
        : t`Microsoft demands it in ${place}.`
      : rules
        ? t`Microsoft takes none in ${place}.`
        : '';
    person.phoneHint(
      rules
        ? t`With the calling code of ${place}, +${`${rules.callingCode}`.replace('+', '')}.`
        : t`With + and the calling code.`,
    );
    person.demand(kind.value() === 'new', kind.value() === 'new' && rules?.phoneRequired);
  }

  function showUnknown(place) {
    const wasFocused = unknown.contains(document.activeElement);
    unknown.hidden = !place;
    unknown.replaceChildren(
      ...(place
        ? [
            h(
              'p',
              null,
              t`What ${place} asks for cannot be found out now. Fill in what you know; the review looks again.`,
            ),
            h(
              'p',
              null,
              h(
                'button',
                {
                  type: 'button',
                  onclick: () => {
                    loaded = loadRules();
                  },
                },
                t`Ask again`,
              ),
            ),
          ]
        : []),
    );
    if (wasFocused) (unknown.querySelector('button') ?? country).focus();
  }

  const codeOf = name =>
    rules.states.find(one => [one.code, one.name].some(known => known.toLowerCase() === name.toLowerCase()))?.code ??
    '';

  function replaced(old, next, required = false) {
    const root = old.closest('.field');
    for (const name of ['id', 'aria-describedby', 'aria-invalid'])
      if (old.hasAttribute(name)) next.setAttribute(name, old.getAttribute(name));
    const focused = document.activeElement === old;
    old.replaceWith(next);
    demand(next, required, root);
    if (focused) next.focus();
    return next;
  }

  async function ask() {
    const asking = prefix.value.trim();
    if (!asking) return;
    try {
      const answer = await call('GET', `reference/domains/${encodeURIComponent(asking)}`, {
        query: { partner: partner.name },
      });
      if (prefix.value.trim() !== asking) return;
      domain = answer;
      availability.className = `availability ${answer.available ? 'good' : 'bad'}`;
      availability.textContent = availabilityText(answer);
    } catch {
      availability.textContent = t`Whether it is free cannot be found out now; the review looks again.`;
    }
  }

  const read = () => {
    const common = { kind: kind.value(), companyName: company.value, qualification: customer.qualification };
    return {
      customer:
        kind.value() === 'new'
          ? {
              ...common,
              domainPrefix: prefix.value,
              registrationNumber: registration.value,
              culture: culture.value,
              language: language.value,
              address: {
                line1: line1.value,
                line2: line2.value,
                city: city.value,
                state: state.value,
                postalCode: postal.value,
                country: country.value,
              },
            }
          : {
              ...common,
              tenantId: tenant.value,
              domain: ownDomain.value,
              address: country.value ? { ...address, country: country.value } : undefined,
            },
      contact: person.read() ?? undefined,
    };
  };

  // What can be seen without asking, in the order of the page.
  function check() {
    if (kind.value() !== 'new')
      return tenant.value.trim() || ownDomain.value.trim()
        ? []
        : [wrong('/customer', t`Name the customer by its tenant id, by its domain, or by both.`)];
    const found = [];
    const need = (control, path, when = true) => {
      if (when && !control.value.trim()) found.push(wrong(path, t`${labelAt(path)} is missing.`));
    };
    need(country, '/customer/address/country');
    need(company, '/customer/companyName');
    need(prefix, '/customer/domainPrefix');
    if (domain?.problem) found.push({ ...domain.problem, path: '/customer/domainPrefix' });
    need(registration, '/customer/registrationNumber', rules?.registrationNumberRequired ?? false);
    need(line1, '/customer/address/line1');
    need(postal, '/customer/address/postalCode', rules?.postalCodeRequired ?? false);
    if (postal.value.trim() && !fits(rules?.postalCodePattern, postal.value.trim()))
      found.push(
        wrong(
          '/customer/address/postalCode',
          t`This is not the form of a postal code in ${countryName(country.value)}.`,
        ),
      );
    need(city, '/customer/address/city', rules?.cityRequired ?? true);
    need(state, '/customer/address/state', rules?.stateRequired ?? false);
    return [...found, ...person.check(rules?.phoneRequired)];
  }

  const root = [
    kind,
    group('/customer/basics', t`Company`, basics),
    tenantFields,
    addressFields,
    languageGroup,
    person.root,
  ];
  // What takes the place of a field takes its id along, so the fields are there first.
  loaded = Promise.resolve().then(() => {
    switchKind();
    if (prefix.value) ask();
    return loadRules();
  });
  switchKind();
  return { root, read, check, ready: loaded, settled: () => loaded };
}

function availabilityText({ available, domain, problem, suggestions }) {
  if (available) return t`${domain} is free.`;
  if (problem)
    return [problem.message, problem.suggestion ? t`For example ${problem.suggestion}.` : null]
      .filter(Boolean)
      .join(' ');
  return [
    t`${domain} is taken.`,
    suggestions?.length ? t`Free: ${suggestions.join(', ')}.` : null,
    t`If it is this customer’s own, choose “Existing customer”: then it is asked to accept you.`,
  ]
    .filter(Boolean)
    .join(' ');
}

const wrong = (path, message) => ({ path, message, severity: 'error' });
