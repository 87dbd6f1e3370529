import { call } from './api.js';
import { announce, ask, h, show } from './dom.js';
import { nodes, t } from './messages.js';
import { partners as listPartners } from './wizard-countries.js';
import { createDraft, draftOf } from './wizard-draft.js';
import { editor } from './wizard-editor.js';
import { field, radios, text } from './wizard-fields.js';
import { reviewPage } from './wizard-review.js';
import { may } from './session.js';
import { arrive, leaveTo } from './way.js';
import { clouds, kinds } from './wizard-words.js';
import { badge, mood } from './words.js';

const pages = {
  account: ['account', t`Account information`, t`Who the customer is, and whom Microsoft writes to.`],
  agreement: [
    'agreement',
    t`Customer agreement`,
    t`Nothing can be ordered before the customer has accepted the Microsoft Customer Agreement.`,
  ],
  reseller: [
    'reseller',
    t`Indirect reseller`,
    t`The reseller must be active and have signed the Microsoft Partner Agreement.`,
  ],
  offers: ['subscriptions', t`Offers`, t`What the customer gets, and how many licences of it.`],
  review: [null, t`Review`, t`This version is what is submitted. Everything can still be changed.`],
};
const address = (id, page) => `#/drafts/${encodeURIComponent(id)}/${page}`;
const pagesFor = partner =>
  Object.keys(pages).filter(
    name => (name !== 'agreement' || partner.agreementModes.length > 0) && (name !== 'reseller' || partner.resellers),
  );

// Where a draft begins: as whom one sells. From then on its address leads to it.
export function startView() {
  const card = h('div', { class: 'card page' }, h('p', { class: 'quiet' }, t`Asking which partners are configured…`));
  const trouble = h('div', { class: 'callout bad', role: 'alert', hidden: true });
  const view = {
    title: t`Add a customer`,
    every: 0,
    root: [
      h('h1', { tabindex: '-1' }, t`Add a customer`),
      card,
      h('p', { class: 'quiet' }, nodes`Or ${h('a', { href: '#/json' }, t`submit a request as JSON`)}.`),
    ],
    async update() {
      if (!may('submit')) {
        show(card, h('p', null, t`Your roles do not permit to add a customer: it needs the permission Submit.`));
        return;
      }
      const partners = await listPartners();
      if (card.querySelector('form')) return;
      const who = radios(
        '/partner',
        t`You sell as`,
        partners.map(one => [
          one.name,
          one.name,
          [kinds[one.kind], clouds[one.cloud], one.environment === 'sandbox' ? t`sandbox` : null]
            .filter(Boolean)
            .join(', '),
        ]),
        partners[0]?.name,
      );
      who.hidden = partners.length < 2;
      const reference = text('', { maxlength: '100' });
      const begin = h('button', { type: 'submit', class: 'primary' }, t`Begin`);
      card.replaceChildren(
        h(
          'form',
          {
            class: 'form',
            novalidate: true,
            onsubmit: async event => {
              event.preventDefault();
              begin.disabled = true;
              try {
                const partner = partners.find(one => one.name === (who.value() ?? partners[0]?.name));
                const id = await createDraft({
                  partner: partner?.name,
                  reference: reference.value.trim() || undefined,
                });
                location.hash = address(id, 'account');
              } catch (problem) {
                trouble.hidden = false;
                show(trouble, h('strong', null, t`${problem.title ?? t`The page failed`}.`), ' ', problem.message);
              } finally {
                begin.disabled = false;
              }
            },
          },
          who,
          h(
            'div',
            { class: 'fields' },
            field('/reference', t`Your reference`, reference, { hint: t`Such as the number in your CRM; used once.` }),
          ),
          trouble,
          h(
            'p',
            { class: 'quiet' },
            t`What you enter is kept as a draft under an address of its own: bookmark it, and go on whenever you like.`,
          ),
          h('div', { class: 'buttons' }, begin),
        ),
      );
    },
  };
  return view;
}

// The entry of the history at which this tab came to the draft.
function entered(id) {
  const key = `entered/${id}`;
  const place = arrive();
  const first = sessionStorage.getItem(key);
  if (first !== null && Number(first) <= place) return Number(first);
  sessionStorage.setItem(key, `${place}`);
  return place;
}

