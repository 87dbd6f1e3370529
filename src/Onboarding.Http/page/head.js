import { call } from './api.js';
import { isLive } from './live.js';

const pace = 30000;
// The least time between two times that it is brought up to date because of a change.
const leastPause = 1000;
const most = 100;

let timer = 0;
let begunAt = -leastPause;
let isRunning = false;
let isStale = false;

// Brings the number of open tasks in the head of the page up to date, now and whenever it may be another one: when that
// is told, and otherwise at its own pace.
export async function updateHead() {
  clearTimeout(timer);
  isRunning = true;
  isStale = false;
  begunAt = performance.now();
  try {
    const { items } = await call('GET', 'obligations', { query: { state: 'open', limit: `${most}` } });
    const count = document.getElementById('open-tasks');
    count.hidden = items.length === 0;
    count.textContent = items.length < most ? `${items.length}` : `${most - 1}+`;
  } catch {
    // The view says what is wrong.
  }
  isRunning = false;
  schedule();
}

// Takes note of what has changed. Null: anything may have.
export function headChanged(paths) {
  if (paths && !paths.some(path => path.split('/')[0] === 'obligations')) return;
  isStale = true;
  if (!isRunning) schedule();
}

function schedule() {
  clearTimeout(timer);
  if (isStale) timer = setTimeout(updateHead, Math.max(0, begunAt + leastPause - performance.now()));
  else if (!isLive()) timer = setTimeout(() => (document.hidden ? wait() : updateHead()), pace);
}

const wait = () => document.addEventListener('visibilitychange', updateHead, { once: true });
