using OnboardingFunctions.Tests.Azurite;
using Scenarios;

namespace OnboardingFunctions.Tests.Onboardings;

/// <summary>
/// What onboarding does, on Durable Task and Tables: every orchestration replayed from its beginning at every step, those
/// with a long history at some and at the last, and compared with what it asked for before.
/// </summary>
[Collection(AzuriteCollection.Name)]
public sealed class DurableScenarios(AzuriteFixture azurite)
{
    public static TheoryData<string> Tests => Suite.Of<OnboardingScenarios>();

    [AzuriteTheory]
    [MemberData(nameof(Tests))]
    public Task Onboarding(string test) => Suite.Run(new OnDurableTask(azurite), test);

    private sealed class OnDurableTask(AzuriteFixture azurite) : OnboardingScenarios
    {
        protected override ScenarioHost Host { get; } = new FunctionsHost(azurite);
    }
}
