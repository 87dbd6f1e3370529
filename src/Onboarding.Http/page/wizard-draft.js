import { call } from './api.js';

const sections = {
  general: ['reference', 'partner', 'ordering', 'approval', 'notify', 'acknowledged'],
  account: ['customer', 'contact'],
  agreement: 'agreement',
  reseller: 'reseller',
  subscriptions: 'subscriptions',
};
const drafts = new Map();

// One object per draft, so that what is on its way to the server is known to whoever opens the next page.
export function draftOf(id) {
  if (!drafts.has(id)) drafts.set(id, new Draft(id));
  return drafts.get(id);
}

export async function createDraft(body) {
  const made = await call('POST', 'drafts', { body: JSON.stringify(body) });
  draftOf(made.id).now = made;
  return made.id;
}

export const partOf = (request, section) =>
  Array.isArray(sections[section])
    ? Object.fromEntries(
        sections[section].filter(name => request[name] !== undefined).map(name => [name, request[name]]),
      )
    : (request[section] ?? null);

export const withPart = (request, section, value) =>
  Array.isArray(sections[section]) ? { ...request, ...value } : { ...request, [section]: value ?? undefined };

export const sectionAt = path => {
  const member = path.split('/')[1];
  return Object.keys(sections).find(
    name => sections[name] === member || (Array.isArray(sections[name]) && sections[name].includes(member)),
  );
};

// Somebody else has written the same section; what stands there now is draft.now.
export class Conflict extends Error {}

class Draft {
  constructor(id) {
    Object.assign(this, {
      id,
      path: `drafts/${encodeURIComponent(id)}`,
      now: null,
      review: null,
      findings: [],
      turn: Promise.resolve(),
    });
  }

  part(section) {
    return partOf(this.now.request, section);
  }

  load() {
    return this.#inTurn(() => this.#read());
  }

  // Replaces the section, if what stands there is known to whoever edits it. A change of other sections is no obstacle.
  save(section, value, known) {
    return this.#inTurn(async () => {
      for (let attempt = 1; !same(value, this.part(section)); attempt++) {
        if (!known.some(one => same(one, this.part(section)))) throw new Conflict();
        try {
          this.now = await call('PUT', `${this.path}/${section}`, {
            headers: this.#ifMatch(),
            body: JSON.stringify(value),
          });
          this.findings = this.findings.filter(finding => sectionAt(finding.path) !== section);
          return;
        } catch (problem) {
          if (problem.status !== 412 || attempt > 5) throw problem;
          await this.#read();
        }
      }
    });
  }

  loadReview() {
    return this.#inTurn(async () => {
      this.review = await call('GET', `${this.path}/review`);
      this.findings = this.review.findings;
      if (this.now?.version !== this.review.version) await this.#read();
      return this.review;
    });
  }

  submit(acknowledged) {
    return this.#inTurn(async () => {
      const onboarding = await call('POST', `${this.path}/submit`, {
        headers: { 'If-Match': `"${this.review.version}"` },
        body: JSON.stringify(acknowledged.length ? { acknowledged } : {}),
      });
      this.now = { ...this.now, onboarding: onboarding.id };
    });
  }

  remove() {
    return this.#inTurn(async () => {
      await call('DELETE', this.path, { headers: this.#ifMatch() });
      drafts.delete(this.id);
    });
  }

  async #read() {
    this.now = await call('GET', this.path);
  }

  #ifMatch() {
    return { 'If-Match': `"${this.now.version}"` };
  }

  #inTurn(act) {
    const result = this.turn.then(act);
    this.turn = result.catch(() => {});
    return result;
  }
}

// What is empty is as good as absent, and blanks around a text do not count: so the server reads it too.
function plain(value) {
  if (typeof value === 'string') return value.trim() || undefined;
  if (value === null || typeof value !== 'object') return value ?? undefined;
  if (Array.isArray(value)) return value.length ? value.map(plain) : undefined;
  const members = Object.entries(value)
    .map(([name, member]) => [name, plain(member)])
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return members.length ? Object.fromEntries(members) : undefined;
}

export const same = (one, other) => JSON.stringify(plain(one) ?? null) === JSON.stringify(plain(other) ?? null);

// By name and address; who accepts needs no phone number.
export const isPerson = (one, other) =>
  Boolean(one && other) && ['firstName', 'lastName', 'email'].every(name => same(one[name], other[name]));

export function leaves(value, path = '', found = {}) {
  if (value !== null && typeof value === 'object')
    for (const [name, member] of Object.entries(value)) leaves(member, `${path}/${name}`, found);
  else if (value !== undefined && value !== null && value !== '') found[path] = `${value}`;
  return found;
}

// What was typed and is not saved yet is kept across a reload of this tab; what is saved needs no copy.
const place = (id, section) => `unsaved/${id}/${section}`;
export const unsaved = {
  get: (id, section) => JSON.parse(sessionStorage.getItem(place(id, section)) ?? 'null'),
  set: (id, section, kept) => sessionStorage.setItem(place(id, section), JSON.stringify(kept)),
  clear: (id, section) => sessionStorage.removeItem(place(id, section)),
};
