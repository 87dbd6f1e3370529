using OnboardingServer.Tests.Onboardings.Crashes;

namespace OnboardingServer.Tests.Onboardings;

/// <summary>What onboarding does, on the embedded engine.</summary>
public sealed class JournalScenarios
{
    public static TheoryData<string> Names() => [.. ScenarioRun.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public Task Onboarding(string scenario) => ScenarioRun.All[scenario].Writes;
}
