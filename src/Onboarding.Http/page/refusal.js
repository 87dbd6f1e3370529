import { t } from './messages.js';

// Microsoft's own words in a text of ours: operation, what became of it, status and code, description.
const answer =
  /\b([A-Z]\w*)\.[A-Z]\w*: (held back|failed without an effect|not authorized|not found|in conflict|refused|no usable answer, the effect may exist)(?: \(status \d+[^)]*\))?(?:, come again in [\d.]+ s)?(?:: [^]*?)?(?=$| What remains:)/;

const things = {
  Carts: t`the order`,
  Orders: t`the order`,
  Customers: t`the customer`,
  Agreements: t`the agreement`,
  Subscriptions: t`the change of a subscription`,
  Relationships: t`the relationship`,
};
const events = {
  'held back': thing => t`Microsoft is busy and has put off ${thing}.`,
  'failed without an effect': thing => t`Microsoft could not be reached about ${thing}.`,
  'not authorized': thing => t`Microsoft has refused the partner’s sign-in or role for ${thing}.`,
  'not found': thing => t`Microsoft does not find ${thing}.`,
  'in conflict': thing => t`Microsoft has refused ${thing}, because of something else that is there or under way.`,
  refused: thing => t`Microsoft has refused ${thing}.`,
  'no usable answer, the effect may exist': thing => t`Microsoft has not answered about ${thing}.`,
};

const meanings = {
  'order.credit-limit': t`The partner’s credit limit at Microsoft does not suffice for it.`,
  'order.risk-refused': t`Microsoft’s risk management does not let the partner sell now.`,
  'order.limit-reached': t`It goes beyond what Microsoft sells to this customer or partner.`,
  'order.not-qualified': t`The offer is for customers of a segment that this one does not qualify for.`,
  'order.offer-not-available': t`An offer is not, or no longer, to be had for this customer with this term and billing.`,
  'order.agreement-missing': t`The customer has not accepted the Microsoft Customer Agreement.`,
  'order.account-under-review': t`Microsoft reviews the customer’s account.`,
  'order.promotion-not-eligible': t`The customer is not eligible for the promotion.`,
  'order.end-date-not-allowed': t`The term cannot end on the day that was asked for.`,
  'partner.agreement-missing': t`The partner’s own company has not accepted the Microsoft Partner Agreement.`,
  'partner.programme-inactive': t`The programme status of the partner or its reseller is not active.`,
  'partner.not-in-country': t`The partner may not sell in the customer’s country, or not create customers.`,
  'partner-center.unauthorized': t`The sign-in, the role or the consent of the partner is missing.`,
  'partner-center.27002': t`It does not accept the customer’s address, state or e-mail address; its own words say which.`,
  'customer.domain-taken': t`The domain belongs to another tenant.`,
};

export const meaningOf = code => meanings[code] ?? null;

// The text with a sentence of ours in the place of Microsoft's words.
export const inOurWords = text => text.replace(answer, (_, area, what) => events[what](things[area] ?? t`this step`));

// What Microsoft has answered, each once.
export const answersIn = texts => [
  ...new Set(
    texts
      .filter(Boolean)
      .map(text => answer.exec(text)?.[0])
      .filter(Boolean),
  ),
];
