using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace PartnerCenter.Validation;

/// <summary>The members of an address and a company that a country requires. Source: C §6.</summary>
public sealed record CountryRules
{
    public required string Iso2Code { get; init; }

    public string? DefaultCulture { get; init; }

    public bool IsStateRequired { get; init; }

    /// <summary>Filled when a state is required.</summary>
    public IReadOnlyList<string> SupportedStatesList
    {
        get;
        init => field = value ?? [];
    } = [];

    public IReadOnlyList<string> SupportedLanguagesList
    {
        get;
        init => field = value ?? [];
    } = [];

    public IReadOnlyList<string> SupportedCulturesList
    {
        get;
        init => field = value ?? [];
    } = [];

    public bool IsPostalCodeRequired { get; init; }

    /// <summary>A pattern in .NET syntax, received from the service: match it with a timeout.</summary>
    public string? PostalCodeRegex { get; init; }

    public bool IsCityRequired { get; init; }

    public bool IsVatIdSupported { get; init; }

    public string? TaxIdFormat { get; init; }

    public string? TaxIdSample { get; init; }

    public string? VatIdRegex { get; init; }

    /// <summary>A pattern in .NET syntax, received from the service: match it with a timeout.</summary>
    public string? PhoneNumberRegex { get; init; }

    public bool IsTaxIdSupported { get; init; }

    public bool IsTaxIdOptional { get; init; }

    public IReadOnlyList<string> CountryCallingCodesList
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>Present only in the older form; null when the answer does not say.</summary>
    public bool? IsRegistrationNumberSupported { get; init; }

    /// <summary>The older form names its lists <c>states.value[]</c> and so on. Source: C §25 row 7.</summary>
    internal static void Modernize(JsonObject rules)
    {
        foreach (
            var (old, now) in new[]
            {
                ("states", nameof(SupportedStatesList)),
                ("supportedLanguages", nameof(SupportedLanguagesList)),
                ("supportedCultures", nameof(SupportedCulturesList)),
                ("countryCallingCodes", nameof(CountryCallingCodesList)),
            }
        )
        {
            var found = rules
                .FirstOrDefault(member => string.Equals(member.Key, old, StringComparison.OrdinalIgnoreCase))
                .Value;
            var list =
                found as JsonArray
                ?? (found as JsonObject)
                    ?.FirstOrDefault(member => string.Equals(member.Key, "value", StringComparison.OrdinalIgnoreCase))
                    .Value as JsonArray;
            if (
                list is not null
                && !rules.Any(member => string.Equals(member.Key, now, StringComparison.OrdinalIgnoreCase))
            )
                rules[now] = list.DeepClone();
        }
    }

    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}
