namespace Onboarding.Progress;

/// <summary>What became of an operator's wish about an obligation.</summary>
public enum ObligationAnswer
{
    Accepted,
    NotFound,

    /// <summary>It is settled or done already.</summary>
    Closed,

    /// <summary>There is no call that would do it: only a person can, and then settles it.</summary>
    NotRetryable,

    /// <summary>Somebody else wrote it at the same time; look again.</summary>
    Conflict,
}

/// <summary>What operators do with what is owed.</summary>
public sealed class ObligationService(
    IObligations obligations,
    IOrchestrationClient client,
    IAuditLog audit,
    TimeProvider time
)
{
    /// <summary>Tries once more to do what is owed; the result shows in the obligation.</summary>
    public async Task<ObligationAnswer> Retry(string id, string by, CancellationToken cancellationToken)
    {
        var obligation = await obligations.Get(id, cancellationToken);
        if (obligation is null)
            return ObligationAnswer.NotFound;
        if (obligation.State != ObligationState.Open)
            return ObligationAnswer.Closed;
        if (obligation.Call is not { } call)
            return ObligationAnswer.NotRetryable;

        var attempt = obligation.Attempts + 1;
        if (!await obligations.Update(obligation with { Attempts = attempt }, cancellationToken))
            return ObligationAnswer.Conflict;
        await Audit($"{id}-retry-{attempt}", by, "obligation.retried", id, null, cancellationToken);
        await client.Start(
            RetryObligationOrchestration.StoredName,
            $"{id}-retry-{attempt}",
            new RetryObligationInput(id, attempt, by, call),
            cancellationToken
        );
        return ObligationAnswer.Accepted;
    }

    /// <summary>Closes it on a person's word: it was dealt with elsewhere.</summary>
    public async Task<ObligationAnswer> Settle(string id, string by, string? note, CancellationToken cancellationToken)
    {
        var obligation = await obligations.Get(id, cancellationToken);
        if (obligation is null)
            return ObligationAnswer.NotFound;
        if (obligation.State != ObligationState.Open)
            return ObligationAnswer.Closed;

        var settled = obligation with
        {
            State = ObligationState.Settled,
            ClosedBy = by,
            ClosedAt = time.GetUtcNow(),
            Note = note,
        };
        if (!await obligations.Update(settled, cancellationToken))
            return ObligationAnswer.Conflict;
        Telemetry.Obliged(ObligationState.Settled);
        await Audit($"{id}-settled", by, "obligation.settled", id, note, cancellationToken);
        await client.Start(
            SettledObligationOrchestration.StoredName,
            $"{id}-settled",
            new SettledObligationInput(id, obligation.Onboarding, by),
            cancellationToken
        );
        return ObligationAnswer.Accepted;
    }

    private Task Audit(
        string entry,
        string by,
        string action,
        string id,
        string? note,
        CancellationToken cancellationToken
    ) => audit.Append(new AuditEntry(entry, time.GetUtcNow(), by, action, id) { Detail = note }, cancellationToken);
}
