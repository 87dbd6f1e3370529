import { h } from './dom.js';

const idOf = path => `field${path.replaceAll('/', '-')}`;
const findingsPlace = () => h('div', { class: 'for-findings' });

// A control with its label, a hint and a place for findings, tied together for those who do not see them.
export function field(path, label, control, { hint = '', required = false, wide = false, after = null } = {}) {
  const id = idOf(path);
  control.id = id;
  control.setAttribute('aria-describedby', `${id}-hint ${id}-findings`);
  const place = findingsPlace();
  place.id = `${id}-findings`;
  const root = h(
    'div',
    { class: `field ${wide ? 'wide' : ''}`, 'data-path': path },
    h('label', { for: id }, label, h('span', { class: 'must' })),
    after ? h('div', { class: 'with' }, control, after) : control,
    h('p', { class: 'hint', id: `${id}-hint` }, hint),
    place,
  );
  demand(control, required, root);
  return root;
}

export function demand(control, required, root = control.closest('.field')) {
  if (required) control.setAttribute('aria-required', 'true');
  else control.removeAttribute('aria-required');
  root.querySelector('.must').textContent = required ? '' : ' (optional)';
}

export const hint = (control, text) => {
  control.closest('.field').querySelector('.hint').textContent = text;
};

export const text = (value, attributes = {}) =>
  h('input', { type: 'text', value: value ?? '', autocomplete: 'off', ...attributes });

export function select(options, value, attributes = {}) {
  const control = h(
    'select',
    attributes,
    options.map(([key, name]) => h('option', { value: key }, name)),
  );
  control.value = value ?? '';
  // What the list does not know is shown as it is rather than lost.
  if (value && control.value !== value) {
    control.append(h('option', { value }, value));
    control.value = value;
  }
  return control;
}

export const group = (path, legend, ...children) =>
  h('fieldset', { 'data-path': path, tabindex: '-1' }, h('legend', null, legend), findingsPlace(), ...children);

export function radios(path, legend, options, value, changed = () => {}) {
  const root = group(
    path,
    legend,
    h(
      'div',
      { class: 'choices' },
      options.map(([key, name, about, isDisabled]) => {
        const id = `${idOf(path)}-${key || 'none'}`;
        const input = h('input', {
          type: 'radio',
          name: path,
          value: key,
          id,
          checked: key === value,
          disabled: isDisabled && key !== value,
          'aria-describedby': about ? `${id}-about` : null,
        });
        input.addEventListener('change', () => changed(key));
        return h(
          'div',
          { class: 'choice' },
          input,
          h('label', { for: id }, name),
          about ? h('p', { class: 'hint', id: `${id}-about` }, about) : null,
        );
      }),
    ),
  );
  root.value = () => root.querySelector('input:checked')?.value ?? null;
  return root;
}

export function tick(path, label, checked, about = '') {
  const control = h('input', { type: 'checkbox', checked });
  const root = field(path, label, control, { hint: about });
  root.querySelector('.must').textContent = '';
  root.classList.add('tick', 'wide');
  return root;
}

export const controlOf = (root, path) => root.querySelector(`#${CSS.escape(idOf(path))}`);

// Puts each finding where it belongs: at its field, else at the nearest group around it. Answers with those that have no place here.
export function showFindings(root, findings, take, stand = null) {
  clearFindings(root);
  const homeless = [];
  for (const finding of findings) {
    const home = homeOf(root, finding.path);
    if (!home) {
      homeless.push(finding);
      continue;
    }
    const place = home.querySelector('.for-findings');
    if (!place.firstChild) place.append(h('ul', { class: 'findings' }));
    place.firstChild.append(findingItem(finding, take, stand));
    if (finding.severity === 'error')
      home
        .querySelector(':scope > input, :scope > select, :scope > .with > input')
        ?.setAttribute('aria-invalid', 'true');
  }
  return homeless;
}

function homeOf(root, path) {
  for (let at = path; at; at = at.slice(0, at.lastIndexOf('/'))) {
    const home = root.querySelector(`[data-path="${CSS.escape(at)}"]`);
    if (home && !home.closest('[hidden]')) return home;
  }
  return null;
}

// With a stand it asks whoever submits to stand by what was found, where it holds the onboarding otherwise.
export const findingItem = (finding, take, stand = null) =>
  h(
    'li',
    { class: finding.severity },
    h(
      'div',
      null,
      h('strong', null, { error: 'Error: ', warning: 'Note: ', review: 'Please check: ' }[finding.severity]),
      finding.message,
      finding.code ? [' ', h('code', null, finding.code)] : null,
    ),
    finding.suggestion
      ? choicesOf(finding).map(choice =>
          take
            ? h(
                'button',
                { type: 'button', class: 'suggestion', onclick: () => take(finding, choice) },
                `Use “${choice}”`,
              )
            : h('div', null, `Suggested: ${choice}`),
        )
      : null,
    stand?.holds(finding)
      ? h(
          'label',
          { class: 'stand' },
          h('input', {
            type: 'checkbox',
            checked: stand.isTicked(finding),
            'aria-label': `I have checked this, and it is right: ${finding.message}`,
            onchange: event => stand.tick(finding, event.target.checked),
          }),
          ' I have checked this, and it is right',
        )
      : null,
  );

const choicesOf = finding =>
  finding.path.startsWith('/customer/address') || finding.path === '/customer/domainPrefix'
    ? finding.suggestion.split(' | ')
    : [finding.suggestion];

export function clearFindings(root) {
  for (const place of root.querySelectorAll('.for-findings')) place.replaceChildren();
  for (const control of root.querySelectorAll('[aria-invalid]')) control.removeAttribute('aria-invalid');
}

export function focusFirstError(root) {
  const place = [...root.querySelectorAll('.for-findings')].find(one => one.querySelector('.error'));
  const home = place?.closest('[data-path]');
  const target = home?.querySelector(':scope > [aria-invalid], :scope > .with > [aria-invalid]') ?? home;
  if (!target) return false;
  target.focus();
  target.scrollIntoView({ block: 'center' });
  return true;
}
