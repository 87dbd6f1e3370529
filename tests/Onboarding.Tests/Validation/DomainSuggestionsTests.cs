using Onboarding.Customers;
using Onboarding.Requests;
using Onboarding.Validation;
using PartnerCenter;

namespace Onboarding.Tests.Validation;

public sealed class DomainSuggestionsTests
{
    private static readonly PartnerProfile Partner = new() { Name = "default", Cloud = PartnerCloud.Public };

    [Theory]
    [InlineData("wingtip", "Wingtip Toys GmbH", "DE", "wingtiptoysgmbh", "wingtipde", "wingtiphq")]
    [InlineData("Mueller", "Müller & Söhne Straßenbau", null, "mullersohnestrassenbau", "muellerhq", "muelleronline")]
    [InlineData("ooo", "Общество", "KZ", "oookz", "ooohq", "oooonline")]
    [InlineData(
        "abcdefghijklmnopqrstuvwxyz0",
        null,
        "DE",
        "abcdefghijklmnopqrstuvwxyhq",
        "abcdefghijklmnopqrstuonline",
        "abcdefghijklmnopqrstuvwxyz1"
    )]
    public void Candidates_OfATakenPrefix_AreNearItAndCanBeTaken(
        string prefix,
        string? company,
        string? country,
        params string[] first
    )
    {
        var candidates = DomainSuggestions.Candidates(Partner, prefix, company, country).ToArray();

        Assert.Equal(first, candidates.Take(first.Length));
        Assert.Equal(candidates.Distinct(), candidates);
        Assert.DoesNotContain(prefix.ToLowerInvariant(), candidates);
        Assert.True(candidates.Length >= 8, $"{candidates.Length} candidates");
        Assert.All(
            candidates,
            candidate =>
            {
                var findings = new FindingList();
                NewCustomerRules.CheckDomainPrefix(candidate, Partner, findings);
                Assert.True(findings.IsEmpty, candidate);
            }
        );
    }
}
