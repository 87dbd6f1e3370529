using Onboarding.Validation;
using PartnerCenter;

namespace Onboarding.Reference;

/// <summary>
/// The rules of countries as a partner sees them: Partner Center's own, kept for a day, over those built in.
/// </summary>
public sealed class CountryDirectory(TimeProvider time)
{
    private readonly TimedCache<(string Partner, string Country), CountryRulebook?> _rules = new(
        TimeSpan.FromDays(1),
        2000,
        time
    );

    /// <summary>Null: Partner Center does not know the country.</summary>
    /// <param name="client">The partner that asks.</param>
    /// <param name="country">ISO 3166-1 alpha-2, upper case.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PartnerCenterException">
    /// Partner Center could not be asked, and the country is not built in.
    /// </exception>
    public async Task<CountryRulebook?> Find(
        PartnerCenterClient client,
        string country,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await _rules.Get(
                (client.Partner.Name, country),
                cancel => Ask(client, country, cancel),
                cancellationToken
            );
        }
        catch (PartnerCenterException) when (CountryTable.Find(country) is not null)
        {
            return CountryTable.Find(country);
        }
    }

    private static async Task<CountryRulebook?> Ask(
        PartnerCenterClient client,
        string country,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var rules = await client.Validation.CountryRules(country, cancellationToken);
            return (CountryTable.Find(country) ?? CountryRulebook.Of(country)).With(rules);
        }
        catch (PartnerCenterException unknown) when (unknown.Fault is Fault.NotFound or Fault.Refused)
        {
            return null;
        }
    }
}
