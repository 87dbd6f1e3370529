import { call, watch } from './api.js';
import { h, show } from './dom.js';
import { isLive } from './live.js';
import { nodes, number, t, time } from './messages.js';

const pace = 30000;
// The least time between two times that it is brought up to date because of a change.
const leastPause = 1000;
const most = 100;

let timer = 0;
let begunAt = -leastPause;
let isRunning = false;
let isStale = false;
// Whether it is known that no restored backup has to be dealt with.
let isClear = false;

// Brings up to date what the head of the page shows of the data, now and whenever it may be something else: when that is
// told, and otherwise at its own pace.
export async function updateHead() {
  clearTimeout(timer);
  isRunning = true;
  isStale = false;
  begunAt = performance.now();
  try {
    await Promise.all([countOpenTasks(), isClear || showRestored()]);
  } catch {
    // The view says what is wrong.
  }
  isRunning = false;
  schedule();
}

async function countOpenTasks() {
  const { items } = await call('GET', 'obligations', { query: { state: 'open', limit: `${most}` } });
  const count = document.getElementById('open-tasks');
  count.hidden = items.length === 0;
  count.textContent = items.length < most ? `${items.length}` : `${most - 1}+`;
}

async function showRestored() {
  const { restored } = await watch('summary');
  const place = document.getElementById('restored');
  place.hidden = restored.length === 0;
  show(place, restored.map(backup));
  isClear = restored.length === 0;
}

const backup = ({ takenAt, restoredAt, open, more, openTask }) =>
  h(
    'p',
    { 'data-key': restoredAt },
    h('strong', null, t`Restored from a backup.`),
    ' ',
    takenAt
      ? t`The backup was made ${time(takenAt)} and restored ${time(restoredAt)}. What happened at Microsoft in between is
          not known here.`
      : t`The backup was empty and was restored ${time(restoredAt)}. What happened at Microsoft before is not known
          here.`,
    open > 0
      ? [
          ' ',
          h(
            'a',
            { href: `#/?state=open&to=${encodeURIComponent(restoredAt)}` },
            more ? t`Onboardings to look at: ${number(open)} and more` : t`Onboardings to look at: ${number(open)}`,
          ),
        ]
      : null,
    openTask
      ? [' ', nodes`When that is done, mark ${h('a', { href: '#/obligations' }, t`its open task`)} as done.`]
      : null,
  );

// Takes note of what has changed. Null: anything may have.
export function headChanged(paths) {
  if (paths === null) isClear = false;
  if (paths && !paths.some(path => path.split('/')[0] === 'obligations')) return;
  isStale = true;
  if (!isRunning) schedule();
}

function schedule() {
  clearTimeout(timer);
  if (isStale) timer = setTimeout(updateHead, Math.max(0, begunAt + leastPause - performance.now()));
  // What there is to look at grows less without a word about open tasks.
  else if (!isLive() || !isClear) timer = setTimeout(() => (document.hidden ? wait() : updateHead()), pace);
}

const wait = () => document.addEventListener('visibilitychange', updateHead, { once: true });
