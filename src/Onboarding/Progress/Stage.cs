namespace Onboarding.Progress;

/// <summary>The stages of an onboarding, in business words. The texts are stored and searched for.</summary>
public static class Stage
{
    public const string Submitted = "submitted";
    public const string Validating = "validating";
    public const string AwaitingApproval = "awaiting-approval";
    public const string CheckingReseller = "checking-reseller";
    public const string CreatingCustomer = "creating-customer";
    public const string UnderMicrosoftReview = "under-microsoft-review";
    public const string AwaitingCustomerAcceptance = "awaiting-customer-acceptance";
    public const string ConfirmingAgreement = "confirming-agreement";
    public const string LinkingReseller = "linking-reseller";
    public const string AwaitingQualification = "awaiting-qualification";
    public const string Ordering = "ordering";
    public const string Provisioning = "provisioning";
    public const string AwaitingPurchaseOrder = "awaiting-purchase-order";
    public const string AwaitingOperator = "awaiting-operator";
    public const string Undoing = "undoing";

    /// <summary>The stage that is shown for a damaged record or entry. Never stored.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>The stages in which an event of Partner Center about a customer may be what is waited for.</summary>
    internal static IReadOnlyList<string> WaitingForMicrosoftOrCustomer { get; } =
    [UnderMicrosoftReview, AwaitingCustomerAcceptance, AwaitingQualification, AwaitingPurchaseOrder, Provisioning];

    /// <summary>The stages before the last, in the order in which they are usually gone through.</summary>
    public static IReadOnlyList<string> Open { get; } =
    [
        Submitted,
        Validating,
        AwaitingApproval,
        CheckingReseller,
        CreatingCustomer,
        AwaitingCustomerAcceptance,
        UnderMicrosoftReview,
        ConfirmingAgreement,
        LinkingReseller,
        AwaitingQualification,
        Ordering,
        AwaitingPurchaseOrder,
        Provisioning,
        AwaitingOperator,
        Undoing,
    ];

    /// <summary>The last stages.</summary>
    public static IReadOnlyList<string> Outcomes { get; } =
    ["completed", "rejected", "expired", "cancelled", "rolled-back", "needs-attention", "taken-back"];

    /// <summary>
    /// The outcomes of an ended onboarding, which are its last stage: <c>completed</c>, <c>rejected</c>,
    /// <c>expired</c>, <c>cancelled</c>, <c>rolled-back</c>, <c>needs-attention</c>, <c>taken-back</c>.
    /// </summary>
    public static string Of(OnboardingOutcome outcome) =>
        outcome switch
        {
            OnboardingOutcome.Completed => "completed",
            OnboardingOutcome.Rejected => "rejected",
            OnboardingOutcome.Expired => "expired",
            OnboardingOutcome.Cancelled => "cancelled",
            OnboardingOutcome.RolledBack => "rolled-back",
            OnboardingOutcome.NeedsAttention => "needs-attention",
            OnboardingOutcome.UndoneOnRequest => "taken-back",
            _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
        };
}

/// <summary>The parties that may have to act next.</summary>
public enum Actor
{
    Us,
    Microsoft,
    Customer,
    Approver,
    Operator,
    Nobody,
}
