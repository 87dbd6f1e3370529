using Microsoft.AspNetCore.Http;
using Onboarding.CancellationWindow;
using Onboarding.Progress;
using Onboarding.Restores;

namespace Onboarding.Http.Summary;

/// <summary>Counts what there is, for the first page that somebody opens.</summary>
public sealed class SummaryHandler(
    IOnboardingRecords records,
    IOpenTasks openTasks,
    IRestorePoints restores,
    TimeProvider time
)
{
    private const int MostLookedAt = 200;
    private static readonly TimeSpan EndedWithin = TimeSpan.FromDays(30);
    private static readonly TimeSpan Soon = TimeSpan.FromDays(3);

    public async Task<IResult> Get(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var counts = await records.Count(now - EndedWithin, cancellationToken);
        return Results.Json(
            new SummaryResource(
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
            ),
            ApiJson.Options
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
                    Limit = MostLookedAt,
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

    // A window is some days long: among the newest there are those that close soon.
    private async Task<IReadOnlyList<ClosingWindow>> ClosingWindows(
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var completed = await records.Search(
            new()
            {
                State = Stage.Of(new OnboardingOutcome.Completed(ProvisionedResources.Empty)),
                From = now - EndedWithin,
                Limit = MostLookedAt,
            },
            cancellationToken
        );
        return
        [
            .. completed
                .Items.Where(record => UndoCompletedService.HasCompleted(record.Outcome))
                .Select(record => (Record: record, Until: record.Exists.CancellationAllowedUntil()))
                .Where(one => one.Until > now && one.Until <= now + Soon)
                .OrderBy(one => one.Until)
                .Select(one => new ClosingWindow(
                    one.Record.Id.Value,
                    one.Record.Request.Reference,
                    one.Record.Request.Customer.CompanyName,
                    one.Until!.Value
                )),
        ];
    }
}
