using Onboarding.Webhooks;

namespace OnboardingServer.Hosting;

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
