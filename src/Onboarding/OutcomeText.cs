using Onboarding.Messages;

namespace Onboarding;

/// <summary>An outcome in one sentence, for the timeline.</summary>
internal static class OutcomeText
{
    public static Message Of(OnboardingOutcome outcome) =>
        outcome switch
        {
            OnboardingOutcome.Completed =>
                $"Completed: the customer, the agreement and every subscription are in place.",
            OnboardingOutcome.Rejected rejected =>
                $"Rejected: {Message.Join([.. rejected.Findings.Select(finding => finding.Message), .. rejected.Reasons])}",
            OnboardingOutcome.Expired expired => With($"Expired: {expired.WaitedFor} was waited for in vain.", expired),
            OnboardingOutcome.Cancelled cancelled => With($"Cancelled by {cancelled.By}.", cancelled),
            OnboardingOutcome.UndoneOnRequest undone => With(
                $"Undone by {undone.By}: the orders are cancelled.",
                undone
            ),
            OnboardingOutcome.RolledBack rolledBack => With(
                $"Rolled back, because of {rolledBack.Cause.Step}: {rolledBack.Cause.Message}",
                rolledBack
            ),
            OnboardingOutcome.NeedsAttention needs => Message.Join(
                needs.OpenTasks.Count == 1
                    ? (Message)$"Needs attention: 1 open task."
                    : $"Needs attention: {needs.OpenTasks.Count} open tasks.",
                needs.Cause is { } cause ? (Message)$"It failed at {cause.Step}: {cause.Message}" : null
            ),
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

    private static Message With(Message text, OnboardingOutcome outcome) =>
        outcome.Remains.Count == 0
            ? text
            : Message.Join(text, (Message)$"What remains: {Message.Join(outcome.Remains)}");
}
