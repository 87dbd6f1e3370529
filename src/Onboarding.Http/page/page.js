import { approvalsView } from './approvals.js';
import { auditView } from './audit.js';
import { batchView } from './batch.js';
import { batchesView } from './batches.js';
import { deliveriesView } from './deliveries.js';
import { detailView } from './detail.js';
import { h, show } from './dom.js';
import { draftsView } from './drafts.js';
import { frame } from './frame.js';
import { headChanged, updateHead } from './head.js';
import { homeView } from './home.js';
import { inboxView } from './inbox.js';
import { listView } from './list.js';
import { openTasksView } from './open-tasks.js';
import { follow, isLive } from './live.js';
import { t } from './messages.js';
import { identify } from './session.js';
import { finishSignIn } from './sign-in.js';
import { arrive } from './way.js';

const main = frame();
const trouble = document.getElementById('trouble');
const views = {
  home: () => homeView(refresh),
  list: () => listView(refresh),
  detail: id => detailView(id, refresh),
  drafts: () => draftsView(refresh),
  batches: () => batchesView(refresh),
  batch: id => batchView(id, refresh),
  approvals: () => approvalsView(refresh),
  inbox: () => inboxView(refresh),
  obligations: () => openTasksView(refresh),
  deliveries: () => deliveriesView(refresh),
  audit: () => auditView(refresh),
  new: async () => (await adding()).startView(),
  draft: async (id, part) => (await adding()).wizardView(id, part),
  json: async () => (await adding()).submitView(),
};
// How often a view asks whose changes are told.
const slowly = 30000;
// The least time between two times that a view is brought up to date because of a change.
const leastPause = 1000;
let current = null;
let opened = 0;
let timer = 0;
let running = null;
let isStale = false;
let begunAt = 0;

// What only who adds a customer needs is loaded when it is asked for.
const adding = () =>
  import('./adding.js').catch(() => {
    throw Object.assign(new Error(t`Load the page again: it may be a new version.`), {
      title: t`A part of the page could not be loaded`,
    });
  });

async function open() {
  arrive();
  const [, place, id, part] = location.hash.split('?')[0].split('/').map(decodeURIComponent);
  const name =
    (id && { onboardings: 'detail', drafts: 'draft', batches: 'batch' }[place]) ||
    (['home', 'drafts', 'batches', 'approvals', 'obligations', 'inbox', 'deliveries', 'audit', 'new', 'json'].includes(
      place,
    )
      ? place
      : location.hash
        ? 'list'
        : 'home');
  const mine = ++opened;
  clearTimeout(timer);
  let view;
  try {
    view = await views[name](id, part);
  } catch (problem) {
    if (mine === opened) report(problem);
    return;
  }
  if (mine !== opened) return;
  const first = current === null;
  current = view;
  for (const link of document.querySelectorAll('[data-nav]')) {
    if (link.dataset.nav === ({ draft: 'new', json: 'new', batch: 'batches' }[name] ?? name))
      link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  main.replaceChildren(...view.root);
  refresh().then(() => {
    if (!first && current === view && !main.contains(document.activeElement))
      (main.querySelector('h1') ?? main).focus();
  });
}

function report(problem) {
  trouble.hidden = false;
  show(trouble, h('strong', null, `${problem.title ?? t`The page failed`}. `), problem.message);
  if (!problem.title) console.error(problem);
}

// Does something, then brings the view up to date, now and at its own pace.
async function refresh(act) {
  const view = current;
  clearTimeout(timer);
  running = view;
  let hasFailed = false;
  try {
    await identify();
    if (act) await act();
    isStale = false;
    begunAt = performance.now();
    await view.update();
    if (view !== current) return;
    document.title = view.title;
    trouble.hidden = true;
    follow(changed);
  } catch (problem) {
    if (view !== current) return;
    hasFailed = true;
    report(problem);
  } finally {
    if (running === view) running = null;
  }
  schedule(view, hasFailed);
}

// Brings the view up to date later: soon when something of it has changed, slowly while changes are told, and otherwise
// at its own pace.
function schedule(view, hasFailed = false) {
  clearTimeout(timer);
  if (!(view.every > 0)) return;
  const pause = view.pause ?? leastPause;
  const later = isStale
    ? Math.min(pause, Math.max(0, begunAt + pause - performance.now()))
    : isLive() && view.concerns && !hasFailed
      ? slowly
      : view.every;
  timer = setTimeout(() => (document.hidden ? wait(view) : refresh()), later);
}

// A view names the paths that it shows. Null: anything may have changed.
function changed(paths) {
  headChanged(paths);
  const covers = (one, other) => other === one || other.startsWith(`${one}/`);
  const concerns = path => current.concerns.some(one => covers(path, one) || covers(one, path));
  if (!current.concerns || (paths && !paths.some(concerns))) return;
  isStale = true;
  if (running !== current) schedule(current);
}

function wait(view) {
  document.addEventListener(
    'visibilitychange',
    () => {
      if (view === current) refresh();
    },
    { once: true },
  );
}

window.addEventListener('hashchange', open);
finishSignIn().then(() => {
  open();
  updateHead();
});
