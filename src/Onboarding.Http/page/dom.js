import { day, language, t, time } from './messages.js';

const handlersOf = new WeakMap();

// Builds elements. Text is always text: nothing that comes from outside is ever parsed as HTML.
export function h(tag, attributes, ...children) {
  const element = ['svg', 'rect'].includes(tag)
    ? document.createElementNS('http://www.w3.org/2000/svg', tag)
    : document.createElement(tag);
  const handlers = [];
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith('on')) {
      element[name] = value;
      handlers.push(name);
    } else element.setAttribute(name, value === true ? '' : value);
  }
  if (handlers.length > 0) handlersOf.set(element, handlers);
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

// Brings the content up to date in place. Nodes that stay are the same nodes afterwards, so focus, selection, scroll
// position and open details stay too. Answers whether anything was changed.
export function show(container, ...children) {
  return patchChildren(container, h('div', null, ...children));
}

// What stands for the same thing before and after: by key or id, and otherwise by its place.
const keyOf = node => (node.nodeType === Node.ELEMENT_NODE ? (node.dataset.key ?? node.id) : '');

function patchChildren(old, next) {
  let changed = false;
  const wanted = new Set([...next.children].map(keyOf));
  const keyed = new Map();
  for (const child of [...old.children].filter(keyOf)) {
    if (wanted.has(keyOf(child))) keyed.set(keyOf(child), child);
    else {
      child.remove();
      changed = true;
    }
  }

  let at = old.firstChild;
  for (const child of [...next.childNodes]) {
    const key = keyOf(child);
    const match = key ? keyed.get(key) : withoutKey(at, child.nodeName);
    if (!match || match.nodeName !== child.nodeName) {
      old.insertBefore(child, at);
      changed = true;
      continue;
    }
    while (!key && at !== match && !keyOf(at)) {
      const gone = at;
      at = at.nextSibling;
      gone.remove();
      changed = true;
    }
    if (at === match) at = at.nextSibling;
    else {
      old.insertBefore(match, at);
      changed = true;
    }
    changed = patchNode(match, child) || changed;
  }
  while (at) {
    const gone = at;
    at = at.nextSibling;
    gone.remove();
    changed = true;
  }
  return changed;
}

function withoutKey(from, name) {
  for (let node = from; node; node = node.nextSibling) if (node.nodeName === name && !keyOf(node)) return node;
  return null;
}

function patchNode(old, next) {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data === next.data) return false;
    old.data = next.data;
    return true;
  }
  let changed = false;
  // Whether details are open is for whoever reads them.
  for (const { name } of [...old.attributes])
    if (name !== 'open' && !next.hasAttribute(name)) {
      old.removeAttribute(name);
      changed = true;
    }
  for (const { name, value } of [...next.attributes])
    if (name !== 'open' && old.getAttribute(name) !== value) {
      old.setAttribute(name, value);
      changed = true;
    }
  for (const name of handlersOf.get(old) ?? []) old[name] = null;
  for (const name of handlersOf.get(next) ?? []) old[name] = next[name];
  if (handlersOf.has(next)) handlersOf.set(old, handlersOf.get(next));
  // What was put there later is not the view's.
  return (!old.hasAttribute('data-own') && patchChildren(old, next)) || changed;
}

// Has the browser keep a file.
export function save(name, content) {
  const address = URL.createObjectURL(content);
  Object.assign(document.createElement('a'), { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

// A time as its age. The text is kept up to date by itself.
export function when(text) {
  const at = new Date(text);
  return h('time', { datetime: text, title: time(at), 'data-age': true }, ago(at));
}

setInterval(() => {
  for (const element of document.querySelectorAll('time[data-age]')) {
    const text = ago(new Date(element.dateTime));
    if (element.firstChild.data !== text) element.firstChild.data = text;
  }
}, 5000);

const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });

function ago(at) {
  const seconds = Math.round((Date.now() - at) / 1000);
  if (seconds < 60) return t`just now`;
  for (const [unit, size, most] of [
    ['minute', 60, 60],
    ['hour', 3600, 24],
    ['day', 86400, 30],
  ])
    if (seconds / size < most) return relative.format(-Math.floor(seconds / size), unit);
  return day(at);
}

export function announce(text) {
  document.getElementById('announce').textContent = text;
}

let copied = null;

// A button that copies a text, and says that it has.
export function copyButton(what, text) {
  return h(
    'button',
    {
      type: 'button',
      class: 'copy',
      onclick: async event => {
        const target = event.currentTarget;
        await navigator.clipboard.writeText(text);
        copied = text;
        target.firstChild.data = t`Copied`;
        announce(t`Copied ${what}.`);
        setTimeout(() => {
          if (copied === text) copied = null;
          target.firstChild.data = t`Copy`;
        }, 3000);
      },
    },
    copied === text ? t`Copied` : t`Copy`,
    h('span', { class: 'unseen' }, ` ${what}`),
  );
}

let asked = Promise.resolve();

// Asks before what cannot be undone. With a field it answers with the field's text. Null: no.
export function ask(question) {
  asked = asked.then(() => askNow(question));
  return asked;
}

function askNow({ title, text, yes, no = t`Keep as it is`, danger = false, field = null, choice = null, more = [] }) {
  const dialog = document.getElementById('ask');
  document.getElementById('ask-title').textContent = title;
  document.getElementById('ask-text').textContent = text;
  const refuse = document.getElementById('ask-no');
  refuse.textContent = no;
  refuse.onclick = () => dialog.close('no');
  const button = document.getElementById('ask-yes');
  button.textContent = yes;
  button.className = danger ? 'danger' : 'primary';
  const input = field
    ? h('input', {
        type: field.secret ? 'password' : (field.type ?? 'text'),
        value: field.value,
        min: field.least,
        maxlength: `${field.longest ?? 4000}`,
        autocomplete: 'off',
        required: field.required,
      })
    : null;
  // A choice is a tick; its answer is 'yes' where it is set.
  const chosen = choice ? h('input', { type: 'checkbox' }) : null;
  document
    .getElementById('ask-more')
    .replaceChildren(
      ...(input ? [h('label', null, field.label, input)] : []),
      ...(chosen ? [h('label', { class: 'tick' }, chosen, ` ${choice}`)] : []),
    );
  dialog.returnValue = 'no';
  // The key that opened the dialog, still held down, is no answer to it.
  dialog.onkeydown = event => {
    if (event.key === 'Enter' && event.repeat) event.preventDefault();
  };
  document.getElementById('ask-more').append(...more);
  dialog.showModal();
  (input ?? (danger ? refuse : button)).focus();
  return new Promise(resolve =>
    dialog.addEventListener(
      'close',
      () => {
        // Keys and passwords do not stay in the document.
        document.getElementById('ask-more').replaceChildren();
        resolve(dialog.returnValue === 'yes' ? (input?.value ?? (chosen?.checked ? 'yes' : '')) : null);
      },
      { once: true },
    ),
  );
}
