using System.Text.RegularExpressions;
using FsCheck.Xunit;
using Onboarding.Reference;
using Onboarding.Requests;
using Onboarding.Validation;
using PartnerCenter.Validation;

namespace Onboarding.Tests.Validation;

/// <summary>The rules that are built in: the same as the simulator's, and each found when it alone is broken.</summary>
public sealed class CountryTableTests(SimulatedCountries simulated) : IClassFixture<SimulatedCountries>
{
    private static readonly string[] Countries =
    [
        .. CountryTable.All.Select(rules => rules.Country).Order(StringComparer.Ordinal),
    ];

    public static TheoryData<string> All => [.. Countries];

    [Theory, MemberData(nameof(All))]
    public async Task TheRules_AreThoseOfTheSimulator(string country)
    {
        var (ours, theirs) = (CountryTable.Find(country)!, await simulated.RulesOf(country));

        Assert.NotNull(theirs);
        Assert.Equal(Facts(theirs), Facts(ours));
        Assert.Equal(theirs.DefaultCulture, ours.Cultures[0]);
        Assert.Equal(theirs.CountryCallingCodesList, [Phones.CallingCode(country)]);
        Assert.Equal(Facts(ours), Facts(ours.With(theirs)));
        // A picture of a tax number is no rule for the registration number.
        Assert.Equal(ours.RegistrationNumberRequired ? theirs.TaxIdFormat : null, ours.RegistrationNumber);
    }

    [Fact]
    public async Task ACountryThatIsNotBuiltIn_IsNoneOfTheSimulators()
    {
        foreach (var country in Phones.Countries.Except(Countries))
            Assert.Null(await simulated.RulesOf(country));
    }

    [Theory, MemberData(nameof(All))]
    public async Task AnAddressWrittenByTheRules_PassesHereAndThere(string country) =>
        Assert.Empty((await simulated.Submit(country)).Findings);

    [Property(MaxTest = 1000)]
    public void AnyAddressWrittenByTheRules_Passes(ushort which, int seed)
    {
        var country = Countries[which % Countries.Length];

        Assert.True(
            simulated.Check(country, seed) is [],
            $"{country} {CountryRequests.Of(country, seed)["customer"]}: "
                + $"{string.Join(' ', simulated.Check(country, seed))}"
        );
    }

    [Theory, MemberData(nameof(All))]
    public void EachRuleBrokenAlone_IsFoundAlone(string country)
    {
        var rules = CountryTable.Find(country)!;
        foreach (
            var (when, at, json, code, isChoice) in new (bool, string, string, string, bool)[]
            {
                (rules.CityRequired, "/customer/address/city", "-", ErrorCodes.CityRequired, false),
                (rules.StateRequired, "/customer/address/state", "-", ErrorCodes.StateRequired, true),
                (rules.StateRequired, "/customer/address/state", "\"Nowhere at all\"", ErrorCodes.StateUnknown, true),
                (rules.PostalCodeRequired, "/customer/address/postalCode", "-", ErrorCodes.PostalCodeRequired, false),
                (
                    rules.PostalCode is not null,
                    "/customer/address/postalCode",
                    "\"!0!\"",
                    ErrorCodes.PostalCodeInvalid,
                    false
                ),
                (
                    rules.RegistrationNumberRequired,
                    "/customer/registrationNumber",
                    "-",
                    ErrorCodes.RegistrationNumberRequired,
                    false
                ),
                (
                    rules.RegistrationNumberRequired,
                    "/customer/registrationNumber",
                    "\"???\"",
                    ErrorCodes.FieldInvalid,
                    false
                ),
                (rules.RegistrationNumberRequired, "/contact/phone", "-", ErrorCodes.PhoneRequired, false),
                (true, "/contact/phone", "\"12\"", ErrorCodes.PhoneInvalid, false),
                (true, "/customer/culture", "\"tlh-QO\"", ErrorCodes.CultureNotSupported, true),
                (true, "/customer/language", "\"tlh\"", ErrorCodes.LanguageNotSupported, true),
            }
        )
        {
            if (!when)
                continue;
            var found = simulated.Check(country, (at, json));
            Assert.True(
                found is [{ Severity: FindingSeverity.Error } one] && (one.Code, one.Path) == (code, at),
                $"{country} {at} {json}: {string.Join(' ', found)}"
            );
            if (isChoice)
                Assert.False(string.IsNullOrEmpty(found[0].Suggestion));
        }
    }

    [Fact]
    public void EveryPattern_CanBeWrittenBy()
    {
        var random = new Random(1);
        foreach (
            var pattern in CountryTable
                .All.SelectMany(rules => new[] { rules.PostalCode, rules.RegistrationNumber })
                .OfType<string>()
                .Distinct()
        )
            Assert.Matches(new Regex(pattern, RegexOptions.IgnoreCase), PatternText.Write(pattern, random));
    }

    private static string Facts(CountryRulebook rules) =>
        Facts(
            rules.Country,
            [rules.CityRequired, rules.StateRequired, rules.PostalCodeRequired],
            [rules.PostalCode, rules.Phone],
            [rules.States.Keys.Order(StringComparer.Ordinal), rules.Cultures, rules.Languages]
        );

    private static string Facts(CountryRules rules) =>
        Facts(
            rules.Iso2Code,
            [rules.IsCityRequired, rules.IsStateRequired, rules.IsPostalCodeRequired],
            [rules.PostalCodeRegex, rules.PhoneNumberRegex],
            [
                rules.SupportedStatesList.Order(StringComparer.Ordinal),
                rules.SupportedCulturesList,
                rules.SupportedLanguagesList,
            ]
        );

    /// <summary>
    /// One text of city, state and postal code required, the patterns, and states, cultures and languages.
    /// </summary>
    private static string Facts(string country, bool[] required, string?[] patterns, IEnumerable<string>[] lists) =>
        string.Join(
            '\n',
            [country, string.Join(' ', required), .. patterns, .. lists.Select(list => string.Join(' ', list))]
        );
}
