import { call, download } from './api.js';
import { chosenBar } from './chosen.js';
import { h } from './dom.js';
import { number, plural, t } from './messages.js';
import { may } from './session.js';

const mostExported = 100;

export const resumedText = count =>
  plural(count, t`${number(count)} onboarding goes on.`, t`${number(count)} onboardings go on.`);
const stopText = count =>
  plural(count, t`${number(count)} onboarding was asked to stop.`, t`${number(count)} onboardings were asked to stop.`);
const failedText = count =>
  plural(
    count,
    t`The call failed for ${number(count)} onboarding.`,
    t`The call failed for ${number(count)} onboardings.`,
  );

const whatIsCancelled = names =>
  names.length > 5
    ? t`Each stops at its next step, and what can be undone is undone: ${names.slice(0, 5).join(', ')} and
        ${number(names.length - 5)} more.`
    : t`Each stops at its next step, and what can be undone is undone: ${names.join(', ')}.`;

const nameOf = item => item.companyName ?? item.reference;

// What can be done with the onboardings that are chosen in a list.
export function bulkBar(refresh, redraw) {
  const act =
    name =>
    ({ id }) =>
      call('POST', `onboardings/${encodeURIComponent(id)}/${name}`);

  const buttons = (items, each) => [
    may('operate')
      ? h(
          'button',
          { type: 'button', id: 'bulk-resume', onclick: () => each(items, act('resume'), resumedText) },
          t`Resume`,
        )
      : null,
    h(
      'button',
      {
        type: 'button',
        id: 'bulk-export',
        disabled: items.length > mostExported,
        title: items.length > mostExported ? t`At most ${mostExported}` : null,
        onclick: () =>
          refresh(() => download('onboardings.csv', 'onboardings.csv', { ids: items.map(item => item.id).join(',') })),
      },
      t`Export`,
    ),
    may('cancel')
      ? h(
          'button',
          {
            type: 'button',
            id: 'bulk-cancel',
            class: 'danger',
            onclick: () =>
              each(items, act('cancel'), stopText, {
                title: plural(
                  items.length,
                  t`Cancel ${items.length} onboarding?`,
                  t`Cancel ${items.length} onboardings?`,
                ),
                text: whatIsCancelled(items.map(nameOf)),
                yes: t`Cancel them`,
                danger: true,
              }),
          },
          t`Cancel`,
        )
      : null,
  ];

  return chosenBar({ label: t`Chosen onboardings`, buttons, nameOf, failedText, refresh, redraw });
}
