using Onboarding.Drafts;

namespace OnboardingServer.Hosting;

/// <summary>Removes the drafts that were abandoned.</summary>
internal sealed class RemoveExpiredDrafts(DraftDesk drafts, TimeProvider time, ILogger<RemoveExpiredDrafts> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                if (await drafts.RemoveExpired(stoppingToken) is > 0 and var removed) Log.DraftsRemoved(logger, removed);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // The next round tries again; an expired draft is not shown meanwhile.
                Log.DraftsNotRemoved(logger, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
