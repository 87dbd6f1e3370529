import { call } from './api.js';
import { h } from './dom.js';
import { t } from './messages.js';

// Leads to the text of the agreement. Its links live five minutes, so they are asked for when somebody wants to read it.
export function agreementText(partner, customer) {
  const answer = h('span', { role: 'status' });
  const button = h(
    'button',
    { type: 'button', class: 'link', onclick: read },
    t`Read the Microsoft Customer Agreement`,
  );
  const root = h('p', { class: 'agreement-text' }, button, ' ', answer);

  async function read() {
    const country = customer()?.address?.country;
    if (!country) return answer.replaceChildren(t`The account information names no country yet.`);
    button.disabled = true;
    answer.replaceChildren(t`Asking Microsoft…`);
    try {
      const found = await call('GET', 'reference/agreement', {
        query: { country, culture: customer().culture, partner },
      });
      answer.replaceChildren(
        h(
          'a',
          { href: found.displayUrl, target: '_blank', rel: 'noreferrer noopener' },
          t`Open it in ${found.language}, for ${found.country}`,
        ),
        ' ',
        h('span', { class: 'quiet' }, t`The link is valid for five minutes.`),
      );
    } catch (problem) {
      answer.replaceChildren(problem.message);
    } finally {
      button.disabled = false;
    }
  }

  return root;
}
