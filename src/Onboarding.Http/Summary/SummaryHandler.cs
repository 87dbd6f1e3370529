using Microsoft.AspNetCore.Http;
using Onboarding.Progress;
using Onboarding.Restores;

namespace Onboarding.Http.Summary;

/// <summary>Counts what there is, for the first page that somebody opens.</summary>
public sealed class SummaryHandler(
    IOnboardingRecords records,
    IOpenTasks openTasks,
    IRestorePoints restores,
    SummaryCache cache,
    TimeProvider time
)
{
    private const int MostLookedAt = 2000;
    private const int MostShown = 200;
    private static readonly TimeSpan EndedWithin = TimeSpan.FromDays(30);
    private static readonly TimeSpan Soon = TimeSpan.FromDays(3);

    public async Task<IResult> Get(CancellationToken cancellationToken) =>
        Results.Json(await cache.Get(Count, cancellationToken), ApiJson.Options);

    private async Task<SummaryResource> Count(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var counts = await records.Count(now - EndedWithin, cancellationToken);
        return new SummaryResource(
            counts.Open,
            counts.Ended,
            now - EndedWithin,
            [
                .. counts
                    .Stopped.Select(one => new StoppedByError(one.Key, one.Value))
                    .OrderByDescending(one => one.Count)
                    .ThenBy(one => one.ErrorCode, StringComparer.Ordinal),
            ],
            await ClosingWindows(now, cancellationToken),
            await Restored(cancellationToken)
        );
    }

    private async Task<IReadOnlyList<RestoredBackup>> Restored(CancellationToken cancellationToken)
    {
        var all = new List<RestoredBackup>();
        foreach (var point in restores.All)
        {
            var task = await OpenTaskOf(point, cancellationToken);
            if (task is { State: not OpenTaskState.Open })
                continue;
            var before = await records.Search(
                new()
                {
                    State = "open",
                    To = point.Until,
                    Limit = MostShown,
                },
                cancellationToken
            );
            var open = before.Items.Count + before.Unreadable.Count;
            if (task is not null || open > 0)
                all.Add(
                    new(
                        point.From == DateTimeOffset.UnixEpoch ? null : point.From,
                        point.Until,
                        open,
                        before.Continuation is not null,
                        task?.Id
                    )
                );
        }

        return all;
    }

    private async Task<OpenTask?> OpenTaskOf(RestorePoint point, CancellationToken cancellationToken)
    {
        try
        {
            return await openTasks.Get(point.OpenTaskId, cancellationToken);
        }
        catch (DamagedRowException)
        {
            // It is listed among the open tasks as what it is.
            return null;
        }
    }

    private async Task<IReadOnlyList<ClosingWindow>> ClosingWindows(
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var closing = new List<ClosingWindow>();
        var query = new OnboardingQuery
        {
            WindowEndsFrom = now,
            WindowEndsTo = now + Soon,
            Limit = 200,
        };
        do
        {
            var page = await records.Search(query, cancellationToken);
            closing.AddRange(
                page.Items.Select(record => new ClosingWindow(
                    record.Id.Value,
                    record.Request.Reference,
                    record.Request.Customer.CompanyName,
                    // Between the search and the reading of the record an undo may have ended its window.
                    record.Exists.CancellationAllowedUntil() ?? now
                ))
            );
            query = query with { Continuation = page.Continuation };
        } while (query.Continuation is not null && closing.Count < MostLookedAt);
        return [.. closing.Where(one => one.Until > now).OrderBy(one => one.Until).Take(MostShown)];
    }
}
