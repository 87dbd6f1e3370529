using System.Text.Json.Serialization;
using Microsoft.DurableTask;
using Onboarding.Effects;

namespace Onboarding.Approvals;

/// <summary>
/// The input of a check of an approval. <paramref name="Now"/> is the onboarding's time, <paramref name="Seen"/> the
/// number of entries it knows; <paramref name="Withdraw"/> is true when it is cancelled.
/// </summary>
internal sealed record AdvanceApprovalInput(OnboardingId Onboarding, DateTimeOffset Now, int Seen, bool Withdraw);

/// <summary>
/// The state of the approval. <paramref name="Reason"/> is the reason of a rejection, <paramref name="People"/> the
/// people who are told of a reminder or an escalation.
/// </summary>
internal sealed record AdvanceApprovalResult(
    ApprovalState State,
    [property: JsonPropertyName("news")] IReadOnlyList<ApprovalEntry> NewEntries,
    DateTimeOffset? NextDue,
    string? Reason,
    IReadOnlyList<string> People
);

/// <summary>
/// Applies due reminders and escalations, returns the entries that the onboarding has not read yet, and marks them as
/// read. A repeat changes nothing.
/// </summary>
[Idempotent]
internal sealed class AdvanceApprovalActivity(IApprovals approvals, ApproverDirectory people)
    : StepActivity<AdvanceApprovalInput, AdvanceApprovalResult>
{
    public static ActivityName<AdvanceApprovalInput, AdvanceApprovalResult> StoredName { get; } =
        new("approvals-advance");

    protected override async Task<AdvanceApprovalResult> Run(
        TaskActivityContext context,
        AdvanceApprovalInput input,
        CancellationToken cancellationToken
    )
    {
        var approval =
            await approvals.Get(input.Onboarding, cancellationToken)
            ?? throw new StepFailedException(
                new StepFailure(
                    ErrorCodes.RecordMissing,
                    $"There is no approval of onboarding {input.Onboarding}.",
                    Retryable: false
                )
            );
        var advanced = input.Withdraw
            ? ApprovalStateMachine.Withdraw(approval, input.Now)
            : ApprovalStateMachine.Advance(approval, input.Now);
        advanced = advanced with { Taken = advanced.Log.Count };
        if (advanced != approval && await approvals.Update(advanced, cancellationToken) is null)
            throw new StepFailedException(
                new StepFailure(
                    StepFailure.Unexpected,
                    "The approval was written by somebody else meanwhile.",
                    Retryable: true
                )
            );

        var rejection = advanced.Decisions.FirstOrDefault(decision => decision.Verdict == Verdict.Reject);
        return new AdvanceApprovalResult(
            advanced.State,
            [.. advanced.Log.Skip(input.Seen)],
            ApprovalStateMachine.NextDue(advanced),
            rejection is null ? null : $"Rejected by {rejection.By}: {rejection.Comment}",
            people.Told(advanced.By)
        );
    }
}
