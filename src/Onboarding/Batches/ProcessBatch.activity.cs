using Microsoft.DurableTask;
using Onboarding.Effects;
using Onboarding.Progress;
using Onboarding.Requests;
using Onboarding.Submission;
using PartnerCenter;

namespace Onboarding.Batches;

/// <param name="Id">The batch.</param>
/// <param name="PendingAfter">Of the rows that wait for others, those after this number are looked at.</param>
internal sealed record ProcessBatchInput(BatchId Id, int PendingAfter);

/// <param name="IsOver">Every row has come to its end.</param>
/// <param name="IsMoving">Something has changed in this round, or is about to.</param>
/// <param name="PendingAfter">The number of the row after which the next round goes on.</param>
/// <param name="NotBefore">The time to wait before the next round; null: as the caller likes.</param>
internal sealed record ProcessBatchResult(bool IsOver, bool IsMoving, int PendingAfter, TimeSpan? NotBefore);

/// <summary>
/// Does one round: checks the onboardings that run, then starts as many as the limit allows. A repeated round finds by
/// their references the onboardings that the one before has started.
/// </summary>
[Idempotent]
internal sealed class ProcessBatchActivity(
    IBatches batches,
    IOnboardingRecords records,
    RowReader reader,
    OnboardingSubmission submission,
    IAuditLog audit,
    TimeProvider time
) : StepActivity<ProcessBatchInput, ProcessBatchResult>
{
    /// <summary>
    /// The number of rows with the same error of the partner's account after which the batch pauses itself.
    /// </summary>
    private const int RowsBeforePause = 3;
    private const int LooksPerRound = 50;
    private const int SubmissionsAtOnce = 4;
    private const int BeginningsPerRound = 200;
    private const int WithdrawalsPerRound = 5_000;
    private const int MostCrashes = 5;
    private const int LongestMessage = 2000;

    public static ActivityName<ProcessBatchInput, ProcessBatchResult> StoredName { get; } = new("batches-work");

    protected override async Task<ProcessBatchResult> Run(
        TaskActivityContext context,
        ProcessBatchInput input,
        CancellationToken cancellationToken
    )
    {
        if (await batches.Get(input.Id, cancellationToken) is not { EndedAt: null } batch)
            return new(IsOver: true, false, 0, null);
        var running = await Rows(batch, RowStatus.Running, 0, BatchOptions.MostConcurrency, cancellationToken);
        var pending = await Rows(batch, RowStatus.Pending, input.PendingAfter, LooksPerRound, cancellationToken);
        var looked = new List<BatchRow>();
        foreach (var row in running.Concat(pending))
            looked.Add(await Look(row, cancellationToken));
        await Put(
            batch,
            [.. looked.Where((row, at) => row != (at < running.Count ? running[at] : pending[at - running.Count]))],
            cancellationToken
        );
        var moved = looked
            .Where((row, at) => row.Status != (at < running.Count ? RowStatus.Running : RowStatus.Pending))
            .Any();

        if (
            await PauseFor(
                batch,
                [
                    .. looked.Where(
                        (row, at) => row.Code != (at < running.Count ? running[at] : pending[at - running.Count]).Code
                    ),
                ],
                cancellationToken
            ) is
            { } paused
        )
            batch = paused;
        var free = batch.Concurrency - looked.Count(row => row.Status == RowStatus.Running);
        var begun = batch.State switch
        {
            BatchState.Running when free > 0 => await Begin(batch, free, cancellationToken),
            BatchState.Cancelled => await Withdraw(batch, cancellationToken),
            _ => new Begun(0, null),
        };
        var after = pending.Count == LooksPerRound ? pending[^1].Number : 0;
        if (begun.Count > 0 || moved)
            return new(false, true, after, begun.NotBefore);
        foreach (var open in RowStatus.Open)
        {
            if ((await Rows(batch, open, 0, 1, cancellationToken)).Count > 0)
                return new(false, false, after, begun.NotBefore);
        }

        return new(await End(batch, cancellationToken), false, 0, null);
    }

    // The request of a damaged row is not known any more: the row ends with an error.
    private async Task<IReadOnlyList<BatchRow>> Rows(
        Batch batch,
        string status,
        int after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            var rows = await batches.Rows(batch.Id, status, after, limit, cancellationToken);
            var damaged = rows.Where(row => row.Status == RowStatus.Unreadable).ToList();
            if (damaged.Count == 0)
                return rows;
            await Put(batch, [.. damaged.Select(row => row with { Status = RowStatus.Refused })], cancellationToken);
        }
    }

    private async Task Put(Batch batch, IReadOnlyList<BatchRow> rows, CancellationToken cancellationToken)
    {
        foreach (var some in rows.Chunk(IBatches.MostRows))
            await batches.PutRows(batch.Id, some, cancellationToken);
    }

    private async Task<BatchRow> Look(BatchRow row, CancellationToken cancellationToken)
    {
        try
        {
            return row.Onboarding is { } id && await records.Get(id, cancellationToken) is { } record
                ? WithProgress(row, record, [])
                : row with
                {
                    Status = RowStatus.Waiting,
                };
        }
        catch (DamagedRowException)
        {
            // It goes on and nobody can see how; the open task of its record says so.
            return row;
        }
    }

    private static BatchRow WithProgress(BatchRow row, OnboardingRecord record, IReadOnlyList<Finding> warnings) =>
        record.Outcome is { } outcome
            ? row with
            {
                Status = Stage.Of(outcome),
                Onboarding = record.Id,
                Code = OutcomeText.ErrorCodeOf(outcome),
                Message = Cut(OutcomeText.Of(outcome).ToString()),
                Findings = FindingsOf(row, record, warnings),
            }
            : row with
            {
                Status = record.WaitsFor == Actor.Us ? RowStatus.Running : RowStatus.Pending,
                Onboarding = record.Id,
                Code = record.Stage == Stage.AwaitingOperator ? record.ErrorCode : null,
                Message = record.Stage == Stage.AwaitingOperator ? "Waits for an operator." : null,
                Findings = FindingsOf(row, record, warnings),
            };

    // Taken over once: another copy of the same list would make a row look changed, and every look would write it
    // again.
    private static IReadOnlyList<Finding> FindingsOf(
        BatchRow row,
        OnboardingRecord record,
        IReadOnlyList<Finding> warnings
    ) => row.Onboarding is null ? [.. warnings, .. record.Findings] : row.Findings;

    // An error that stops three rows stops the others too: nothing more is started until somebody has looked.
    private async Task<Batch?> PauseFor(
        Batch batch,
        IReadOnlyList<BatchRow> changed,
        CancellationToken cancellationToken
    )
    {
        if (batch.State != BatchState.Running)
            return null;
        foreach (var code in changed.Select(row => row.Code).Where(FailureClassifier.IsPartnersTrouble).Distinct())
        {
            if (await CountStopped(batch, code!, cancellationToken) < RowsBeforePause)
                continue;
            var message =
                $"{RowsBeforePause} rows stopped with {code}: {ErrorCodes.All[code!]} Put it right and resume the "
                + "batch; the rows that stopped are resumed with it.";
            var paused = await batches.Update(
                batch with
                {
                    State = BatchState.Paused,
                    PausedAt = time.GetUtcNow(),
                    PausedBecause = new(code!, message),
                },
                cancellationToken
            );
            if (paused is null)
                continue;
            await audit.Append(
                new AuditEntry(
                    $"{batch.Id}-batch.pause-{paused.ETag}",
                    time.GetUtcNow(),
                    "onboarding",
                    "batch.pause",
                    batch.Id.Value
                )
                {
                    Detail = code,
                },
                CancellationToken.None
            );
            return paused;
        }

        return null;
    }

    private async Task<int> CountStopped(Batch batch, string code, CancellationToken cancellationToken)
    {
        var (stopped, after) = (0, 0);
        while (await Rows(batch, RowStatus.Pending, after, IBatches.MostRows, cancellationToken) is { Count: > 0 } rows)
        {
            foreach (var row in rows.Where(row => row.Code == code))
            {
                var record = await records.Get(row.Onboarding!.Value, cancellationToken);
                if (
                    record?.Stage == Stage.AwaitingOperator
                    && record.ErrorCode == code
                    && !(record.Since <= batch.ResumedAt)
                    && ++stopped == RowsBeforePause
                )
                    return stopped;
            }

            after = rows[^1].Number;
        }

        return stopped;
    }

    private async Task<Begun> Begin(Batch batch, int free, CancellationToken cancellationToken)
    {
        var taken = 0;
        // A row that ends at once, refused or done before, does not count: a file that is sent again ends soon.
        while (
            free > 0
            && taken < BeginningsPerRound
            && await Rows(batch, RowStatus.Waiting, 0, free, cancellationToken) is { Count: > 0 } waiting
        )
        {
            foreach (var some in waiting.Chunk(SubmissionsAtOnce))
            {
                var begun = await Task.WhenAll(some.Select(row => Submit(batch, row, cancellationToken)));
                await Put(batch, [.. begun.Select(one => one.Row)], cancellationToken);
                taken += some.Length;
                free -= begun.Count(one => one.Row.Status == RowStatus.Running);
                // A service that is unreachable for one row is unreachable for all.
                if (begun.Max(one => one.NotBefore) is { } notBefore)
                    return new(taken, notBefore);
            }
        }

        return new(taken, null);
    }

    private async Task<(BatchRow Row, TimeSpan? NotBefore)> Submit(
        Batch batch,
        BatchRow row,
        CancellationToken cancellationToken
    )
    {
        var reading = reader.Read(batch, row);
        if (reading is RequestReading.NotUnderstood not)
            return (Refused(row, not.Findings), null);
        var understood = (RequestReading.Understood)reading;
        try
        {
            return (
                await submission.Submit(
                    understood.Request,
                    idempotencyKey: null,
                    batch.CreatedBy,
                    cancellationToken,
                    batch.Id.Value
                ) switch
                {
                    SubmissionResult.Accepted accepted => WithProgress(row, accepted.Record, understood.Warnings),
                    SubmissionResult.Repeated repeated => WithProgress(row, repeated.Record, understood.Warnings),
                    SubmissionResult.Refused refused => Refused(row, [.. understood.Warnings, .. refused.Findings]),
                    SubmissionResult.Conflict conflict => row with
                    {
                        Findings = understood.Warnings,
                        Status = RowStatus.Refused,
                        Code = ErrorCodes.KeyReused,
                        Message =
                            $"Onboarding {conflict.Record.Id} was submitted under the same reference with another "
                            + $"request and stands at {conflict.Record.Stage}. A corrected request is taken once "
                            + "that one has ended without completing.",
                    },
                    var other => throw new InvalidOperationException(
                        $"{other.GetType().Name} is a result that nobody foresaw."
                    ),
                },
                null
            );
        }
        catch (PartnerCenterException unreachable)
            when (unreachable.Fault is Fault.Throttled or Fault.Transient or Fault.Unknown or Fault.Unauthorized)
        {
            // It waits as long as it has to: nothing is wrong with the row.
            var tried = row with
            {
                Attempts = row.Attempts + 1,
            };
            return (tried, unreachable.RetryAfter ?? Retries.PollDelay(tried.Attempts, TimeSpan.FromMinutes(5)));
        }
        catch (PartnerCenterException refused)
        {
            return (
                row with
                {
                    Status = RowStatus.Refused,
                    Code = ErrorCodes.PartnerCenterRefused,
                    Message = Cut(
                        $"Partner Center refused {refused.Operation}: {refused.Description ?? "no reason given"}"
                    ),
                },
                null
            );
        }
        catch (Exception unforeseen)
            when (unforeseen is not OperationCanceledException && row.Crashes + 1 < MostCrashes)
        {
            // One row must not stop the others. When the store is unreachable, writing this down fails too, and
            // the round is repeated.
            return (
                row with
                {
                    Crashes = row.Crashes + 1,
                },
                Retries.PollDelay(row.Crashes + 1, TimeSpan.FromMinutes(1))
            );
        }
        catch (Exception unforeseen) when (unforeseen is not OperationCanceledException)
        {
            return (
                row with
                {
                    Status = RowStatus.Refused,
                    Code = ErrorCodes.Unexpected,
                    Message = $"{unforeseen.GetType().Name}, {MostCrashes} times.",
                },
                null
            );
        }
    }

    private async Task<Begun> Withdraw(Batch batch, CancellationToken cancellationToken)
    {
        var withdrawn = 0;
        while (
            withdrawn < WithdrawalsPerRound
            && await Rows(batch, RowStatus.Waiting, 0, IBatches.MostRows, cancellationToken) is { Count: > 0 } waiting
        )
        {
            await Put(
                batch,
                [
                    .. waiting.Select(row =>
                        row with
                        {
                            Status = RowStatus.Withdrawn,
                            Code = ErrorCodes.BatchCancelled,
                            Message = "Not begun, because the batch was cancelled.",
                        }
                    ),
                ],
                cancellationToken
            );
            withdrawn += waiting.Count;
        }

        return new(withdrawn, null);
    }

    // Somebody may pause or cancel at the same moment: then the next round ends it.
    private async Task<bool> End(Batch batch, CancellationToken cancellationToken) =>
        await batches.Update(
            batch with
            {
                State = batch.State == BatchState.Cancelled ? BatchState.Cancelled : BatchState.Ended,
                EndedAt = time.GetUtcNow(),
                Ends = await batches.Count(batch.Id, cancellationToken),
            },
            cancellationToken
        )
            is not null;

    private static BatchRow Refused(BatchRow row, IReadOnlyList<Finding> findings)
    {
        var errors = findings.Where(finding => finding.Severity == FindingSeverity.Error).ToList();
        return row with
        {
            Status = RowStatus.Refused,
            Findings = findings,
            Code = errors.Count > 0 ? errors[0].Code : ErrorCodes.Unexpected,
            Message = Cut(string.Join(" ", errors.Select(TextOf))),
        };
    }

    private static string TextOf(Finding error)
    {
        var member = error.Path.Length > 1 ? $"{error.Path[1..].Replace('/', '.')}: " : "";
        return $"{member}{error.Message}{(error.Suggestion is null ? "" : $" Suggested: {error.Suggestion}.")}";
    }

    private static string Cut(string text) => text.Length <= LongestMessage ? text : text[..LongestMessage] + "…";

    private readonly record struct Begun(int Count, TimeSpan? NotBefore);
}
