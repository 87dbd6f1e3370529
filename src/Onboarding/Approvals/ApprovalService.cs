using Onboarding.Progress;

namespace Onboarding.Approvals;

/// <summary>
/// Applies people's decisions to approvals. Of two concurrent changes the store accepts one, and the other caller is
/// told; then the waiting onboarding is woken.
/// </summary>
public sealed class ApprovalService(
    IApprovals approvals,
    IOrchestrationClient orchestrations,
    IAuditLog audit,
    TimeProvider time
)
{
    private const int MostPendingEvents = 200;

    public Task<ApprovalResult> Decide(
        OnboardingId onboarding,
        Approver approver,
        Verdict verdict,
        string version,
        string? comment,
        CancellationToken cancellationToken
    ) =>
        Change(
            onboarding,
            approval => ApprovalStateMachine.Decide(approval, approver, verdict, version, comment, time.GetUtcNow()),
            // Once per person, so a repeat of a call whose answer was lost writes nothing twice.
            _ => new AuditEntry(
                $"{onboarding}-decided-{approver.Name.ToLowerInvariant()}",
                time.GetUtcNow(),
                approver.Name,
                verdict == Verdict.Approve ? "approval.approved" : "approval.rejected",
                onboarding.Value
            )
            {
                Detail = comment,
            },
            cancellationToken
        );

    /// <summary>
    /// Lets an onboarding go on that waits for nothing but what was found in its request, for its submitter stands by
    /// that. Changes nothing where more is asked for.
    /// </summary>
    /// <param name="onboarding">The onboarding.</param>
    /// <param name="codes">The codes of the findings; null: whatever was found.</param>
    /// <param name="by">Who.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<ApprovalResult> Acknowledge(
        OnboardingId onboarding,
        IReadOnlyList<string>? codes,
        string by,
        CancellationToken cancellationToken
    ) =>
        Change(
            onboarding,
            approval => ApprovalStateMachine.Acknowledge(approval, codes, by, time.GetUtcNow()),
            approval => new AuditEntry(
                $"{onboarding}-acknowledged",
                time.GetUtcNow(),
                by,
                "approval.acknowledged",
                onboarding.Value
            )
            {
                Detail = approval.Log[^1].Text.ToString(),
            },
            cancellationToken
        );

    /// <summary>Gets a value that says whether it waits for a decision that this approver may make.</summary>
    public static bool MayDecide(Approval approval, Approver approver, DateTimeOffset now) =>
        ApprovalStateMachine.Decide(approval, approver, Verdict.Approve, approval.Version, null, now)
            is ApprovalResult.Done decided
        && decided.Approval != approval;

    /// <summary>Moves the reminder, the escalation or the end while it waits.</summary>
    public Task<ApprovalResult> Move(
        OnboardingId onboarding,
        ApprovalTimes times,
        string by,
        CancellationToken cancellationToken
    ) =>
        Change(
            onboarding,
            approval => ApprovalStateMachine.Move(approval, times, by, time.GetUtcNow()),
            approval => new AuditEntry(
                $"{onboarding}-moved-{approval.Log.Count}",
                time.GetUtcNow(),
                by,
                "approval.moved",
                onboarding.Value
            )
            {
                Detail = approval.Log[^1].Text.ToString(),
            },
            cancellationToken
        );

    /// <summary>
    /// Raises the events for onboardings that were not told of a decision because the process ended in
    /// between. For the start of a host and for a timer.
    /// </summary>
    /// <returns>The number of onboardings that it told.</returns>
    public async Task<int> RaisePendingEvents(CancellationToken cancellationToken)
    {
        var told = 0;
        foreach (var approval in await approvals.WithUnreadEntries(MostPendingEvents, cancellationToken))
        {
            if (
                await orchestrations.RaiseEvent(
                    approval.Onboarding.Value,
                    OnboardingNames.ApprovalChanged,
                    approval.Version,
                    cancellationToken
                )
            )
                told++;
            // Nobody waits for it any more.
            else
                await approvals.Update(approval with { Taken = approval.Log.Count }, cancellationToken);
        }

        return told;
    }

    private async Task<ApprovalResult> Change(
        OnboardingId onboarding,
        Func<Approval, ApprovalResult> change,
        Func<Approval, AuditEntry> entry,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            if (await approvals.Get(onboarding, cancellationToken) is not { } approval)
                return new ApprovalResult.NotFound();
            var result = change(approval);
            if (result is not ApprovalResult.Done done)
                return result;
            var stored =
                done.Approval == approval ? approval : await approvals.Update(done.Approval, cancellationToken);
            // Somebody else wrote it in between: judged again, on what stands there now.
            if (stored is null)
                continue;

            await audit.Append(entry(stored), CancellationToken.None);
            if (stored.HasUnreadEntries())
                await orchestrations.RaiseEvent(
                    onboarding.Value,
                    OnboardingNames.ApprovalChanged,
                    stored.Version,
                    CancellationToken.None
                );
            return new ApprovalResult.Done(stored);
        }
    }
}
