using Onboarding.Retention;

namespace OnboardingServer.Hosting;

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
