using System.Text.RegularExpressions;
using PartnerCenter.Validation;

namespace Onboarding.Reference;

/// <summary>
/// The requirements of one country for a customer's address, phone and company. Lists that are empty restrict nothing.
/// </summary>
public sealed record CountryRulebook
{
    // The patterns come from outside, so they must not be able to hang a request.
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(100);

    /// <summary>The countries of C §5.1; everywhere else Partner Center refuses a registration number.</summary>
    private static readonly HashSet<string> RegistrationNumberCountries = new(StringComparer.Ordinal)
    {
        "AM",
        "AZ",
        "BY",
        "HU",
        "KZ",
        "KG",
        "MD",
        "RU",
        "TJ",
        "UZ",
        "UA",
        "IN",
        "BR",
        "ZA",
        "PL",
        "AE",
        "SA",
        "TR",
        "TH",
        "VN",
        "MM",
        "IQ",
        "SS",
        "VE",
    };

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public required string Country { get; init; }
    public string? Name { get; init; }
    public bool CityRequired { get; init; } = true;
    public bool StateRequired { get; init; }

    /// <summary>Code and name; the name is the code where it is not known.</summary>
    public IReadOnlyDictionary<string, string> States { get; init; } = new Dictionary<string, string>();
    public bool PostalCodeRequired { get; init; }
    public string? PostalCode { get; init; }

    /// <summary>Partner Center's own pattern; the numbering plan is known apart from it.</summary>
    public string? Phone { get; init; }

    /// <summary>The usual one first.</summary>
    public IReadOnlyList<string> Cultures { get; init; } = [];

    /// <summary>The languages in Partner Center's order.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];
    public string? RegistrationNumber { get; init; }

    /// <summary>Registration number and phone number are both mandatory, or the first is refused (C §5.1).</summary>
    public bool RegistrationNumberRequired => NeedsRegistrationNumber(Country);

    public static bool NeedsRegistrationNumber(string country) => RegistrationNumberCountries.Contains(country);

    public bool IsPostalCode(string text) => Matches(PostalCode, text);

    public bool IsPhone(string text) => Matches(Phone, text);

    public bool IsRegistrationNumber(string text) => Matches(RegistrationNumber, text);

    /// <summary>Gets the rules of a country of which only the code is known.</summary>
    public static CountryRulebook Of(string country) =>
        new() { Country = country, Name = CountryNames.EnglishName(country) };

    /// <summary>
    /// Gets the country's code for a state that is given by any code or name; null when there is none.
    /// </summary>
    public string? StateCode(string text) => StateNames.CodeOf(Country, States.Keys, text);

    /// <summary>
    /// Gets the culture as the country's list writes it, the default one where none is given; one that the list does
    /// not hold stays.
    /// </summary>
    public string? CultureFor(string? text) =>
        Cultures.FirstOrDefault(culture => text is null || culture.Equals(text, StringComparison.OrdinalIgnoreCase))
        ?? text;

    /// <summary>
    /// Gets the language as the country's list writes it, that of the culture where none is given; one that the list
    /// does not hold stays.
    /// </summary>
    public string? LanguageFor(string? text, string? culture) =>
        text is not null
            ? Reference.Languages.Find(Languages, text) ?? text
            : (culture is null ? null : Reference.Languages.OfCulture(Languages, culture))
                ?? (Languages is [var first, ..] ? first : null);

    /// <summary>These rules with Partner Center's own in their place, wherever it states one.</summary>
    public CountryRulebook With(CountryRules rules) =>
        this with
        {
            CityRequired = rules.IsCityRequired,
            StateRequired = rules.IsStateRequired,
            States =
                rules.SupportedStatesList.Count == 0 && rules.IsStateRequired
                    ? States
                    : rules
                        .SupportedStatesList.Distinct(StringComparer.OrdinalIgnoreCase)
                        .ToDictionary(
                            code => code,
                            code => StateNames.NameOf(Country, code) ?? code,
                            StringComparer.OrdinalIgnoreCase
                        ),
            PostalCodeRequired = rules.IsPostalCodeRequired,
            PostalCode = rules.PostalCodeRegex is { Length: > 0 } postalCode ? postalCode : PostalCode,
            Phone = rules.PhoneNumberRegex is { Length: > 0 } phone ? phone : Phone,
            Cultures =
                rules.SupportedCulturesList.Count > 0
                    ? DefaultFirst(rules.SupportedCulturesList, rules.DefaultCulture)
                    : Cultures,
            Languages = rules.SupportedLanguagesList.Count > 0 ? rules.SupportedLanguagesList : Languages,
            // The recorded format is a pattern in some countries and a sample such as DE######### in others.
            RegistrationNumber =
                RegistrationNumberRequired && rules.TaxIdFormat?.StartsWith('^') == true
                    ? rules.TaxIdFormat
                    : RegistrationNumber,
        };

    private static IReadOnlyList<string> DefaultFirst(IReadOnlyList<string> cultures, string? first) =>
        [.. cultures.OrderBy(culture => culture.Equals(first, StringComparison.OrdinalIgnoreCase) ? 0 : 1)];

    private static bool Matches(string? pattern, string text)
    {
        if (pattern is null)
            return true;
        try
        {
            return Regex.IsMatch(text, pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Wait);
        }
        catch (Exception unusable) when (unusable is ArgumentException or RegexMatchTimeoutException)
        {
            // A pattern that does not work says nothing about the text; Partner Center checks again when the customer
            // is created.
            return true;
        }
    }
}
