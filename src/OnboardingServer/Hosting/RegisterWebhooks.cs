using Onboarding.Webhooks;

namespace OnboardingServer.Hosting;

/// <summary>Registers this server with Partner Center when it is told its public address, and looks now and then whether that still stands.</summary>
internal sealed class RegisterWebhooks(WebhookRegistrations registrations, TimeProvider time, ILogger<RegisterWebhooks> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!registrations.IsWanted) return;
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                foreach (var partner in await registrations.Run(stoppingToken)) Log.WebhookRegistered(logger, partner);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // What is waited for is looked at now and then without events too.
                Log.WebhookNotRegistered(logger, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
