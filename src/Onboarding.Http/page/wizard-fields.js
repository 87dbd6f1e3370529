import { h } from './dom.js';
import { t } from './messages.js';

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
    h('label', { for: id }, label, h('span', { class: 'optional' })),
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
  root.querySelector('.optional').textContent = required ? '' : ` ${t`(optional)`}`;
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
  root.querySelector('.optional').textContent = '';
  root.classList.add('tick', 'wide');
  return root;
}

export const controlOf = (root, path) => root.querySelector(`#${CSS.escape(idOf(path))}`);

// Puts each finding where it belongs: at its field, else at the nearest group around it. Returns those that have no
// place here.
export function showFindings(root, findings, applySuggestion, acknowledgements = null) {
  clearFindings(root);
  const unplaced = [];
  for (const finding of findings) {
    const owner = placeFor(root, finding.path);
    if (!owner) {
      unplaced.push(finding);
      continue;
    }
    const list = owner.querySelector('.for-findings');
    if (!list.firstChild) list.append(h('ul', { class: 'findings' }));
    list.firstChild.append(findingItem(finding, applySuggestion, acknowledgements));
    if (finding.severity === 'error')
      owner
        .querySelector(':scope > input, :scope > select, :scope > .with > input')
        ?.setAttribute('aria-invalid', 'true');
  }
  return unplaced;
}

function placeFor(root, path) {
  for (let at = path; at; at = at.slice(0, at.lastIndexOf('/'))) {
    const owner = root.querySelector(`[data-path="${CSS.escape(at)}"]`);
    if (owner && !owner.closest('[hidden]')) return owner;
  }
  return null;
}

const severityLabels = { error: t`Error:`, warning: t`Note:`, review: t`Please check:` };

// With acknowledgements it asks whoever submits to confirm what was found, where it holds the onboarding otherwise.
export const findingItem = (finding, applySuggestion, acknowledgements = null) =>
  h(
    'li',
    { class: finding.severity },
    h(
      'div',
      null,
      h('strong', null, severityLabels[finding.severity]),
      ' ',
      finding.message,
      finding.code ? [' ', h('code', null, finding.code)] : null,
    ),
    finding.suggestion
      ? choicesOf(finding).map(choice =>
          applySuggestion
            ? h(
                'button',
                { type: 'button', class: 'suggestion', onclick: () => applySuggestion(finding, choice) },
                t`Use “${choice}”`,
              )
            : h('div', null, t`Suggested: ${choice}`),
        )
      : null,
    acknowledgements?.holds(finding)
      ? h(
          'label',
          { class: 'acknowledge' },
          h('input', {
            type: 'checkbox',
            checked: acknowledgements.isTicked(finding),
            'aria-label': t`I have checked this, and it is right: ${finding.message}`,
            onchange: event => acknowledgements.tick(finding, event.target.checked),
          }),
          ' ',
          t`I have checked this, and it is right`,
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
  const owner = place?.closest('[data-path]');
  const target = owner?.querySelector(':scope > [aria-invalid], :scope > .with > [aria-invalid]') ?? owner;
  if (!target) return false;
  target.focus();
  target.scrollIntoView({ block: 'center' });
  return true;
}
