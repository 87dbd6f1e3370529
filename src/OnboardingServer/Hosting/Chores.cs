using Onboarding.Approvals;
using Onboarding.Batches;
using Onboarding.Notifications;
using Onboarding.Progress;
using Onboarding.Retention;
using Onboarding.Submission;
using Onboarding.Webhooks;

namespace OnboardingServer.Hosting;

/// <summary>
/// Starts what was kept and not started, and wakes what was not told of its approval: a crash between the two leaves it
/// behind, and so does a disk that refused.
/// </summary>
internal sealed class StartPending(
    PendingStarts pending,
    ApprovalService approvals,
    BatchReceiver batches,
    InboxService inbox,
    TimeProvider time,
    ILogger<StartPending> logger
) : PeriodicBackgroundService("Starting what was kept and not started", TimeSpan.FromMinutes(1), time, logger)
{
    protected override async Task Do(CancellationToken stoppingToken)
    {
        if (await pending.Run(stoppingToken) is > 0 and var started)
            Log.PendingStarted(logger, started);
        if (await approvals.RaisePendingEvents(stoppingToken) is > 0 and var woken)
            Log.ApprovalsTold(logger, woken);
        if (await batches.StartPending(stoppingToken) is > 0 and var resumed)
            Log.BatchesStarted(logger, resumed);
        if (await inbox.StartPending(stoppingToken) is > 0 and var messages)
            Log.MessagesStarted(logger, messages);
    }
}

/// <summary>Detects stuck onboardings that nobody has been told of.</summary>
internal sealed class DetectStuckOnboardings(
    StuckOnboardingDetector standing,
    TimeProvider time,
    ILogger<DetectStuckOnboardings> logger
) : PeriodicBackgroundService("Detecting stuck onboardings", TimeSpan.FromMinutes(5), time, logger)
{
    protected override async Task Do(CancellationToken stoppingToken)
    {
        if (await standing.Run(stoppingToken) is > 0 and var found)
            Log.OnboardingsStuck(logger, found);
    }
}

/// <summary>
/// Registers this server with Partner Center when it is told its public address, and looks whether that still stands.
/// Without events what is waited for is looked at too, only later.
/// </summary>
internal sealed class RegisterWebhooks(
    WebhookRegistrations registrations,
    TimeProvider time,
    ILogger<RegisterWebhooks> logger
) : PeriodicBackgroundService("Registering for events of Partner Center", TimeSpan.FromMinutes(10), time, logger)
{
    protected override async Task Do(CancellationToken stoppingToken)
    {
        foreach (var partner in await registrations.Run(stoppingToken))
            Log.WebhookRegistered(logger, partner);
    }
}

/// <summary>Removes what was kept long enough.</summary>
internal sealed class RemoveExpired(ExpiredData expired, TimeProvider time, ILogger<RemoveExpired> logger)
    : PeriodicBackgroundService("Removing what was kept long enough", TimeSpan.FromHours(1), time, logger)
{
    protected override async Task Do(CancellationToken stoppingToken)
    {
        if (await expired.Remove(stoppingToken) is { IsAny: true } removed)
            Log.ExpiredRemoved(logger, removed.Drafts, removed.Batches, removed.Messages, removed.Onboardings);
        if (await expired.RemoveAudit(stoppingToken) is > 0 and var entries)
            Log.AuditRemoved(logger, entries);
    }
}

/// <summary>Looks whether every partner can sign in, and for how long.</summary>
internal sealed class WatchCredentials(CredentialWatch watch, TimeProvider time, ILogger<WatchCredentials> logger)
    : PeriodicBackgroundService("Looking whether every partner can sign in", TimeSpan.FromDays(1), time, logger)
{
    protected override bool IsDoneAtOnce => false;

    protected override async Task Do(CancellationToken stoppingToken)
    {
        foreach (var warning in await watch.Run(stoppingToken))
            Log.CredentialWarning(logger, warning.Partner, warning.Problem);
    }
}
