using Onboarding.Requests;
using Onboarding.Validation;
using PartnerCenter;
using PartnerCenter.Validation;

namespace Onboarding.Tests.Validation;

/// <summary>
/// One simulator for all rows of a table of countries: what it says of a request, and what would be sent to it.
/// </summary>
public sealed class SimulatedCountries : ValidationFixture
{
    /// <summary>
    /// Gets what local rules and the simulator find, the offers aside, and the request as it would be kept.
    /// </summary>
    internal async Task<(IReadOnlyList<Finding> Findings, OnboardingRequest Completed)> Submit(
        string country,
        params (string, string)[] changes
    )
    {
        var request = Read(CountryRequests.Of(country, seed: 1, changes));
        var findings = await Validate(request);
        var completed = await The<RequestCompletion>().Complete(request, CancellationToken.None);
        return (
            [.. findings.Where(finding => !finding.Path.StartsWith("/subscriptions", StringComparison.Ordinal))],
            completed
        );
    }

    internal IReadOnlyList<Finding> Check(string country, params (string, string)[] changes) =>
        Check(country, 1, changes);

    internal IReadOnlyList<Finding> Check(string country, int seed, params (string, string)[] changes) =>
        The<RequestRules>().Check(Read(CountryRequests.Of(country, seed, changes)));

    /// <summary>Gets the rules that the simulator answers; null where it knows none.</summary>
    internal async Task<CountryRules?> RulesOf(string country)
    {
        try
        {
            return await The<PartnerCenterClients>()
                .For("default")
                .Validation.CountryRules(country, CancellationToken.None);
        }
        catch (PartnerCenterException unknown) when (unknown.Fault == Fault.NotFound)
        {
            return null;
        }
    }
}
