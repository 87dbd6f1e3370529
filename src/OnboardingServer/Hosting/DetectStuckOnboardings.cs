using Onboarding.Progress;

namespace OnboardingServer.Hosting;

/// <summary>Detects stuck onboardings that nobody has been told of.</summary>
internal sealed class DetectStuckOnboardings(
    StuckOnboardingDetector detector,
    TimeProvider time,
    ILogger<DetectStuckOnboardings> logger
) : PeriodicBackgroundService("Detecting stuck onboardings", TimeSpan.FromMinutes(5), time, logger)
{
    protected override async Task Do(CancellationToken stoppingToken)
    {
        if (await detector.Run(stoppingToken) is > 0 and var found)
            Log.OnboardingsStuck(logger, found);
    }
}
