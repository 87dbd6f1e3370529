using OnboardingServer.Tests.Journal.Crashes;

namespace OnboardingServer.Tests.Journal.Model;

/// <summary>
/// Random schedules: starts of one id at once, events before the wait, against the timer and twice, terminations during
/// activities, many sub-orchestrations, purges, and crashes in between.
/// </summary>
[Trait("Category", CrashBudget.Category)]
public sealed class ModelTests
{
    [CampaignProperty(sample: 1000, full: 5000, StartSize = 20, EndSize = 80)]
    public async Task Engine_AnySchedule_DoesWhatTheModelDoes(byte[] bytes)
    {
        await using var schedule = new Schedule(bytes);
        await schedule.Run();
    }
}
