using Onboarding.Approvals;
using Onboarding.Batches;
using Onboarding.Intake;
using Onboarding.Webhooks;

namespace OnboardingServer.Hosting;

/// <summary>Starts what was kept and not started, and wakes what was not told of its approval, now and then: a crash between the two leaves it behind, and so does a disk that refused.</summary>
internal sealed class StartPending(PendingStarts pending, ApprovalDesk approvals, BatchReception batches, InboxDesk inbox, TimeProvider time, ILogger<StartPending> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                if (await pending.Run(stoppingToken) is > 0 and var started) Log.PendingStarted(logger, started);
                if (await approvals.TellNews(stoppingToken) is > 0 and var woken) Log.ApprovalsTold(logger, woken);
                if (await batches.StartPending(stoppingToken) is > 0 and var resumed) Log.BatchesStarted(logger, resumed);
                if (await inbox.StartPending(stoppingToken) is > 0 and var messages) Log.MessagesStarted(logger, messages);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // The next round tries again; what waits is on disk.
                Log.PendingFailed(logger, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
