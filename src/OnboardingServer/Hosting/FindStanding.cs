using Onboarding.Progress;

namespace OnboardingServer.Hosting;

/// <summary>Looks now and then for onboardings that stand still without anybody having been told.</summary>
internal sealed class FindStanding(StandingOnboardings standing, TimeProvider time, ILogger<FindStanding> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                if (await standing.Run(stoppingToken) is > 0 and var found) Log.OnboardingsStand(logger, found);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                Log.PendingFailed(logger, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
