import { h } from './dom.js';

const stages = {
  submitted: 'Submitted',
  validating: 'Checking the request',
  'awaiting-approval': 'Awaiting approval',
  'checking-reseller': 'Checking the reseller',
  'creating-customer': 'Creating the customer',
  'under-microsoft-review': 'Under Microsoft review',
  'confirming-agreement': 'Confirming the agreement',
  'awaiting-customer-acceptance': 'Awaiting the customer',
  'awaiting-qualification': 'Awaiting the qualification',
  'awaiting-purchase-order': 'Awaiting a purchase order',
  'linking-reseller': 'Linking the reseller',
  ordering: 'Ordering',
  provisioning: 'Provisioning',
  'awaiting-operator': 'Awaiting an operator',
  undoing: 'Undoing',
  completed: 'Completed',
  rejected: 'Rejected',
  expired: 'Expired',
  cancelled: 'Cancelled',
  'rolled-back': 'Rolled back',
  'needs-attention': 'Needs attention',
  'taken-back': 'Taken back',
};
const actors = {
  us: 'us',
  microsoft: 'Microsoft',
  customer: 'the customer',
  approver: 'an approver',
  operator: 'an operator',
  nobody: 'nobody',
};

export const stageNames = Object.entries(stages);
export const stageText = stage => (stage === 'unreadable' ? 'Cannot be read: damaged' : (stages[stage] ?? stage));
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
  new Intl.NumberFormat(undefined, { style: 'currency', currency }).format(amount);
