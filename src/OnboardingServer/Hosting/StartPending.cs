using Onboarding.Approvals;
using Onboarding.Batches;
using Onboarding.Submission;
using Onboarding.Webhooks;

namespace OnboardingServer.Hosting;

/// <summary>
/// Starts what was kept and not started, and tells onboardings of approvals that they were not told of: a crash
/// between the two leaves it behind, and so does a disk that refused.
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
        if (await approvals.RaisePendingEvents(stoppingToken) is > 0 and var told)
            Log.ApprovalsTold(logger, told);
        if (await batches.StartPending(stoppingToken) is > 0 and var resumed)
            Log.BatchesStarted(logger, resumed);
        if (await inbox.StartPending(stoppingToken) is > 0 and var messages)
            Log.MessagesStarted(logger, messages);
    }
}
