import { language, t } from './messages.js';

const labels = {
  '/reference': t`Reference`,
  '/partner': t`Partner`,
  '/ordering': t`When an offer is refused`,
  '/approval': t`Approval`,
  '/notify': t`Notified of the outcome`,
  '/customer/kind': t`Customer`,
  '/customer/companyName': t`Company name`,
  '/customer/domainPrefix': t`Domain`,
  '/customer/registrationNumber': t`Registration number`,
  '/customer/culture': t`Culture`,
  '/customer/language': t`Language`,
  '/customer/tenantId': t`Tenant id`,
  '/customer/domain': t`Domain`,
  '/customer/address': t`Address`,
  '/customer/address/line1': t`Street and number`,
  '/customer/address/line2': t`Address line 2`,
  '/customer/address/city': t`City`,
  '/customer/address/state': t`State or province`,
  '/customer/address/postalCode': t`Postal code`,
  '/customer/address/country': t`Country or region`,
  '/customer/qualification': t`Qualification`,
  '/contact': t`Primary contact`,
  '/contact/firstName': t`First name`,
  '/contact/lastName': t`Last name`,
  '/contact/email': t`E-mail address`,
  '/contact/phone': t`Phone number`,
  '/agreement/mode': t`How it is accepted`,
  '/agreement/acceptedOn': t`Date of acceptance`,
  '/agreement/acceptedBy': t`Accepted by`,
  '/agreement/acceptedBy/firstName': t`First name`,
  '/agreement/acceptedBy/lastName': t`Last name`,
  '/agreement/acceptedBy/email': t`E-mail address`,
  '/agreement/acceptedBy/phone': t`Phone number`,
  '/agreement/evidence': t`Evidence`,
  '/agreement/evidence/documentSha256': t`SHA-256 of the signed document`,
  '/agreement/evidence/source': t`Source`,
  '/reseller/tenantId': t`Indirect reseller`,
};
export const lineLabels = {
  product: t`Product`,
  sku: t`SKU`,
  quantity: t`Licences`,
  term: t`Term`,
  billing: t`Billing`,
  name: t`Name`,
  promotion: t`Promotion`,
  atTermEnd: t`At term end`,
  remindBeforeWindowCloses: t`Reminder`,
  endsOn: t`Ends on`,
  attestationAccepted: t`Right to use the offer`,
};
const persons = { contact: t`Primary contact`, acceptedBy: t`Accepted by` };

export const labelAt = path => labels[path] ?? path;
export const offerLabel = index => t`Offer ${Number(index) + 1}`;

// As labelAt, where nothing around it says whose first name it is.
export function fullLabelAt(path) {
  const [, member, index, name] = path.split('/');
  if (member === 'subscriptions')
    return name ? t`${offerLabel(index)}: ${lineLabels[name] ?? name}` : offerLabel(index);
  const person = persons[path.split('/').at(-2)];
  return person ? t`${person}: ${labelAt(path)}` : labelAt(path);
}

const terms = { P1M: t`1 month`, P1Y: t`1 year`, P3Y: t`3 years` };
const billings = {
  monthly: t`billed monthly`,
  annual: t`billed every year`,
  triennial: t`billed every three years`,
  oneTime: t`paid once`,
  none: t`not billed`,
};

export const termText = (term, billing) =>
  [term ? (terms[term] ?? term) : null, billing ? (billings[billing] ?? billing) : null].filter(Boolean).join(', ') ||
  t`no term`;

const unitPrices = {
  monthly: price => t`${price} a licence a month`,
  annual: price => t`${price} a licence a year`,
  triennial: price => t`${price} a licence for three years`,
  oneTime: price => t`${price} a licence once`,
};
export const unitPriceText = (price, billing) => unitPrices[billing]?.(price) ?? t`${price} a licence`;

export const modes = {
  attestation: [
    t`Partner attests acceptance`,
    t`The customer has accepted, and you state when and who. Only where Microsoft still accepts your statement;
      where it does not, the customer is asked.`,
  ],
  direct: [
    t`Customer accepts in the Microsoft 365 admin center`,
    t`The customer is asked; the order waits until it has accepted.`,
  ],
  enhanced: [
    t`Customer accepts on a page of Microsoft`,
    t`The signatory is sent to a page of Microsoft; the order waits until it has accepted.`,
  ],
};

export const kinds = { directBill: t`direct-bill partner`, indirectProvider: t`indirect provider` };
export const clouds = { public: t`public cloud`, usGovernment: t`US Government`, china: t`21Vianet (China)` };

const regions = new Intl.DisplayNames([language, 'en'], { type: 'region' });
const languages = new Intl.DisplayNames([language, 'en'], { type: 'language' });
export const countryName = code => name(regions, code);
export const languageName = code => name(languages, code);

function name(names, code) {
  try {
    return names.of(code);
  } catch {
    return code;
  }
}

// ISO 3166-1; whether Microsoft sells there is for Partner Center to say.
const codes =
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW';
export const countries = codes
  .split(' ')
  .map(code => [code, countryName(code)])
  .sort(([, a], [, b]) => a.localeCompare(b, language));

// Under which names somebody may look for a country: the page's, the reader's, and its own.
export function namesOfCountry(code) {
  const own = new Intl.Locale(`und-${code}`).maximize().language;
  return [
    countryName(code),
    ...[...navigator.languages, own].map(locale => name(new Intl.DisplayNames([locale], { type: 'region' }), code)),
  ];
}
