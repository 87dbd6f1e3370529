using Onboarding.Notifications;

namespace OnboardingServer.Hosting;

/// <summary>Looks once a day whether every partner can sign in, and for how long.</summary>
internal sealed class WatchCredentials(CredentialWatch watch, TimeProvider time, ILogger<WatchCredentials> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                foreach (var warning in await watch.Run(stoppingToken)) Log.CredentialWarning(logger, warning.Partner, warning.Problem);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                Log.PendingFailed(logger, exception);
            }
        }
    }
}
