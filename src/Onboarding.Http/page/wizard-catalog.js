import { call } from './api.js';

const known = new Map();

// A page of what can be sold in the country.
export async function offers(partner, country, text, continuation) {
  const page = await call('GET', 'reference/offers', { query: { partner, country, text, continuation } });
  for (const offer of page.items) known.set(keyOf(partner, country, offer), offer);
  return page;
}

// The offers that the lines name, by product:sku; what cannot be found is left out.
export async function offersOf(partner, country, lines) {
  const missing = new Set(
    lines.filter(line => line.product && !known.has(keyOf(partner, country, line))).map(line => line.product),
  );
  if (country) await Promise.all([...missing].map(product => offers(partner, country, product).catch(() => null)));
  return new Map(
    lines.map(line => [itemOf(line), known.get(keyOf(partner, country, line))]).filter(([, offer]) => offer),
  );
}

export const itemOf = line => `${line.product}:${line.sku}`;
const keyOf = (partner, country, line) => `${partner}/${country}/${itemOf(line)}`;
