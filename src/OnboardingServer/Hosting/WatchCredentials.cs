using Onboarding.Notifications;

namespace OnboardingServer.Hosting;

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
