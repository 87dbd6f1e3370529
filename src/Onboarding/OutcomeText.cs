namespace Onboarding;

/// <summary>An outcome in one sentence, for the timeline.</summary>
internal static class OutcomeText
{
    public static string Of(OnboardingOutcome outcome) =>
        outcome switch
        {
            OnboardingOutcome.Completed =>
                "Completed: the customer, the agreement and every subscription are in place.",
            OnboardingOutcome.Rejected rejected =>
                $"Rejected: {string.Join(" ", rejected.Findings.Select(finding => finding.Message).Concat(rejected.Reasons))}",
            OnboardingOutcome.Expired expired =>
                $"Expired: {expired.WaitedFor} was waited for in vain.{Remaining(expired.Remains)}",
            OnboardingOutcome.Cancelled cancelled => $"Cancelled by {cancelled.By}.{Remaining(cancelled.Remains)}",
            OnboardingOutcome.UndoneOnRequest undone =>
                $"Undone by {undone.By}: the orders are cancelled.{Remaining(undone.Remains)}",
            OnboardingOutcome.RolledBack rolledBack => $"Rolled back, because of {rolledBack.Cause.Step}: "
                + $"{rolledBack.Cause.Message}{Remaining(rolledBack.Remains)}",
            OnboardingOutcome.NeedsAttention needs => $"Needs attention: {needs.OpenTasks.Count} open "
                + $"task(s).{(needs.Cause is { } cause ? $" It failed at {cause.Step}: {cause.Message}" : "")}",
            _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
        };

    public static string? ErrorCodeOf(OnboardingOutcome outcome) =>
        outcome switch
        {
            OnboardingOutcome.Rejected rejected => rejected.Findings.Count > 0
                ? rejected.Findings[0].Code
                : rejected.ErrorCode,
            OnboardingOutcome.Expired => ErrorCodes.WaitExpired,
            OnboardingOutcome.Cancelled => ErrorCodes.Cancelled,
            OnboardingOutcome.UndoneOnRequest => null,
            OnboardingOutcome.RolledBack rolledBack => rolledBack.Cause.Code,
            OnboardingOutcome.NeedsAttention needs => needs.Cause?.Code,
            _ => null,
        };

    private static string Remaining(IReadOnlyList<string> remains) =>
        remains.Count == 0 ? "" : $" What remains: {string.Join(" ", remains)}";
}
