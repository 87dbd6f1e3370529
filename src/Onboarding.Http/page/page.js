import { approvalsView } from './approvals.js';
import { call } from './api.js';
import { batchView } from './batch.js';
import { batchesView } from './batches.js';
import { detailView } from './detail.js';
import { h, show } from './dom.js';
import { draftsView } from './drafts.js';
import { frame } from './frame.js';
import { homeView } from './home.js';
import { inboxView } from './inbox.js';
import { listView } from './list.js';
import { openTasksView } from './open-tasks.js';
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
  approvals: approvalsView,
  inbox: () => inboxView(refresh),
  obligations: () => openTasksView(refresh),
  new: async () => (await adding()).startView(),
  draft: async (id, part) => (await adding()).wizardView(id, part),
  json: async () => (await adding()).submitView(),
};
let current = null;
let opened = 0;
let timer = 0;

// What only who adds a customer needs is loaded when it is asked for.
const adding = () =>
  import('./adding.js').catch(() => {
    throw Object.assign(new Error(t`Load the page again: it may be a new version.`), {
      title: t`A part of the page could not be loaded`,
    });
  });

async function open() {
  arrive();
  const [, place, id, part] = location.hash.split('/').map(decodeURIComponent);
  const name =
    (id && { onboardings: 'detail', drafts: 'draft', batches: 'batch' }[place]) ||
    (['home', 'drafts', 'batches', 'approvals', 'obligations', 'inbox', 'new', 'json'].includes(place)
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
  try {
    await identify();
    if (act) await act();
    await view.update();
    if (view !== current) return;
    document.title = view.title;
    trouble.hidden = true;
  } catch (problem) {
    if (view !== current) return;
    report(problem);
  }
  clearTimeout(timer);
  if (view.every > 0) timer = setTimeout(() => (document.hidden ? wait(view) : refresh()), view.every);
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

async function countOpenTasks() {
  try {
    const count = document.getElementById('open-tasks');
    const { items } = await call('GET', 'obligations', { query: { state: 'open', limit: '100' } });
    count.hidden = items.length === 0;
    count.textContent = items.length < 100 ? `${items.length}` : '99+';
  } catch {
    // The view says what is wrong.
  }
  setTimeout(countOpenTasks, 30000);
}

window.addEventListener('hashchange', open);
finishSignIn().then(() => {
  open();
  countOpenTasks();
});
