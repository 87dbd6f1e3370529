using System.Reflection;

namespace Onboarding;

/// <summary>Describes a code of <see cref="ErrorCodes"/>; docs/error-codes.md is generated from these.</summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class MeaningAttribute(string text) : Attribute
{
    public string Text { get; } = text;
}

/// <summary>
/// Every code we raise ourselves: findings of a request (<c>field.*</c>, <c>customer.*</c>, …), failures of steps,
/// problem types of the API. A vendor's code is passed on as <c>partner-center.{number}</c>; its meaning stands in the
/// PartnerCenter project's table. Codes are stored and matched on by callers: they are never renamed.
/// </summary>
public static partial class ErrorCodes
{
    /// <summary>Code and meaning of every constant, by code.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } =
        typeof(ErrorCodes)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.IsLiteral)
            .ToDictionary(
                field => (string)field.GetRawConstantValue()!,
                field => field.GetCustomAttribute<MeaningAttribute>()!.Text
            );
}

/// <summary>Failures of steps.</summary>
public static partial class ErrorCodes
{
    [Meaning("Something happened that no step foresaw; the trace id leads to the log.")]
    public const string Unexpected = StepFailure.Unexpected;

    [Meaning("The record of an onboarding is gone though its orchestration runs.")]
    public const string RecordMissing = "onboarding.record-missing";

    [Meaning("Partner Center did not answer a call, and looking did not tell whether it had its effect.")]
    public const string NoAnswer = "partner-center.no-answer";

    [Meaning("Partner Center is asked to slow down; the step goes on by itself.")]
    public const string Throttled = "partner-center.throttled";

    [Meaning("Partner Center could not be reached or was busy; nothing had happened, and the step goes on by itself.")]
    public const string Unavailable = "partner-center.unavailable";

    [Meaning("What was just made does not show everywhere yet; the step looks again.")]
    public const string NotVisibleYet = "partner-center.not-visible-yet";

    [Meaning("A change of a subscription was accepted and is not done yet; the step looks again.")]
    public const string ChangePending = "partner-center.change-pending";

    [Meaning(
        "Partner Center refuses the partner's sign-in, role or consent; an operator has to act, then the onboarding "
            + "is resumed."
    )]
    public const string Unauthorized = "partner-center.unauthorized";

    [Meaning("The domain belongs to a tenant that is not this onboarding's.")]
    public const string DomainTaken = "customer.domain-taken";

    [Meaning(
        "The customer has a tenant already, and the partner's cloud or environment has no relationship request by "
            + "which it could accept the partner."
    )]
    public const string NoRelationshipRequests = "customer.no-relationship-requests";

    [Meaning("Another tenant than the invited one accepted the partner's relationship request.")]
    public const string WrongTenant = "customer.wrong-tenant";

    [Meaning("Microsoft does not take the partner's word for the customer's agreement any more.")]
    public const string AttestationRetired = "agreement.attestation-retired";

    [Meaning("The customer has refused the Microsoft Customer Agreement.")]
    public const string AgreementRefused = "agreement.refused";

    [Meaning("The answer to an enhanced attestation has no id, or no state, under the name that is configured for it.")]
    public const string AttestationUnreadable = "agreement.attestation-unreadable";

    [Meaning(
        "Microsoft refuses to sell because the customer has not accepted the Microsoft Customer Agreement; the "
            + "agreement is sought again."
    )]
    public const string AgreementMissing = "order.agreement-missing";

    [Meaning("Microsoft refuses to sell while it reviews the customer's account; the review is waited for.")]
    public const string AccountUnderReview = "order.account-under-review";

    [Meaning("Microsoft reviewed the customer's account and does not allow purchases.")]
    public const string AccountNotAllowed = "customer.account-not-allowed";

    [Meaning(
        "The admin password of the new tenant was lost with Microsoft's answer; it can be reset only by the customer "
            + "or Microsoft support."
    )]
    public const string CredentialsLost = "customer.credentials-lost";

    [Meaning(
        "The reseller is unknown, has no active relationship with the provider, or has not signed the Microsoft "
            + "Partner Agreement."
    )]
    public const string ResellerNotReady = "reseller.not-ready";

    [Meaning("After the customer was created it does not hang under the reseller it was created for.")]
    public const string ResellerNotLinked = "reseller.not-linked";

    [Meaning("Partner Center offers no current template of the Microsoft Customer Agreement.")]
    public const string NoAgreementTemplate = "agreement.no-template";

    [Meaning("An offer of the request is not, or no longer, to be had for this customer with this term and billing.")]
    public const string OfferNotAvailable = "order.offer-not-available";

    [Meaning("The catalog changed between cart and checkout; the cart is built anew.")]
    public const string CatalogStale = "order.catalog-stale";

    [Meaning("At least one line of the cart was refused.")]
    public const string CartLineRefused = "order.line-refused";

    [Meaning("At least one order group was refused at checkout.")]
    public const string OrderGroupRefused = "order.group-refused";

    [Meaning("The partner's credit limit at Microsoft does not suffice for the order.")]
    public const string CreditLimit = "order.credit-limit";

    [Meaning(
        "The partner's own company has not accepted the Microsoft Partner Agreement; an operator has to act, then "
            + "the onboarding is resumed."
    )]
    public const string PartnerAgreementMissing = "partner.agreement-missing";

    [Meaning(
        "The partner's or its reseller's programme status at Microsoft is not active; an operator has to act, then "
            + "the onboarding is resumed."
    )]
    public const string PartnerProgrammeInactive = "partner.programme-inactive";

    [Meaning(
        "The partner is not onboarded to sell in the customer's country, or its account may not create customers; an "
            + "operator has to act, then the onboarding is resumed."
    )]
    public const string PartnerNotInCountry = "partner.not-in-country";

    [Meaning(
        "Microsoft does not take the reseller as the partner on record of an order; an operator has to act, then the "
            + "onboarding is resumed."
    )]
    public const string ResellerNotAuthorized = "reseller.not-authorized";

    [Meaning("Microsoft's risk management refuses the order.")]
    public const string RiskRefused = "order.risk-refused";

    [Meaning("The order goes beyond what Microsoft sells to this customer, partner or sandbox.")]
    public const string LimitReached = "order.limit-reached";

    [Meaning("The offer is for customers of a segment that this one does not qualify for.")]
    public const string NotQualified = "order.not-qualified";

    [Meaning("The customer is not eligible for the promotion that the request names.")]
    public const string PromotionNotEligible = "order.promotion-not-eligible";

    [Meaning("Microsoft does not let a term end on the day that the request names.")]
    public const string EndDateNotAllowed = "order.end-date-not-allowed";

    [Meaning("The add-on was not ordered, since what it is an add-on to is not there.")]
    public const string BaseNotOrdered = "order.base-not-ordered";

    [Meaning("Microsoft denied the customer's qualification.")]
    public const string QualificationDenied = "customer.qualification-denied";

    [Meaning("An order ended without all of its subscriptions.")]
    public const string OrderNotCompleted = "order.not-completed";

    [Meaning("An approver said no; the reason is the approver's.")]
    public const string ApprovalRejected = "approval.rejected";

    [Meaning("A wait ran out before what was waited for came.")]
    public const string WaitExpired = "wait.expired";

    [Meaning("Microsoft keeps it or bills it, and there is no call that undoes it.")]
    public const string CannotBeUndone = "undo.not-possible";

    [Meaning("A subscriber could not be told of the outcome; the outcome stands all the same.")]
    public const string NotDelivered = "notification.not-delivered";

    [Meaning("Cancelled on request.")]
    public const string Cancelled = "onboarding.cancelled";
}
