import { call } from './api.js';

const known = new Map();
let listed = null;

// What a country asks for, as the partner's cloud sees it; asked once.
export function rulesOf(partner, country) {
  const key = `${partner}/${country}`;
  if (!known.has(key)) {
    const asked = call('GET', `reference/countries/${encodeURIComponent(country)}`, { query: { partner } });
    known.set(key, asked);
    asked.catch(() => known.delete(key));
  }
  return known.get(key);
}

export function partners() {
  listed ??= call('GET', 'reference/partners').then(answer => answer.items);
  listed.catch(() => {
    listed = null;
  });
  return listed;
}

// Patterns come in .NET's syntax. What this browser does not understand says nothing.
export function fits(pattern, text) {
  try {
    return !pattern || new RegExp(pattern, 'i').test(text);
  } catch {
    return true;
  }
}

// A text that the pattern takes, to show its form by; null where the pattern is too clever for that.
export function exampleOf(pattern) {
  if (!pattern) return null;
  let digits = 0;
  let text;
  try {
    text = read({ rest: pattern.replace(/^\^|\$$/g, '') });
  } catch {
    return null;
  }
  return text && text.length < 20 && fits(pattern, text) ? text : null;

  // Alternatives up to a closing bracket: the first one is taken.
  function read(source) {
    let made = '';
    let taking = true;
    while (source.rest && source.rest[0] !== ')') {
      if (source.rest[0] === '|') {
        taking = false;
        source.rest = source.rest.slice(1);
        continue;
      }
      const atom = one(source);
      const [counted, least] = /^\{(\d+)(?:,\d*)?\}/.exec(source.rest) ?? [/^[?*+]/.exec(source.rest)?.[0] ?? '', null];
      source.rest = source.rest.slice(counted.length);
      const times = least !== null ? Number(least) : counted === '?' || counted === '*' ? 0 : 1;
      if (taking) for (let count = 0; count < times; count++) made += atom();
    }
    return made;
  }

  function one(source) {
    const rest = source.rest;
    const takes = (length, make) => {
      source.rest = rest.slice(length);
      return make;
    };
    const nextDigit = () => `${(digits++ % 9) + 1}`;
    if (rest.startsWith('\\d')) return takes(2, nextDigit);
    if (rest.startsWith('\\s')) return takes(2, () => ' ');
    if (rest[0] === '\\') return takes(2, () => rest[1]);
    const set = /^\[([^\]^][^\]]*)\]/.exec(rest);
    if (set)
      return takes(
        set[0].length,
        set[1].startsWith('0-9') || set[1].startsWith('\\d')
          ? nextDigit
          : () => (set[1][0] === '\\' ? set[1][1] : set[1][0]),
      );
    if (rest[0] !== '(') return takes(1, () => rest[0]);
    source.rest = rest.replace(/^\((\?:)?/, '');
    if (source.rest[0] === '?') throw new Error('A look-around.');
    const inner = read(source);
    source.rest = source.rest.slice(1);
    return () => inner;
  }
}
