using Onboarding.Progress;

namespace OnboardingServer.Hosting;

/// <summary>Fills in what records of an older version are searched and sorted by, once.</summary>
internal sealed class FillSearchColumns(ISearchColumns columns, TimeProvider time, ILogger<FillSearchColumns> logger)
    : PeriodicBackgroundService("Filling in what is searched", TimeSpan.FromDays(1), time, logger)
{
    private readonly ILogger _logger = logger;

    protected override async Task Do(CancellationToken stoppingToken)
    {
        if (await columns.FillMissing(stoppingToken) is > 0 and var filled)
            Log.SearchColumnsFilled(_logger, filled);
    }
}
