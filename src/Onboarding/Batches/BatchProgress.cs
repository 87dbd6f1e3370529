namespace Onboarding.Batches;

/// <summary>The progress of a batch.</summary>
public sealed record BatchProgress
{
    /// <summary>The number of rows by status, all statuses named.</summary>
    public required IReadOnlyDictionary<string, int> Rows { get; init; }

    /// <summary>Rows that have come to their end.</summary>
    public required int Ended { get; init; }
    public required int Total { get; init; }

    /// <summary>Ended rows a minute since it began, pauses left out; null before the first.</summary>
    public double? RowsPerMinute { get; init; }

    /// <summary>
    /// The time at which the last row will have ended, if it goes on at the same speed; null while it is unknown.
    /// </summary>
    public DateTimeOffset? EstimatedEnd { get; init; }

    public static BatchProgress Of(Batch batch, IReadOnlyDictionary<string, int> counts, DateTimeOffset now)
    {
        var rows = RowStatus.All.ToDictionary(status => status, status => counts.GetValueOrDefault(status));
        var open = RowStatus.Open.Sum(status => rows[status]);
        var total = rows.Values.Sum();
        var ended = total - open;
        var paused = batch.PausedFor + (batch.PausedAt is { } since ? now - since : TimeSpan.Zero);
        var worked = batch.StartedAt is { } started ? (batch.EndedAt ?? now) - started - paused : TimeSpan.Zero;
        double? rate = ended > 0 && worked > TimeSpan.Zero ? ended / worked.TotalMinutes : null;
        return new()
        {
            Rows = rows,
            Ended = ended,
            Total = total,
            RowsPerMinute = rate is { } exact ? Math.Round(exact, 2) : null,
            // Rows that wait for people say nothing about when.
            EstimatedEnd =
                rate is { } perMinute
                && batch is { EndedAt: null, State: BatchState.Running }
                && open > rows[RowStatus.Pending]
                    ? now + TimeSpan.FromMinutes(Math.Min(open / perMinute, 525_600))
                    : null,
        };
    }
}
