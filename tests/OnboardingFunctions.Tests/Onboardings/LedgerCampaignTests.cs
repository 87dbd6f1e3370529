using OnboardingFunctions.Tests.Azurite;
using Scenarios;

namespace OnboardingFunctions.Tests.Onboardings;

/// <summary>
/// Records and ledger agree, whatever fails and whoever acts, on Durable Task and Tables. <c>CRASHES=full</c> takes 500
/// onboardings and 20 kills.
/// </summary>
[Collection(AzuriteCollection.Name)]
public sealed class LedgerCampaignTests(AzuriteFixture azurite)
{
    private static readonly bool _full = Environment.GetEnvironmentVariable("CRASHES") == "full";

    [AzuriteFact]
    public async Task Whatever_fails_and_whoever_acts_the_records_say_what_exists()
    {
        await using var host = new FunctionsHost(azurite);

        await new LedgerCampaign(host, seed: 3) { Onboardings = _full ? 500 : 6, Kills = _full ? 20 : 1 }.Run();
    }
}
