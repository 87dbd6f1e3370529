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
import { identify } from './session.js';
import { submitView } from './submit.js';
import { arrive } from './way.js';
import { startView, wizardView } from './wizard.js';

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
  new: startView,
  draft: wizardView,
  json: submitView,
};
let current = null;
let timer = 0;

function open() {
  arrive();
  const [, place, id, part] = location.hash.split('/').map(decodeURIComponent);
  const name =
    (id && { onboardings: 'detail', drafts: 'draft', batches: 'batch' }[place]) ||
    (['home', 'drafts', 'batches', 'approvals', 'obligations', 'inbox', 'new', 'json'].includes(place)
      ? place
      : location.hash
        ? 'list'
        : 'home');
  const view = views[name](id, part);
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
    trouble.hidden = false;
    show(trouble, h('strong', null, `${problem.title ?? 'The page failed'}. `), problem.message);
    if (!problem.title) console.error(problem);
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

async function countOwed() {
  try {
    const owed = document.getElementById('owed');
    const { items } = await call('GET', 'obligations', { query: { state: 'open', limit: '100' } });
    owed.hidden = items.length === 0;
    owed.textContent = items.length < 100 ? `${items.length}` : '99+';
  } catch {
    // The view says what is wrong.
  }
  setTimeout(countOwed, 30000);
}

window.addEventListener('hashchange', open);
open();
countOwed();
