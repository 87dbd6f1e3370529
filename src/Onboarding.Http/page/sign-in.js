// Who is signed in with this tab, and with what: a key or token that was typed, or the tokens of a sign-in by redirect.
import { ask } from './dom.js';
import { goBack, leave, leaveForGood, NotReached, redeem, Refused, renew, returned, textOf } from './entra.js';
import { language, t } from './messages.js';

const nobody = {};
const never = Number.MAX_SAFE_INTEGER;
const retryDelay = 30000;
// The issuer refuses a silent sign-in so where it has to ask the person something.
const needsPerson = ['login_required', 'interaction_required', 'consent_required', 'account_selection_required'];

let session = read('session');
let headers = session ? bearer(session) : (read('sign-in') ?? nobody);
let failure = read('sign-in-failure');
let isDeclined = failure !== null;
let asking = null;
let renewing = null;
let options = null;

export const isSignedIn = () => headers !== nobody;

export const notSignedIn = () =>
  failure === null
    ? { title: t`You are not signed in`, detail: t`This server asks for credentials: choose “Sign in”.` }
    : { title: t`You could not be signed in`, detail: failure };

// The headers to call with, renewed where they are about to end.
export async function credentials() {
  // The call shows what comes of a renewal that fails.
  if (session && session.renewAt <= Date.now()) await renewSession().catch(() => {});
  return headers;
}

// The server has taken these headers.
export function accept(sent) {
  if (session && sent === headers && !session.isProven) keep({ ...session, isProven: true });
}

// Does what can be done when the server has refused the headers, and answers whether to call once more. Several calls
// may be refused at once; one question is enough, and whoever declines is not asked again and again.
export function signInAgain(challenge, sent) {
  asking ??= signInOnce(challenge, sent).finally(() => {
    asking = null;
  });
  return asking;
}

async function signInOnce(challenge, sent) {
  if (sent !== headers && headers !== nobody) return true;
  if (challenge === 'ApiKey')
    return askForText(t`This server asks for an API key. It is kept until this tab is closed.`, t`API key`, value => ({
      'X-Api-Key': value,
    }));
  const client = clientOf(await readOptions());
  if (session) return renewRefused(client);
  if (client) return askToLeave(client, t`You sign in with your Microsoft account, and come back to this page.`);
  return askForText(
    t`This server asks for an access token of Entra ID. It is kept until this tab is closed.`,
    t`Access token`,
    value => ({ Authorization: `Bearer ${value}` }),
  );
}

// Signs in because somebody wants to, also after it was declined or has failed.
export async function signIn() {
  fail(null);
  const client = await readOptions().then(clientOf, () => null);
  if (client) await leave(client);
  else location.reload();
}

export async function signOut() {
  const client = session && (await readOptions().then(clientOf, () => null));
  [session, headers, isDeclined] = [null, nobody, true];
  sessionStorage.clear();
  if (client?.endSessionEndpoint) await leaveForGood(client);
  else location.reload();
}

// Finishes the sign-in that this document was come back from, if it was.
export async function finishSignIn() {
  if (!returned) return;
  const { attempt, code, error, text } = returned;
  if (!attempt && isSignedIn()) return;
  if (!attempt) fail(t`The answer of the sign-in service is to no sign-in that was begun in this tab.`);
  else if (error) fail(attempt.isSilent && needsPerson.includes(error) ? null : textOf(error, text));
  else
    try {
      const client = clientOf(await readOptions());
      if (client) keep(sessionOf(await redeem(client, code, attempt)));
      fail(null);
    } catch (problem) {
      fail(problem.message);
    }
  if (attempt) await goBack(attempt);
}

// Once: a new token that is refused as well is no better than the old one.
async function renewRefused(client) {
  const { isProven } = session;
  if (isProven && (await renewSession())) return true;
  keep(null);
  window.dispatchEvent(new Event('signed-out'));
  if (!isProven) {
    fail(t`This server does not accept the sign-in that it has asked for. Tell whoever operates it.`);
    return false;
  }
  // The issuer knows the person for longer than the tab: most often nothing is asked, and the page is only loaded again.
  if (client && !isBusy()) return leave(client, true);
  return client ? askToLeave(client, t`Your sign-in has ended. Sign in again, and come back to this page.`) : false;
}