// One page of a draft. Every page is saved before the next is shown, and the address says where one is.
export function wizardView(id, page) {
  const draft = draftOf(id);
  entered(id);
  const frame = h(
    'div',
    { class: 'wizard' },
    h('div', { class: 'card page' }, h('p', { class: 'quiet' }, t`Opening the draft…`)),
  );
  let shown = null;
  const view = {
    title: t`Add a customer`,
    every: 0,
    root: [frame],
    async update() {
      const partners = await listPartners();
      // The page one comes from is not asked for again; whether somebody else wrote meanwhile is looked at behind it.
      if (!shown && draft.now) await build(partners);
      await draft.load().catch(problem => {
        if (!shown) throw problem;
      });
      if (page === 'done' || draft.now.onboarding) await done();
      else if (!shown || shown.stale()) await build(partners);
    },
  };

  async function build(partners) {
    const { request } = draft.now;
    const partner = partners.find(one => one.name.toLowerCase() === request.partner.toLowerCase()) ?? partners[0];
    const order = pagesFor(partner);
    if (!order.includes(page)) page = order[0];
    const at = order.indexOf(page);
    const [section, title, about] = pages[page];
    const status = h('p', { class: 'quiet status', role: 'status' });
    const onSubmitted = () => finish('done');
    const sections = [
      ...order.slice(0, -1).map(name => pages[name].slice(0, 2)),
      ['general', t`Reference and approval`],
    ];
    shown = section
      ? editor({ draft, partner, partners, section, status, onSubmitted })
      : reviewPage({ draft, partner, partners, sections, status, onSubmitted });
    const leave = async to => {
      if (section && !(await shown.save())) return;
      location.hash = address(id, to);
    };
    const next = h('button', { type: 'submit', class: 'primary' }, section ? t`Next` : t`Submit`);
    const form = h(
      section ? 'form' : 'div',
      { class: 'card page', novalidate: Boolean(section) },
      h(
        'p',
        { class: 'eyebrow' },
        [request.customer.companyName ?? t`New onboarding`, t`as ${partner.name}`].join(' · '),
      ),
      h('h1', { tabindex: '-1' }, title),
      h('p', { class: 'quiet' }, about),
      shown.root,
      h(
        'div',
        { class: 'foot' },
        at > 0 ? h('button', { type: 'button', onclick: () => leave(order[at - 1]) }, t`Back`) : null,
        next,
        status,
        h('button', { type: 'button', class: 'danger', onclick: deleteDraft }, t`Delete the draft`),
      ),
    );
    const go = async () => {
      next.disabled = true;
      try {
        if (!(section ? await shown.finish() : await shown.submit())) return;
        if (section) location.hash = address(id, order[at + 1]);
        else finish('done');
      } finally {
        next.disabled = false;
      }
    };
    if (section)
      form.addEventListener('submit', event => {
        event.preventDefault();
        go();
      });
    else next.addEventListener('click', go);
    view.title = `${title} – ${request.customer.companyName ?? t`Add a customer`}`;
    frame.replaceChildren(stepList(order, page, leave), form);
    form.querySelector('h1').focus();
    await shown.ready;
  }

  const stepList = (order, current, leave) =>
    h(
      'nav',
      { class: 'steps', 'aria-label': t`Steps` },
      h(
        'ol',
        null,
        order.map((name, index) =>
          h(
            'li',
            { class: index < order.indexOf(current) ? 'past' : '' },
            h(
              'a',
              {
                href: address(id, name),
                'aria-current': name === current ? 'step' : null,
                onclick: event => {
                  if (event.ctrlKey || event.metaKey || event.shiftKey || name === current) return;
                  event.preventDefault();
                  leave(name);
                },
              },
              pages[name][1],
            ),
          ),
        ),
        h('li', null, h('span', { 'aria-current': current === 'done' ? 'step' : null }, t`Done`)),
      ),
    );

  async function done() {
    if (!draft.now.onboarding) {
      location.hash = address(id, 'review');
      return;
    }
    const item = await call('GET', `onboardings/${encodeURIComponent(draft.now.onboarding)}`);
    const name = item.request.customer.companyName ?? item.reference;
    if (!location.hash.endsWith('/done')) history.replaceState(history.state, '', address(id, 'done'));
    view.title = `${t`Done`} – ${name}`;
    view.every = item.ended ? 0 : 2000;
    view.concerns = [`onboardings/${item.id}`];
    shown ??= {};
    shown.done ??= h('div', { class: 'card page' });
    frame.classList.add('whole');
    if (!frame.contains(shown.done)) frame.replaceChildren(shown.done);
    show(
      shown.done,
      h('p', { class: 'eyebrow' }, item.reference),
      h('h1', { tabindex: '-1' }, t`Done`),
      h(
        'div',
        { class: `callout ${mood(item.stage) || 'good'}` },
        h('p', null, nodes`${h('strong', null, name)} was submitted.`, ' ', badge(item.stage, item.ended)),
      ),
      h(
        'p',
        null,
        item.ended
          ? t`It has ended; what exists at Microsoft now is shown with it.`
          : t`It goes on by itself. This page can be closed.`,
      ),
      h(
        'div',
        { class: 'buttons' },
        h(
          'a',
          { class: 'button primary', href: `#/onboardings/${encodeURIComponent(item.id)}` },
          t`Follow the onboarding`,
        ),
        h('a', { class: 'button', href: '#/new' }, t`Add another customer`),
      ),
    );
  }

  // What is finished is left behind: Back leads to where one was before the wizard.
  const finish = to => leaveTo(address(id, to), entered(id));

  async function deleteDraft() {
    if (
      (await ask({
        title: t`Delete this draft?`,
        text: t`What was entered is deleted. Nothing exists at Microsoft.`,
        yes: t`Delete`,
        danger: true,
      })) === null
    )
      return;
    try {
      await draft.remove();
      leaveTo('#/', entered(id));
      announce(t`The draft was deleted.`);
    } catch (problem) {
      const trouble = document.getElementById('trouble');
      trouble.hidden = false;
      show(trouble, h('strong', null, t`${problem.title}.`), ' ', problem.message);
    }
  }

  return view;
}
