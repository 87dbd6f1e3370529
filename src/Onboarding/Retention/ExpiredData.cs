using Microsoft.Extensions.Options;
using Onboarding.Batches;
using Onboarding.Drafts;
using Onboarding.Progress;
using Onboarding.Webhooks;

namespace Onboarding.Retention;

/// <summary>The numbers of things that were removed.</summary>
public sealed record RemovedData(int Drafts, int Batches, int Messages, int Onboardings)
{
    public bool IsAny => Drafts + Batches + Messages + Onboardings > 0;
}

/// <summary>
/// Removes what was kept long enough (<see cref="RetentionOptions"/>). For a timer of the host.
/// </summary>
public sealed class ExpiredData(
    DraftService drafts,
    IBatches batches,
    IInbox inbox,
    EndedOnboardings onboardings,
    IAuditLog audit,
    IOptions<RetentionOptions> options,
    TimeProvider time
)
{
    private const int PageSize = 200;

    /// <summary>An upload that is not whole by then was cut off.</summary>
    private static readonly TimeSpan LongestUpload = TimeSpan.FromDays(1);

    /// <summary>Removes expired data. Data that a stop leaves over is removed the next time.</summary>
    public async Task<RemovedData> Remove(CancellationToken cancellationToken) =>
        new(
            await drafts.RemoveExpired(cancellationToken),
            await RemoveBatches(cancellationToken),
            await RemoveMessages(cancellationToken),
            await onboardings.RemoveExpired(cancellationToken)
        );

    /// <summary>
    /// Removes entries of the audit; once a day, since some stores have to look through all of them.
    /// </summary>
    public async Task<int> RemoveAudit(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - options.Value.Audit;
        int removed,
            some;
        for (removed = 0; ; removed += some)
        {
            if ((some = await audit.RemoveBefore(before, PageSize, cancellationToken)) < PageSize)
                return removed + some;
        }
    }

    private async Task<int> RemoveBatches(CancellationToken cancellationToken)
    {
        var (now, removed, continuation) = (time.GetUtcNow(), 0, (string?)null);
        do
        {
            var page = await batches.List(PageSize, continuation, cancellationToken);
            foreach (var batch in page.Items)
            {
                var isCutOff = batch.State == BatchState.Receiving && batch.CreatedAt < now - LongestUpload;
                if (!isCutOff && !(batch.EndedAt < now - options.Value.Received))
                    continue;
                await batches.Remove(batch.Id, cancellationToken);
                removed++;
            }

            continuation = page.Continuation;
        } while (continuation is not null);
        return removed;
    }

    private async Task<int> RemoveMessages(CancellationToken cancellationToken)
    {
        var (before, removed) = (time.GetUtcNow() - options.Value.Received, 0);
        foreach (var state in (InboxState[])[InboxState.Taken, InboxState.Unmatched])
        {
            // The oldest first: behind one that is to stay all others are.
            IReadOnlyList<InboxMessage> old;
            do
            {
                old =
                [
                    .. (await inbox.List(state, PageSize, null, cancellationToken)).Items.TakeWhile(message =>
                        message.ReceivedAt < before
                    ),
                ];
                foreach (var message in old)
                    removed += await inbox.Remove(message, cancellationToken) ? 1 : 0;
            } while (old.Count == PageSize);
        }

        return removed;
    }
}
