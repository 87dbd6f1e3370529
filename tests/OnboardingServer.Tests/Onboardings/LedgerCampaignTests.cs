using OnboardingServer.Tests.Journal.Crashes;
using Scenarios;

namespace OnboardingServer.Tests.Onboardings;

/// <summary>
/// Records and ledger agree, whatever fails and whoever acts. <c>CRASHES=full</c> takes 500 onboardings and 20 kills.
/// </summary>
[Trait("Category", CrashBudget.Category)]
public sealed class LedgerCampaignTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Whatever_fails_and_whoever_acts_the_records_say_what_exists(int seed)
    {
        await using var host = new JournalHost();

        await new LedgerCampaign(host, seed)
        {
            Onboardings = CrashBudget.Of(sample: 25, full: 500),
            Kills = CrashBudget.Of(sample: 3, full: 20),
        }.Run();
    }
}
