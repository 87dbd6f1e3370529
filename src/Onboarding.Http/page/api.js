import { save } from './dom.js';
import { language, t } from './messages.js';
import { accept, credentials, notSignedIn, signInAgain } from './sign-in.js';

const base = new URL('api/', document.baseURI);

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

// Reads the server's stream of changes to its end: `heard` is called whenever something comes, `told` with the paths
// that have changed. It asks nobody to sign in; the views do.
export async function readChanges(signal, heard, told) {
  const answer = await send('GET', 'changes', { accept: 'text/event-stream', again: false, signal });
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    heard();
    const events = (text + value).split('\n\n');
    text = events.pop();
    for (const event of events) {
      const [name, data] = event.split('\ndata: ');
      if (name === 'event: change') told(JSON.parse(data).changed);
    }
  }
}

// Fetches a file and hands it to the browser to be saved.
export async function download(path, name, query) {
  save(name, await (await send('GET', path, { accept: '*/*', query })).blob());
}

async function send(
  method,
  path,
  {
    query = {},
    body,
    type = 'application/json',
    accept: media = 'application/json',
    headers: more = {},
    again = true,
    signal,
  } = {},
) {
  const url = new URL(path, base);
  for (const [name, value] of Object.entries(query)) if (value) url.searchParams.set(name, value);
  const sent = await credentials();
  const headers = { Accept: media, 'Accept-Language': language, ...sent, ...more };
  if (body !== undefined) headers['Content-Type'] = type;
  let answer;
  try {
    answer = await fetch(url, { method, headers, body, cache: 'no-store', redirect: 'error', signal });
  } catch {
    throw new Problem(0, {
      title: t`No answer`,
      detail: t`The server does not answer. This page tries again by itself.`,
    });
  }
  // Who comes by a mailed link needs no sign-in, and one would not mend the link.
  const isByLink = 'X-Approval-Link' in more;
  if (answer.status === 401 && again && !isByLink && (await signInAgain(answer.headers.get('WWW-Authenticate'), sent)))
    return send(method, path, { query, body, type, accept: media, headers: more, again: false });
  if (answer.status !== 401 && answer.status < 500 && !isByLink) accept(sent);
  if (!answer.ok && answer.status !== 304) {
    const details = await answer.json().catch(() => ({}));
    throw new Problem(answer.status, answer.status === 401 && !isByLink ? { ...details, ...notSignedIn() } : details);
  }
  return answer;
}
