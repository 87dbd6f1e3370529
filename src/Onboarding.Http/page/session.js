import { call } from './api.js';
import { h, show } from './dom.js';
import { t } from './messages.js';
import { isSignedIn, signIn, signOut } from './sign-in.js';

let asked = null;
let caller = null;

window.addEventListener('signed-in', () => {
  asked = null;
});

window.addEventListener('signed-out', () => {
  asked = null;
  identify();
});

// Learns who calls, once. Until that is known everything is offered, and the server refuses what is not permitted.
export async function identify() {
  asked ??= call('GET', 'me');
  try {
    const known = await asked;
    if (known === caller) return;
    caller = known;
  } catch (problem) {
    asked = null;
    if (problem.status === 401) show(document.getElementById('caller'), signInButton());
    return;
  }
  for (const link of document.querySelectorAll('[data-needs]')) link.hidden = !may(link.dataset.needs);
  show(
    document.getElementById('caller'),
    h('span', { title: caller.roles.join(', ') }, caller.name),
    isSignedIn() ? h('button', { type: 'button', class: 'link', onclick: signOut }, t`Sign out`) : null,
  );
}

const signInButton = () => h('button', { type: 'button', class: 'link', onclick: signIn }, t`Sign in`);

// Whether there are approvals for this caller and others that are not: where nobody signs in there are no others to ask.
export const isApprover = () => isSignedIn() && may('approve');

export const may = permission => caller === null || caller.permissions.includes(permission);
