import { ask } from './dom.js';
import { language, t } from './messages.js';

const base = new URL('api/', document.baseURI);
let signIn = JSON.parse(sessionStorage.getItem('sign-in') ?? 'null');
let asking = null;
let isDeclined = false;
const notSignedIn = {
  title: t`You are not signed in`,
  detail: t`This server asks for credentials: choose “Sign in”.`,
};

export class Problem extends Error {
  constructor(status, details) {
    super(details.detail ?? details.title ?? t`The server answered ${status}.`);
    Object.assign(this, {
      status,
      title: details.title ?? t`The call failed`,
      code: details.code,
      onboarding: details.onboarding,
      findings: details.findings ?? [],
    });
  }
}

// Calls the API; throws a Problem for everything that is not a success.
export async function call(method, path, options) {
  return (await send(method, path, options)).json().catch(() => ({}));
}

const answers = new Map();
const mostAnswers = 50;

// Reads what is asked for again and again. While nothing has changed the answer is the same object as before.
export async function watch(path, options) {
  const key = JSON.stringify([path, options]);
  const known = answers.get(key);
  const answer = await send('GET', path, { ...options, headers: known ? { 'If-None-Match': known.tag } : {} });
  if (answer.status === 304) return known.value;
  const value = await answer.json();
  answers.delete(key);
  const tag = answer.headers.get('ETag');
  if (tag) answers.set(key, { tag, value });
  if (answers.size > mostAnswers) answers.delete(answers.keys().next().value);
  return value;
}

// Fetches a file and hands it to the browser to be saved.
export async function download(path, name, query) {
  const address = URL.createObjectURL(await (await send('GET', path, { accept: '*/*', query })).blob());
  Object.assign(document.createElement('a'), { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

export const isSignedIn = () => signIn !== null;

export function signOut() {
  sessionStorage.clear();
  location.reload();
}

async function send(
  method,
  path,
  { query = {}, body, type = 'application/json', accept = 'application/json', headers: more = {}, again = true } = {},
) {
  const url = new URL(path, base);
  for (const [name, value] of Object.entries(query)) if (value) url.searchParams.set(name, value);
  const headers = { Accept: accept, 'Accept-Language': language, ...signIn, ...more };
  if (body !== undefined) headers['Content-Type'] = type;
  let answer;
  try {
    answer = await fetch(url, { method, headers, body, cache: 'no-store', redirect: 'error' });
  } catch {
    throw new Problem(0, {
      title: t`No answer`,
      detail: t`The server does not answer. This page tries again by itself.`,
    });
  }
  if (answer.status === 401 && again && (await askForKey(answer.headers.get('WWW-Authenticate'))))
    return send(method, path, { query, body, type, accept, headers: more, again: false });
  if (!answer.ok && answer.status !== 304) {
    const details = await answer.json().catch(() => ({}));
    throw new Problem(
      answer.status,
      answer.status === 401 && !more['X-Approval-Link'] ? { ...details, ...notSignedIn } : details,
    );
  }
  return answer;
}

// Several calls may be refused at once; one question is enough, and whoever declines is not asked again and again.
function askForKey(scheme) {
  if (isDeclined) return false;
  const key = scheme === 'ApiKey';
  asking ??= ask({
    title: t`Sign in`,
    text: key
      ? t`This server asks for an API key. It is kept until this tab is closed.`
      : t`This server asks for an access token of Entra ID. It is kept until this tab is closed.`,
    yes: t`Sign in`,
    no: t`Not now`,
    field: { label: key ? t`API key` : t`Access token`, secret: true, required: true },
  }).then(value => {
    asking = null;
    isDeclined = !value;
    if (isDeclined) return false;
    signIn = key ? { 'X-Api-Key': value } : { Authorization: `Bearer ${value}` };
    sessionStorage.setItem('sign-in', JSON.stringify(signIn));
    window.dispatchEvent(new Event('signed-in'));
    return true;
  });
  return asking;
}
