using Onboarding;
using Onboarding.Batches;

namespace OnboardingServer.Commands;

/// <summary>The exit codes for scripts; docs/operations.md lists the same.</summary>
internal static class ExitCodes
{
    public const int Completed = 0;
    public const int Else = 1;
    public const int Refused = 2;
    public const int NotCarriedOut = 3;
    public const int RolledBack = 4;
    public const int NeedsAttention = 5;

    /// <summary>The code of the worst row.</summary>
    public static int Of(IReadOnlyDictionary<string, int> rows) =>
        rows.Where(row => row.Value > 0)
            .Select(row =>
                row.Key switch
                {
                    "completed" => Completed,
                    RowStatus.Refused => Refused,
                    "rejected" or "expired" or "cancelled" or "taken-back" or RowStatus.Withdrawn => NotCarriedOut,
                    "rolled-back" => RolledBack,
                    "needs-attention" => NeedsAttention,
                    _ => Else,
                }
            )
            .DefaultIfEmpty(Completed)
            .Max();

    public static int Of(OnboardingOutcome outcome) =>
        outcome switch
        {
            OnboardingOutcome.Completed => Completed,
            OnboardingOutcome.Rejected
            or OnboardingOutcome.Expired
            or OnboardingOutcome.Cancelled
            or OnboardingOutcome.UndoneOnRequest => NotCarriedOut,
            OnboardingOutcome.RolledBack => RolledBack,
            OnboardingOutcome.NeedsAttention => NeedsAttention,
            _ => Else,
        };
}
