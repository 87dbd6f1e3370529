import { readChanges } from './api.js';

// The embedded host tells what has changed; a function app does not, and there the views ask by themselves.
const isOffered = document.documentElement.dataset.changes === 'true';
const firstWait = 1000;
const longestWait = 60000;
// The server writes something every 15 seconds.
const longestSilence = 40000;

let told = null;
let reading = null;
let isOpen = false;
let retryWait = firstWait;
let retry = 0;

// Whether changes are told, so that nobody need ask for them.
export const isLive = () => isOpen;

// Tells from now on which paths of the API have changed; null: anything may have, because a stream has begun or ended.
// While the page is hidden it holds no stream.
export function follow(tell) {
  if (!isOffered || told) return;
  told = tell;
  document.addEventListener('visibilitychange', () => (document.hidden ? reading?.abort() : read()));
  read();
}

async function read() {
  clearTimeout(retry);
  if (reading || document.hidden) return;
  const mine = (reading = new AbortController());
  let silence = 0;
  let openedAt = 0;
  const stay = () => {
    clearTimeout(silence);
    silence = setTimeout(() => mine.abort(), longestSilence);
    if (isOpen) return;
    isOpen = true;
    openedAt = performance.now();
    told(null);
  };
  try {
    await readChanges(mine.signal, stay, told);
  } catch {
    // The views go on asking, and say what is wrong.
  }
  clearTimeout(silence);
  reading = null;
  if (isOpen) {
    isOpen = false;
    if (performance.now() - openedAt > longestWait) retryWait = firstWait;
    told(null);
  }
  if (document.hidden) return;
  retry = setTimeout(read, retryWait);
  retryWait = Math.min(retryWait * 2, longestWait);
}
