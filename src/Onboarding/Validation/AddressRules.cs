using Onboarding.Reference;
using Onboarding.Requests;

namespace Onboarding.Validation;

/// <summary>The address by the country's own rules (C §5.1, §6).</summary>
internal static class AddressRules
{
    private const string Path = "/customer/address";

    /// <summary>States and regions that ISO 3166-1 has a code of their own for, and so has Microsoft.</summary>
    private static readonly string[] CountriesAmongStates = ["AS", "GU", "HK", "MO", "MP", "PR", "TW", "VI"];

    public static bool IsCode(string country) => country.Length == 2 && country.All(char.IsAsciiLetterUpper);

    public static void Check(AddressSection? address, CountryRulebook? country, FindingList findings)
    {
        if (address is null)
        {
            findings.Error(ErrorCodes.FieldRequired, Path, $"address is missing.");
            return;
        }

        if (address.Line1 is null)
            findings.Error(ErrorCodes.FieldRequired, $"{Path}/line1", $"line1 is missing.");
        CheckPlaceholders(address, country, findings);
        if (!CheckCountry(address.Country, findings))
            return;
        if (country is null)
        {
            findings.Warning(
                ErrorCodes.CountryRulesMissing,
                $"{Path}/country",
                $"The rules of this country are not built in; only Partner Center can check city, state, postal code "
                    + $"and phone."
            );
            return;
        }

        if (address.City is null && country.CityRequired)
            findings.Error(ErrorCodes.CityRequired, $"{Path}/city", $"The city is mandatory in {country.Country}.");
        CheckState(address.State, country, findings);
        CheckPostalCode(address.PostalCode, country, findings);
    }

    private static void CheckPlaceholders(AddressSection address, CountryRulebook? country, FindingList findings)
    {
        if (address.Line1 is { } line1 && Placeholders.IsPlace(line1))
            findings.Review(ErrorCodes.AddressUnreal, $"{Path}/line1", $"This does not look like a street.");
        if (address.City is { } city && Placeholders.IsPlace(city))
            findings.Review(ErrorCodes.AddressUnreal, $"{Path}/city", $"This does not look like a city.");
        // In countries without postal codes, people fill in zeros when a form requires one.
        if (address.PostalCode is { } code && country?.PostalCode is not null && Placeholders.IsPostalCode(code))
            findings.Review(
                ErrorCodes.AddressUnreal,
                $"{Path}/postalCode",
                $"This does not look like a postal code that is in use."
            );
    }

    public static bool CheckCountry(string? country, FindingList findings)
    {
        if (country is null)
        {
            findings.Error(ErrorCodes.FieldRequired, $"{Path}/country", $"country is missing.");
            return false;
        }

        if (IsCode(country) && Phones.IsCountry(country))
            return true;
        findings.Error(
            ErrorCodes.CountryUnknown,
            $"{Path}/country",
            $"A two-letter country code of ISO 3166-1, such as DE.",
            CountryNames.Find(country)
        );
        return false;
    }

    private static void CheckState(string? state, CountryRulebook country, FindingList findings)
    {
        if (state is null)
        {
            if (country.StateRequired)
                findings.Error(
                    ErrorCodes.StateRequired,
                    $"{Path}/state",
                    $"The state is mandatory in {country.Country}.",
                    Choice(country)
                );
            return;
        }

        if (country.States.Count == 0 || country.StateCode(state) is not null)
            return;
        if (
            StateNames.CodeOf(country.Country, CountriesAmongStates, state) is { } elsewhere
            && StateNames.NameOf(country.Country, elsewhere) is { } name
        )
        {
            findings.Error(
                ErrorCodes.StateUnknown,
                $"{Path}/country",
                $"Microsoft has {name} as a country of its own.",
                elsewhere
            );
            return;
        }

        var codes = string.Join(", ", country.States.Keys.Order(StringComparer.Ordinal));
        findings.Error(
            ErrorCodes.StateUnknown,
            $"{Path}/state",
            $"One of the state codes of {country.Country}: {codes}.",
            StateNames.Nearest(country.Country, country.States.Keys, state) ?? Choice(country)
        );
    }

    private static string? Choice(CountryRulebook country) =>
        country.States.Count == 0 ? null : string.Join(" | ", country.States.Keys.Order(StringComparer.Ordinal));

    private static void CheckPostalCode(string? postalCode, CountryRulebook country, FindingList findings)
    {
        if (postalCode is null)
        {
            if (country.PostalCodeRequired)
                findings.Error(
                    ErrorCodes.PostalCodeRequired,
                    $"{Path}/postalCode",
                    $"The postal code is mandatory in {country.Country}."
                );
        }
        else if (PostalCodes.Normal(postalCode, country) is not { } normal)
        {
            findings.Error(
                ErrorCodes.PostalCodeInvalid,
                $"{Path}/postalCode",
                $"Not the form of a postal code in {country.Country}."
            );
        }
        else if (normal != postalCode)
        {
            findings.Warning(
                ErrorCodes.PostalCodeInvalid,
                $"{Path}/postalCode",
                $"The postal code is sent in the form that it has in {country.Country}.",
                normal
            );
        }
    }
}
