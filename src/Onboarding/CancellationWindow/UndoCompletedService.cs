using Onboarding.Progress;

namespace Onboarding.CancellationWindow;

/// <summary>Undoes, on request, the effects of an onboarding that has ended.</summary>
public sealed class UndoCompletedService(IOrchestrationClient orchestrations, IAuditLog audit, TimeProvider time)
{
    /// <summary>
    /// Cancels the orders of a completed onboarding, inside its cancellation window; after the window only the renewal
    /// is turned off, and an open task names the choice to make in Partner Center (C §19.4).
    /// </summary>
    /// <param name="record">As read.</param>
    /// <param name="by">The person who asks.</param>
    /// <param name="removeRelationship">
    /// True to remove the partner's relationship with the customer too.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False: it has not completed, so there is nothing to undo.</returns>
    public Task<bool> UndoCompleted(
        OnboardingRecord record,
        string by,
        bool removeRelationship,
        CancellationToken cancellationToken
    ) =>
        HasCompleted(record.Outcome) && record.Exists.TenantId is not null
            ? Start(
                record,
                "take-back",
                "onboarding.take-back",
                by,
                orders: true,
                removeRelationship,
                cancellationToken
            )
            : Task.FromResult(false);

    /// <summary>
    /// Removes the partner's relationship with the customer of an onboarding that ended without completing.
    /// </summary>
    /// <returns>False: it has completed or goes on, or there is no relationship.</returns>
    public Task<bool> RemoveRelationship(OnboardingRecord record, string by, CancellationToken cancellationToken) =>
        record is { Outcome: { } outcome, Exists: { TenantId: not null, Relationship: true } } && !HasCompleted(outcome)
            ? Start(
                record,
                "remove-relationship",
                "onboarding.remove-relationship",
                by,
                orders: false,
                relationship: true,
                cancellationToken
            )
            : Task.FromResult(false);

    /// <summary>
    /// Tells whether everything that was asked for was done, also where something is still to be dealt with.
    /// </summary>
    public static bool HasCompleted(OnboardingOutcome? outcome) =>
        outcome
            is OnboardingOutcome.Completed
                or OnboardingOutcome.NeedsAttention { Underlying: OnboardingOutcome.Completed }
                or OnboardingOutcome.NeedsAttention { Underlying: null, Cause: null };

    // The number of the last change identifies the time: a call that is repeated finds what it has begun.
    private async Task<bool> Start(
        OnboardingRecord record,
        string what,
        string action,
        string by,
        bool orders,
        bool relationship,
        CancellationToken cancellationToken
    )
    {
        var key = $"{what}-{record.Sequence}";
        await audit.Append(
            new AuditEntry($"{record.Id}-{key}", time.GetUtcNow(), by, action, record.Id.Value)
            {
                Detail = relationship ? "with the relationship" : null,
            },
            cancellationToken
        );
        await orchestrations.Start(
            UndoCompletedOrchestration.StoredName,
            $"{record.Id}-{key}",
            new UndoCompletedInput(record.Id, key, by, orders, relationship),
            cancellationToken
        );
        return true;
    }
}
