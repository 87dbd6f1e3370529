import { h } from './dom.js';
import { language, t } from './messages.js';

const stages = {
  submitted: t`Submitted`,
  validating: t`Checking the request`,
  'awaiting-approval': t`Awaiting approval`,
  'checking-reseller': t`Checking the reseller`,
  'creating-customer': t`Creating the customer`,
  'under-microsoft-review': t`Under Microsoft review`,
  'confirming-agreement': t`Confirming the agreement`,
  'awaiting-customer-acceptance': t`Awaiting the customer`,
  'awaiting-qualification': t`Awaiting the qualification`,
  'awaiting-purchase-order': t`Awaiting a purchase order`,
  'linking-reseller': t`Linking the reseller`,
  ordering: t`Ordering`,
  provisioning: t`Provisioning`,
  'awaiting-operator': t`Awaiting an operator`,
  undoing: t`Undoing`,
  completed: t`Completed`,
  rejected: t`Rejected`,
  expired: t`Expired`,
  cancelled: t`Cancelled`,
  'rolled-back': t`Rolled back`,
  'needs-attention': t`Needs attention`,
  'taken-back': t`Undone`,
};
const actors = {
  us: t`us`,
  microsoft: t`Microsoft`,
  customer: t`the customer`,
  approver: t`an approver`,
  operator: t`an operator`,
  nobody: t`nobody`,
};

export const stageNames = Object.entries(stages);
export const stageText = stage => (stage === 'unreadable' ? t`Cannot be read: damaged` : (stages[stage] ?? stage));
export const actorText = actor => actors[actor] ?? actor;

export function mood(stage) {
  if (stage === 'completed') return 'good';
  if (['rejected', 'expired', 'rolled-back', 'needs-attention', 'unreadable'].includes(stage)) return 'bad';
  if (
    [
      'awaiting-operator',
      'awaiting-approval',
      'awaiting-customer-acceptance',
      'awaiting-purchase-order',
      'cancelled',
      'taken-back',
      'undoing',
    ].includes(stage)
  )
    return 'wait';
  return '';
}

export const badge = (stage, ended) =>
  h('span', { class: `badge ${mood(stage)} ${ended ? '' : 'live'}` }, stageText(stage));

export const money = (amount, currency) =>
  new Intl.NumberFormat(language, { style: 'currency', currency }).format(amount);
