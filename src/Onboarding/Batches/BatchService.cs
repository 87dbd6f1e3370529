using Onboarding.Progress;

namespace Onboarding.Batches;

/// <summary>The result of a change of a batch.</summary>
public abstract record BatchChange
{
    private BatchChange() { }

    public sealed record Done(Batch Batch) : BatchChange;

    public sealed record NotFound : BatchChange;

    /// <summary>The change is not possible in the state of the batch.</summary>
    public sealed record NotNow(Batch Batch) : BatchChange;
}

/// <summary>
/// Does what an operator may do with a batch: pause it, resume it, cancel the rows that have not been started.
/// </summary>
public sealed class BatchService
{
    private const int Attempts = 10;

    private readonly IBatches _batches;
    private readonly IOnboardingRecords _records;
    private readonly IOrchestrationClient _orchestrations;
    private readonly IAuditLog _audit;
    private readonly TimeProvider _time;

    internal BatchService(
        IBatches batches,
        IOnboardingRecords records,
        IOrchestrationClient orchestrations,
        IAuditLog audit,
        TimeProvider time
    ) => (_batches, _records, _orchestrations, _audit, _time) = (batches, records, orchestrations, audit, time);

    /// <summary>Begins nothing more; what runs goes on.</summary>
    public Task<BatchChange> Pause(BatchId id, string by, CancellationToken cancellationToken) =>
        Change(
            id,
            "batch.pause",
            by,
            batch =>
                batch.State switch
                {
                    BatchState.Paused => batch,
                    BatchState.Running => batch with { State = BatchState.Paused, PausedAt = _time.GetUtcNow() },
                    _ => null,
                },
            cancellationToken
        );

    /// <summary>
    /// Goes on beginning. One that paused itself resumes the rows that stopped for the same reason, too.
    /// </summary>
    public async Task<BatchChange> Resume(BatchId id, string by, CancellationToken cancellationToken)
    {
        // The rows first: a call that is cut off is repeated on a batch that is still paused.
        if (await _batches.Get(id, cancellationToken) is { State: BatchState.Paused, PausedBecause: { } reason })
            await ResumeRows(id, reason.Code, by, cancellationToken);
        return await ResumeBatch(id, by, cancellationToken);
    }

    private async Task ResumeRows(BatchId id, string code, string by, CancellationToken cancellationToken)
    {
        var after = 0;
        while (
            await _batches.Rows(id, RowStatus.Pending, after, IBatches.MostRows, cancellationToken)
                is { Count: > 0 } rows
        )
        {
            foreach (var row in rows.Where(row => row.Onboarding is not null))
            {
                if (
                    await _records.Get(row.Onboarding!.Value, cancellationToken)
                        is not { Stage: Stage.AwaitingOperator } record
                    || record.ErrorCode != code
                )
                    continue;
                await _audit.Append(
                    new AuditEntry(
                        $"{record.Id}-onboarding.resume-{record.Sequence}-{by}",
                        _time.GetUtcNow(),
                        by,
                        "onboarding.resume",
                        record.Id.Value
                    ),
                    CancellationToken.None
                );
                await _orchestrations.RaiseEvent(record.Id.Value, OnboardingNames.Resume, by, cancellationToken);
            }

            after = rows[^1].Number;
        }
    }

    private Task<BatchChange> ResumeBatch(BatchId id, string by, CancellationToken cancellationToken) =>
        Change(
            id,
            "batch.resume",
            by,
            batch =>
                batch.State switch
                {
                    BatchState.Running => batch,
                    BatchState.Paused => batch with
                    {
                        State = BatchState.Running,
                        PausedAt = null,
                        PausedBecause = null,
                        ResumedAt = _time.GetUtcNow(),
                        PausedFor = batch.PausedFor + (_time.GetUtcNow() - (batch.PausedAt ?? _time.GetUtcNow())),
                    },
                    _ => null,
                },
            cancellationToken
        );

    /// <summary>Begins nothing more, for good; what runs goes on to its end.</summary>
    public Task<BatchChange> Cancel(BatchId id, string by, CancellationToken cancellationToken) =>
        Change(
            id,
            "batch.cancel",
            by,
            batch =>
                batch.State switch
                {
                    BatchState.Cancelled => batch,
                    BatchState.Running or BatchState.Paused => batch with
                    {
                        State = BatchState.Cancelled,
                        PausedAt = null,
                    },
                    _ => null,
                },
            cancellationToken
        );

    private async Task<BatchChange> Change(
        BatchId id,
        string action,
        string by,
        Func<Batch, Batch?> change,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await _batches.Get(id, cancellationToken) is not { } batch)
                return new BatchChange.NotFound();
            if (batch.EndedAt is not null || change(batch) is not { } changed)
                return new BatchChange.NotNow(batch);
            if (changed != batch)
            {
                if (await _batches.Update(changed, cancellationToken) is not { } stored)
                {
                    // Somebody wrote it meanwhile.
                    if (attempt < Attempts)
                        continue;
                    return new BatchChange.NotNow(batch);
                }

                await _audit.Append(
                    new AuditEntry($"{id}-{action}-{stored.ETag}", _time.GetUtcNow(), by, action, id.Value),
                    CancellationToken.None
                );
                changed = stored;
            }

            await _orchestrations.RaiseEvent(id.Value, OnboardingNames.BatchChanged, by, cancellationToken);
            return new BatchChange.Done(changed);
        }
    }
}
