using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Onboarding.Approvals;
using Onboarding.Batches;
using Onboarding.Notifications;
using Onboarding.Progress;
using Onboarding.Retention;
using Onboarding.Submission;
using Onboarding.Webhooks;
using OnboardingFunctions.Durable;
using OnboardingFunctions.ServiceBus;

namespace OnboardingFunctions.Triggers;

/// <summary>The functions that run by timer.</summary>
public sealed class TimerFunctions(
    PendingStarts pending,
    ApprovalService approvals,
    BatchReceiver batches,
    InboxService inbox,
    WebhookRegistrations webhooks,
    ExpiredData expired,
    EndedInstances ended,
    IOpenTasks openTasks,
    StuckOnboardingDetector detector,
    CredentialWatch credentials,
    ISearchColumns searchColumns,
    DurableTaskClientAccessor engine,
    ILogger<TimerFunctions> log,
    QueueDrain? queue = null
)
{
    private const int MostCounted = 1000;

    /// <summary>
    /// Every minute: starts what was kept and not started, and tells onboardings of approvals that they were not
    /// told of, because a worker died between the two; then drains the queue. One function, since each timer starts an
    /// instance of its own where the host scales functions by themselves.
    /// </summary>
    [Function("WorkEveryMinute")]
    public async Task WorkEveryMinute(
        [TimerTrigger("0 * * * * *")] TimerInfo timer,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken
    )
    {
        engine.Bind(client);
        var started = await pending.Run(cancellationToken);
        if (started > 0)
            Log.PendingStarted(log, started);
        var told = await approvals.RaisePendingEvents(cancellationToken);
        if (told > 0)
            Log.ApprovalsTold(log, told);
        var resumed = await batches.StartPending(cancellationToken);
        if (resumed > 0)
            Log.BatchesStarted(log, resumed);
        var messages = await inbox.StartPending(cancellationToken);
        if (messages > 0)
            Log.MessagesStarted(log, messages);
        if (queue is not null)
            await queue.Run(cancellationToken);
    }

    /// <summary>
    /// Every ten minutes: tells Partner Center where to send its events, when the app knows its public address and it
    /// is not told yet.
    /// </summary>
    [Function("RegisterWebhooks")]
    public async Task RegisterWebhooks(
        [TimerTrigger("0 */10 * * * *")] TimerInfo timer,
        CancellationToken cancellationToken
    )
    {
        foreach (var partner in await webhooks.Run(cancellationToken))
            Log.WebhookRegistered(log, partner);
    }

    /// <summary>
    /// Every hour: removes what was kept long enough, and fills in what records of an older version are searched by.
    /// </summary>
    [Function("RemoveExpired")]
    public async Task RemoveExpired(
        [TimerTrigger("0 0 * * * *")] TimerInfo timer,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken
    )
    {
        engine.Bind(client);
        if (await expired.Remove(cancellationToken) is { IsAny: true } removed)
            Log.ExpiredRemoved(log, removed.Drafts, removed.Batches, removed.Messages, removed.Onboardings);
        if (await searchColumns.FillMissing(cancellationToken) is > 0 and var filled)
            Log.SearchColumnsFilled(log, filled);
    }

    /// <summary>Every night: removes the histories and audit entries that were kept long enough.</summary>
    [Function("PurgeEndedInstances")]
    public async Task PurgeEndedInstances(
        [TimerTrigger("0 30 3 * * *")] TimerInfo timer,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken
    )
    {
        engine.Bind(client);
        var removed = await ended.Purge(cancellationToken);
        if (removed > 0)
            Log.InstancesPurged(log, removed);
        if (await expired.RemoveAudit(cancellationToken) is > 0 and var entries)
            Log.AuditRemoved(log, entries);
    }

    /// <summary>
    /// Every hour: finds the onboardings whose orchestration ended without an outcome; each becomes an open task.
    /// </summary>
    [Function("FindStanding")]
    public async Task DetectStuckOnboardings(
        [TimerTrigger("0 20 * * * *")] TimerInfo timer,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken
    )
    {
        engine.Bind(client);
        var found = await detector.Run(cancellationToken);
        if (found > 0)
            Log.OnboardingsStuck(log, found);
    }

    /// <summary>Every morning: looks whether every partner can sign in, and for how long.</summary>
    [Function("WatchCredentials")]
    public async Task WatchCredentials(
        [TimerTrigger("0 0 5 * * *")] TimerInfo timer,
        CancellationToken cancellationToken
    )
    {
        foreach (var warning in await credentials.Run(cancellationToken))
            Log.CredentialWarning(log, warning.Partner, warning.Problem);
    }

    /// <summary>Logs the number of open tasks every quarter of an hour; the alert reads it.</summary>
    [Function("CountObligations")]
    public async Task CountOpenTasks(
        [TimerTrigger("0 */15 * * * *")] TimerInfo timer,
        CancellationToken cancellationToken
    )
    {
        var page = await openTasks.List(
            OpenTaskState.Open,
            onboarding: null,
            MostCounted,
            continuation: null,
            cancellationToken
        );
        Log.OpenTasksCounted(log, page.Items.Count);
    }
}
