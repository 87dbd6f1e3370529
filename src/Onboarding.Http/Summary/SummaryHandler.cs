using Microsoft.AspNetCore.Http;
using Onboarding.CancellationWindow;
using Onboarding.Progress;

namespace Onboarding.Http.Summary;

/// <summary>Counts what there is, for the first page that somebody opens.</summary>
public sealed class SummaryHandler(IOnboardingRecords records, TimeProvider time)
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
                await ClosingWindows(now, cancellationToken)
            ),
            ApiJson.Options
        );
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
