// Builds elements. Text is always text: nothing that comes from outside is ever parsed as HTML.
export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

// Replaces the content, unless it would be the same; what has the focus keeps it.
export function show(container, ...children) {
  const next = h('div', null, ...children);
  if (container.innerHTML === next.innerHTML) return false;
  const focused = document.activeElement?.id && container.contains(document.activeElement) ? document.activeElement.id : null;
  container.replaceChildren(...next.childNodes);
  if (focused) document.getElementById(focused)?.focus();
  return true;
}

export function when(text) {
  const at = new Date(text);
  return h('time', { datetime: text, title: at.toLocaleString() }, ago(at));
}

function ago(at) {
  const seconds = Math.round((Date.now() - at) / 1000);
  if (seconds < 10) return 'just now';
  const format = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  for (const [unit, size, most] of [['second', 1, 60], ['minute', 60, 60], ['hour', 3600, 24], ['day', 86400, 30]])
    if (seconds / size < most) return format.format(-Math.floor(seconds / size), unit);
  return at.toLocaleDateString();
}

export function announce(text) {
  document.getElementById('announce').textContent = text;
}

let asked = Promise.resolve();

// Asks before what cannot be taken back. With a field it answers with the field's text. Null: no.
export function ask(question) {
  asked = asked.then(() => askNow(question));
  return asked;
}

function askNow({ title, text, yes, no = 'Keep as it is', danger = false, field = null, choice = null }) {
  const dialog = document.getElementById('ask');
  document.getElementById('ask-title').textContent = title;
  document.getElementById('ask-text').textContent = text;
  const refuse = document.getElementById('ask-no');
  refuse.textContent = no;
  refuse.onclick = () => dialog.close('no');
  const button = document.getElementById('ask-yes');
  button.textContent = yes;
  button.className = danger ? 'danger' : 'primary';
  const input = field ? h('input', { type: field.secret ? 'password' : 'text', maxlength: `${field.longest ?? 4000}`, autocomplete: 'off', required: field.required }) : null;
  // A choice is a tick; its answer is 'yes' where it is set.
  const chosen = choice ? h('input', { type: 'checkbox' }) : null;
  document.getElementById('ask-more').replaceChildren(...(input ? [h('label', null, field.label, input)] : []), ...(chosen ? [h('label', { class: 'tick' }, chosen, ` ${choice}`)] : []));
  dialog.returnValue = 'no';
  // The key that opened the dialog, still held down, is no answer to it.
  dialog.onkeydown = event => { if (event.key === 'Enter' && event.repeat) event.preventDefault(); };
  dialog.showModal();
  (input ?? (danger ? refuse : button)).focus();
  return new Promise(resolve => dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes' ? input?.value ?? (chosen?.checked ? 'yes' : '') : null), { once: true }));
}