function renewSession() {
  renewing ??= renewNow().finally(() => {
    renewing = null;
  });
  return renewing;
}

async function renewNow() {
  const { refreshToken } = session;
  if (!refreshToken) return false;
  try {
    const client = clientOf(await readOptions());
    if (!client) return false;
    const tokens = await renew(client, refreshToken);
    if (session) keep(sessionOf(tokens, refreshToken));
    return true;
  } catch (problem) {
    const isRefused = problem instanceof Refused;
    if (session)
      keep({
        ...session,
        ...(isRefused ? { refreshToken: null, renewAt: never } : { renewAt: Date.now() + retryDelay }),
      });
    if (isRefused) return false;
    throw problem instanceof NotReached
      ? Object.assign(problem, { title: t`Your sign-in could not be renewed` })
      : problem;
  }
}

// Five minutes before its end a token is renewed, one of a short life at half of it.
function sessionOf(tokens, refreshToken = null) {
  const seconds = Number(tokens.expires_in) || 0;
  const renewAt = Date.now() + (seconds - Math.min(300, seconds / 2)) * 1000;
  const next = tokens.refresh_token ?? refreshToken;
  return { accessToken: tokens.access_token, refreshToken: next, renewAt: next ? renewAt : never, isProven: false };
}

function keep(next) {
  if (next?.accessToken !== session?.accessToken) headers = next ? bearer(next) : nobody;
  session = next;
  write('session', session);
  if (session) write('sign-in', null);
}

function fail(text) {
  failure = text;
  isDeclined = text !== null;
  write('sign-in-failure', failure);
}

// Asks the server how to sign in.
async function readOptions() {
  options ??= fetchOptions();
  try {
    return await options;
  } catch (problem) {
    options = null;
    throw Object.assign(problem, { title: t`Nobody can sign in now` });
  }
}

async function fetchOptions() {
  const answer = await fetch(new URL('api/signIn', document.baseURI), {
    headers: { Accept: 'application/json', 'Accept-Language': language },
    cache: 'no-store',
    redirect: 'error',
  }).catch(() => null);
  const body = await answer?.json().catch(() => null);
  if (!answer?.ok || !body) throw new NotReached(body?.detail ?? t`The server does not answer.`);
  return body;
}

// Without https a browser has no cryptography, and the issuer takes no address but one of this machine.
const clientOf = found => (isSecureContext ? (found.redirect ?? null) : null);

async function askToLeave(client, text) {
  if (isDeclined) return false;
  isDeclined = (await ask({ title: t`Sign in`, text, yes: t`Sign in`, no: t`Not now` })) === null;
  return !isDeclined && leave(client);
}

async function askForText(text, label, headersOf) {
  if (isDeclined) return false;
  const field = { label, secret: true, required: true };
  const value = await ask({ title: t`Sign in`, text, yes: t`Sign in`, no: t`Not now`, field });
  isDeclined = !value;
  if (isDeclined) return false;
  headers = headersOf(value);
  write('sign-in', headers);
  window.dispatchEvent(new Event('signed-in'));
  return true;
}

// Whether something would be lost or interrupted if the page were left without a question.
const isBusy = () =>
  document.querySelector('dialog[open]') !== null ||
  document.activeElement?.matches('input, select, textarea') ||
  [...document.querySelectorAll('main textarea, main input[type=file]')].some(
    field => field.value !== field.defaultValue,
  );

function bearer({ accessToken }) {
  return { Authorization: `Bearer ${accessToken}` };
}

function read(name) {
  return JSON.parse(sessionStorage.getItem(name) ?? 'null');
}

function write(name, value) {
  if (value === null) sessionStorage.removeItem(name);
  else sessionStorage.setItem(name, JSON.stringify(value));
}
