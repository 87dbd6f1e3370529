namespace Onboarding.Effects;

/// <summary>Decides from a step's failure how the onboarding goes on.</summary>
internal static class FailureClassifier
{
    /// <summary>
    /// An answer came, also one that refuses: the next attempt is another request and needs another MS-RequestId
    /// (C §3.1).
    /// </summary>
    public static bool WasAnswered(StepFailure failure) =>
        failure.Code
            is not (
                ErrorCodes.NoAnswer
                or ErrorCodes.Throttled
                or ErrorCodes.Unavailable
                or ErrorCodes.ActivityTimeout
                or ErrorCodes.Unexpected
            );

    /// <summary>An operator has to act before it makes sense to go on.</summary>
    public static bool NeedsOperator(StepFailure failure) =>
        failure.Code is ErrorCodes.Unexpected || IsPartnersTrouble(failure.Code);

    /// <summary>
    /// Tells whether Microsoft refuses the partner and not the customer: its credit, its own agreement, its programme,
    /// its sign-in, its reseller. Somebody can put that right, so nothing is undone because of it; and whatever is
    /// begun meanwhile meets it too.
    /// </summary>
    public static bool IsPartnersTrouble(string? code) =>
        code
            is ErrorCodes.Unauthorized
                or ErrorCodes.CreditLimit
                or ErrorCodes.RiskRefused
                or ErrorCodes.PartnerAgreementMissing
                or ErrorCodes.PartnerProgrammeInactive
                or ErrorCodes.PartnerNotInCountry
                or ErrorCodes.ResellerNotAuthorized;

    /// <summary>
    /// Gets the wait before the step is repeated while the onboarding waits for an operator: after a mended sign-in an
    /// operator resumes every onboarding at once, so it is not repeated; any other failure is tried again once a day.
    /// </summary>
    public static TimeSpan? GetRecheckDelay(StepFailure failure) =>
        failure.Code is ErrorCodes.Unexpected or ErrorCodes.Unauthorized ? null : TimeSpan.FromDays(1);

    /// <summary>
    /// Gets the wait before the step is repeated when the answer was "not now": in use by another request, still being
    /// set up, not yet visible (C §4.2 retry classification, §5.2). Null when the failure is another one, or when the
    /// answer was "not now" too often.
    /// </summary>
    public static TimeSpan? GetNotYetDelay(StepFailure failure, int attempt) =>
        failure.Code switch
        {
            // The cart or the order is in use by another request, usually our own that lost its answer.
            "partner-center.800064" or "partner-center.800060" => UpTo(20, attempt, TimeSpan.FromSeconds(30)),
            // The subscription is too fresh, changed in between, or a change is under way.
            "partner-center.800082" or "partner-center.2055" or "partner-center.800036" or ErrorCodes.ChangePending =>
                UpTo(30, attempt, TimeSpan.FromMinutes(2)),
            // A new tenant is not visible everywhere at once, and new orders up to 15 minutes late. One "not found"
            // proves nothing: customer, order, subscription, cart, whatever it was.
            "partner-center.60003"
            or "partner-center.20002"
            or "partner-center.20000"
            or "partner-center.20003"
            or "partner-center.800008"
            or "partner-center.1000"
            or "partner-center.status-404"
            or ErrorCodes.NotVisibleYet => UpTo(40, attempt, TimeSpan.FromMinutes(1)),
            // The same request under way elsewhere, without a code that says more.
            "partner-center.status-409" => UpTo(5, attempt, TimeSpan.FromSeconds(30)),
            // A pending operation that Microsoft asks a day for.
            "partner-center.900278" => attempt <= 4 ? TimeSpan.FromHours(24) : null,
            _ => null,
        };

    private static TimeSpan? UpTo(int attempts, int attempt, TimeSpan most) =>
        attempt > attempts ? null : Retries.PollDelay(attempt + 1, most);
}
