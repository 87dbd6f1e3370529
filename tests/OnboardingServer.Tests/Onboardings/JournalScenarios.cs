using Scenarios;

namespace OnboardingServer.Tests.Onboardings;

public sealed class JournalScenarios : OnboardingScenarios
{
    protected override ScenarioHost Host { get; } = new JournalHost();
}
