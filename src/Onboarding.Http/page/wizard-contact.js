import { h } from './dom.js';
import { t } from './messages.js';
import { demand, field, group, text } from './wizard-fields.js';
import { labelAt } from './wizard-words.js';

// A person at the customer: the primary contact, or who accepted the agreement.
export function contactFields(path, value, legend = labelAt(path)) {
  const controls = {
    firstName: text(value?.firstName, { maxlength: '50', autocomplete: 'off' }),
    lastName: text(value?.lastName, { maxlength: '50' }),
    email: text(value?.email, { type: 'email', maxlength: '254' }),
    phone: text(value?.phone, { type: 'tel', maxlength: '40' }),
  };
  const fields = Object.entries(controls).map(([name, control]) =>
    field(`${path}/${name}`, labelAt(`${path}/${name}`), control),
  );
  const about = h('p', { class: 'quiet' });
  const root = group(path, legend, about, h('div', { class: 'fields' }, fields));
  const read = () => {
    const person = Object.fromEntries(Object.entries(controls).map(([name, control]) => [name, control.value]));
    return Object.values(person).some(text => text.trim()) ? person : null;
  };
  return {
    root,
    read,
    say: text => {
      about.textContent = text;
    },
    phoneHint: text => {
      fields[3].querySelector('.hint').textContent = text;
    },
    demand(all, phone) {
      Object.values(controls)
        .slice(0, 3)
        .forEach((control, index) => demand(control, all, fields[index]));
      demand(controls.phone, phone ?? false, fields[3]);
    },
    check: phone => [
      ...Object.keys(controls)
        .filter(name => (name !== 'phone' || phone) && !controls[name].value.trim())
        .map(name => ({
          path: `${path}/${name}`,
          message: t`${labelAt(`${path}/${name}`)} is missing.`,
          severity: 'error',
        })),
      ...(controls.phone.value.trim() && !isPhone(controls.phone.value)
        ? [
            {
              path: `${path}/phone`,
              message: t`A phone number: 4 to 15 digits, such as +49 89 31760.`,
              severity: 'error',
            },
          ]
        : []),
    ],
  };
}

// Digits in any script, with what is usual between them; whether the country has such numbers is checked later.
const isPhone = text =>
  /^[+\p{Nd}\s().\/\-–]+$/u.test(text.normalize('NFKC')) &&
  /^\p{Nd}{4,15}$/u.test(text.normalize('NFKC').replace(/\P{Nd}/gu, ''));
