using Onboarding.Retention;

namespace OnboardingServer.Hosting;

/// <summary>Removes what was kept long enough.</summary>
internal sealed class RemoveExpired(ExpiredData expired, TimeProvider time, ILogger<RemoveExpired> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                if (await expired.Remove(stoppingToken) is { IsAny: true } removed) Log.ExpiredRemoved(logger, removed.Drafts, removed.Batches, removed.Messages);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // The next round tries again.
                Log.ExpiredNotRemoved(logger, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
