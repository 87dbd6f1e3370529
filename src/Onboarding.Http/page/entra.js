// Sign-in at Entra ID by redirect in this window: the authorization code flow with PKCE (RFC 7636), as a single-page
// application, which has no secret.
import { t } from './messages.js';

// Registered with the issuer exactly so: whatever page is left for the sign-in, this one is come back to.
const home = new URL('./', document.baseURI);
const storageKey = 'sign-in-attempt';

// The issuer, or the network, for once does not answer; to ask again later may help.
export class NotReached extends Error {}

// The issuer has answered, and with no.
export class Refused extends Error {}

// What the issuer has sent this document back with; null: nothing. The code leaves the address and the history before
// anything else is done. `attempt` is the sign-in that this tab has begun, null where the state is not the attempt's.
export const returned = takeAnswer();

function takeAnswer() {
  // The fragment of a view begins with a slash.
  if (location.hash.startsWith('#/')) return null;
  const answer = new URLSearchParams(location.hash.slice(1));
  if (!answer.has('state') || !(answer.has('code') || answer.has('error'))) return null;
  const begun = JSON.parse(sessionStorage.getItem(storageKey) ?? 'null');
  const attempt = begun?.state === answer.get('state') ? begun : null;
  history.replaceState(null, '', home.pathname + (attempt?.hash ?? ''));
  sessionStorage.removeItem(storageKey);
  return { attempt, code: answer.get('code'), error: answer.get('error'), text: answer.get('error_description') };
}

// Leaves for the issuer. Silent: the issuer asks nothing of the person, and refuses where it would have to.
export async function leave(client, isSilent = false) {
  const [state, nonce, verifier] = [random(), random(), random()];
  const page = location.pathname.slice(home.pathname.length);
  sessionStorage.setItem(
    storageKey,
    JSON.stringify({
      state,
      nonce,
      verifier,
      isSilent,
      page: page === 'index.html' ? '' : page,
      hash: location.hash,
    }),
  );
  const address = new URL(client.authorizationEndpoint);
  for (const [name, value] of Object.entries({
    client_id: client.clientId,
    response_type: 'code',
    // In the fragment the code is sent to no server, and stands in no log.
    response_mode: 'fragment',
    redirect_uri: home.href,
    scope: scopeOf(client),
    state,
    nonce,
    code_challenge: base64Url(
      new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))),
    ),
    code_challenge_method: 'S256',
    ...(isSilent && { prompt: 'none' }),
  }))
    address.searchParams.set(name, value);
  await go(address, isSilent);
}

// Ends the session at the issuer too.
export function leaveForGood(client) {
  const address = new URL(client.endSessionEndpoint);
  address.searchParams.set('post_logout_redirect_uri', home.href);
  address.searchParams.set('client_id', client.clientId);
  return go(address, true);
}

// Goes to the page that was left, where it is another document than this one.
export const goBack = ({ page, hash }) => (page ? go(new URL(page + hash, home), true) : null);

// Never returns: nothing is to be done on a page that is being left.
function go(address, isReplaced) {
  // Who comes back by the browser's own button finds a page that works.
  window.addEventListener('pageshow', event => {
    if (event.persisted) location.reload();
  });
  if (isReplaced) location.replace(address);
  else location.assign(address);
  return new Promise(() => {});
}

// Turns the code into tokens.
export async function redeem(client, code, attempt) {
  const tokens = await askForTokens(client, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: home.href,
    code_verifier: attempt.verifier,
  });
  const { nonce, aud } = claimsOf(tokens.id_token);
  if (nonce !== attempt.nonce || aud !== client.clientId)
    throw new Refused(t`The answer of the sign-in service is not for this sign-in.`);
  return tokens;
}

export const renew = (client, refreshToken) =>
  askForTokens(client, { grant_type: 'refresh_token', refresh_token: refreshToken });

async function askForTokens(client, grant) {
  let answer;
  try {
    answer = await fetch(client.tokenEndpoint, {
      method: 'POST',
      body: new URLSearchParams({ client_id: client.clientId, scope: scopeOf(client), ...grant }),
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
    });
  } catch {
    throw new NotReached(t`The sign-in service does not answer. Try again later.`);
  }
  if (answer.status === 429 || answer.status >= 500)
    throw new NotReached(t`The sign-in service does not answer. Try again later.`);
  const tokens = await answer.json().catch(() => ({}));
  if (!answer.ok || !tokens.access_token) throw new Refused(textOf(tokens.error, tokens.error_description));
  return tokens;
}

// A sentence around the issuer's own words, without what would steer a terminal or turn the direction of writing.
export function textOf(error, description) {
  const words = (description || error || '').replace(/[\p{Cc}\p{Cf}]+/gu, ' ').slice(0, 1000);
  return t`The sign-in service has refused: ${words}`;
}

const scopeOf = client => `openid offline_access ${client.scope}`;

const random = () => base64Url(crypto.getRandomValues(new Uint8Array(32)));

const base64Url = bytes =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

// Of a token that comes from the token endpoint itself the signature need not be checked (OpenID Connect Core, 3.1.3.7).
function claimsOf(token) {
  try {
    const part = token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/');
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(part), character => character.charCodeAt(0))));
  } catch {
    return {};
  }
}
