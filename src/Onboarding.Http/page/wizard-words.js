const labels = {
  '/reference': 'Reference',
  '/partner': 'Partner',
  '/ordering': 'When an offer is refused',
  '/approval': 'Approval',
  '/notify': 'Told of the outcome',
  '/customer/kind': 'Customer',
  '/customer/companyName': 'Company name',
  '/customer/domainPrefix': 'Domain',
  '/customer/registrationNumber': 'Registration number',
  '/customer/culture': 'Culture',
  '/customer/language': 'Language',
  '/customer/tenantId': 'Tenant id',
  '/customer/domain': 'Domain',
  '/customer/address': 'Address',
  '/customer/address/line1': 'Street and number',
  '/customer/address/line2': 'Address line 2',
  '/customer/address/city': 'City',
  '/customer/address/state': 'State or province',
  '/customer/address/postalCode': 'Postal code',
  '/customer/address/country': 'Country or region',
  '/customer/qualification': 'Qualification',
  '/contact': 'Primary contact',
  '/contact/firstName': 'First name',
  '/contact/lastName': 'Last name',
  '/contact/email': 'E-mail address',
  '/contact/phone': 'Phone number',
  '/agreement/mode': 'How it is accepted',
  '/agreement/acceptedOn': 'Date of acceptance',
  '/agreement/acceptedBy': 'Accepted by',
  '/agreement/acceptedBy/firstName': 'First name',
  '/agreement/acceptedBy/lastName': 'Last name',
  '/agreement/acceptedBy/email': 'E-mail address',
  '/agreement/acceptedBy/phone': 'Phone number',
  '/agreement/evidence': 'Evidence',
  '/agreement/evidence/documentSha256': 'SHA-256 of the signed document',
  '/agreement/evidence/source': 'Source',
  '/reseller/tenantId': 'Indirect reseller',
};
export const lineLabels = {
  product: 'Product',
  sku: 'SKU',
  quantity: 'Licences',
  term: 'Term',
  billing: 'Billing',
  name: 'Name',
  promotion: 'Promotion',
  atTermEnd: 'At term end',
  remindBeforeWindowCloses: 'Reminder',
  endsOn: 'Ends on',
  attestationAccepted: 'Right to use the offer',
};
const rooms = { contact: 'Primary contact', acceptedBy: 'Accepted by' };

export const labelAt = path => labels[path] ?? path;

// As labelAt, where nothing around it says whose first name it is.
export function fullLabelAt(path) {
  const [, member, index, name] = path.split('/');
  if (member === 'subscriptions') return `Offer ${Number(index) + 1}${name ? `: ${lineLabels[name] ?? name}` : ''}`;
  const room = rooms[path.split('/').at(-2)];
  return room ? `${room}: ${labelAt(path)}` : labelAt(path);
}

const terms = { P1M: '1 month', P1Y: '1 year', P3Y: '3 years' };
const billings = {
  monthly: 'billed monthly',
  annual: 'billed every year',
  triennial: 'billed every three years',
  oneTime: 'paid once',
  none: 'not billed',
};
const periods = { monthly: 'a month', annual: 'a year', triennial: 'for three years', oneTime: 'once' };

export const termText = (term, billing) =>
  [term ? (terms[term] ?? term) : null, billing ? (billings[billing] ?? billing) : null].filter(Boolean).join(', ') ||
  'no term';
export const periodText = billing => periods[billing] ?? '';

export const modes = {
  attestation: [
    'Partner attests acceptance',
    'The customer has accepted, and you state when and who. Only where Microsoft still takes your word; where it does not, the customer is asked.',
  ],
  direct: [
    'Customer accepts in the Microsoft 365 admin center',
    'The customer is asked; the order waits until it has accepted.',
  ],
  enhanced: [
    'Customer accepts on a page of Microsoft',
    'The signatory is led to a page of Microsoft; the order waits until it has accepted.',
  ],
};

export const kinds = { directBill: 'direct-bill partner', indirectProvider: 'indirect provider' };
export const clouds = { public: 'public cloud', usGovernment: 'US Government', china: '21Vianet (China)' };

const regions = new Intl.DisplayNames(['en'], { type: 'region' });
const tongues = new Intl.DisplayNames(['en'], { type: 'language' });
export const countryName = code => name(regions, code);
export const languageName = code => name(tongues, code);

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
  .sort(([, a], [, b]) => a.localeCompare(b, 'en'));

// Under which names somebody may look for a country: the page's, the reader's, and its own.
export function namesOfCountry(code) {
  const own = new Intl.Locale(`und-${code}`).maximize().language;
  return [
    countryName(code),
    ...[...navigator.languages, own].map(language => name(new Intl.DisplayNames([language], { type: 'region' }), code)),
  ];
}
