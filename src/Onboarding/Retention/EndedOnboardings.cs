using Microsoft.Extensions.Options;
using Onboarding.Approvals;
using Onboarding.Customers;
using Onboarding.Notifications;
using Onboarding.Progress;

namespace Onboarding.Retention;

/// <summary>
/// Removes onboardings that ended long ago (<see cref="RetentionOptions.Records"/>) with all that belongs to them; a
/// tombstone of some 250 bytes stays. One with an open task stays whole.
/// </summary>
public sealed class EndedOnboardings(
    IOnboardingRecords records,
    IOpenTasks openTasks,
    IDeliveries deliveries,
    IApprovals approvals,
    ISecretVault vault,
    IOrchestrationClient engine,
    IOptions<RetentionOptions> options,
    TimeProvider time
)
{
    private const int PageSize = 200;

    /// <summary>Removes what is due. What a stop leaves over is removed the next time.</summary>
    public async Task<int> RemoveExpired(CancellationToken cancellationToken)
    {
        var (now, removed, continuation) = (time.GetUtcNow(), 0, (string?)null);
        var before = now - options.Value.Records;
        do
        {
            var page = await records.Search(
                new OnboardingQuery
                {
                    State = "ended",
                    To = before,
                    Limit = PageSize,
                    Continuation = continuation,
                },
                cancellationToken
            );
            foreach (var record in page.Items.Where(record => record.Since < before))
                removed += await Remove(record, now, cancellationToken) ? 1 : 0;
            continuation = page.Continuation;
        } while (continuation is not null);
        return removed;
    }

    // The record last: until then whatever is left over is found again.
    private async Task<bool> Remove(OnboardingRecord record, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var open = await openTasks.List(OpenTaskState.Open, record.Id, 1, null, cancellationToken);
        if (open.Items.Count > 0)
            return false;
        await RemoveAll(
            async continuation =>
            {
                var page = await openTasks.List(null, record.Id, PageSize, continuation, cancellationToken);
                return (page.Items, page.Continuation);
            },
            task => openTasks.Remove(task, cancellationToken)
        );
        await RemoveAll(
            async continuation =>
            {
                var page = await deliveries.List(null, record.Id, PageSize, continuation, cancellationToken);
                return (page.Items, page.Continuation);
            },
            delivery => deliveries.Remove(delivery, cancellationToken)
        );
        if (await approvals.Get(record.Id, cancellationToken) is { } approval)
            await approvals.Remove(approval, cancellationToken);
        await vault.Delete(AdminCredentials.SecretName(record.Id), cancellationToken);
        await engine.Purge(record.Id.Value, cancellationToken);
        await records.Remove(record, now, cancellationToken);
        return true;
    }

    private static async Task RemoveAll<T>(
        Func<string?, Task<(IReadOnlyList<T> Items, string? Continuation)>> list,
        Func<T, Task<bool>> remove
    )
    {
        string? continuation = null;
        do
        {
            (var items, continuation) = await list(continuation);
            foreach (var item in items)
                await remove(item);
        } while (continuation is not null);
    }
}
