import { fits, rulesOf } from './wizard-countries.js';

// The request with a finding's suggestion applied; null where it cannot be put anywhere.
export async function withSuggestion(request, finding, choice) {
  if (finding.path === '/customer/address' || (finding.path.startsWith('/customer/address/') && choice.includes(', ')))
    return withAddress(request, choice);
  if (/^\/subscriptions\/\d+$/.test(finding.path)) {
    const [term, billing] = choice.split(' ');
    return put(put(request, `${finding.path}/term`, term), `${finding.path}/billing`, billing);
  }
  return put(request, finding.path, finding.path.endsWith('/quantity') ? Number(choice) : choice);
}

function put(target, path, value) {
  const [, name, ...rest] = path.split('/');
  const inner = rest.length === 0 ? value : put(target?.[name], `/${rest.join('/')}`, value);
  if (!Array.isArray(target)) return { ...target, [name]: inner };
  return target.map((entry, index) => (`${index}` === name ? inner : entry));
}

// Microsoft's address check answers with one line: street, more of it, postal code and city, state, country.
async function withAddress(request, line) {
  const parts = line.split(', ');
  const country = parts.pop();
  const rules = await rulesOf(request.partner, country).catch(() => null);
  for (let at = parts.length - 1; at > 0; at--) {
    const words = parts[at].split(' ');
    // The longest beginning that is a postal code: in some countries it holds a blank.
    for (let count = words.length - 1; count > 0; count--) {
      const postalCode = words.slice(0, count).join(' ');
      if (!/\d/.test(postalCode) || !fits(rules?.postalCodePattern, postalCode)) continue;
      const [line1, ...more] = parts.slice(0, at);
      const address = {
        line1,
        line2: more.join(', '),
        postalCode,
        city: words.slice(count).join(' '),
        state: parts.slice(at + 1).join(', '),
        country,
      };
      return { ...request, customer: { ...request.customer, address } };
    }
  }
  return null;
}
