using System.Text.Json;
using PartnerCenter.Validation;

namespace Onboarding.Reference;

/// <summary>
/// Reads the rules that are built in, for work without Partner Center: those that it was recorded to answer (C §6), and
/// for the other countries what public sources say of them. Where it answers, its own rules go before these.
/// </summary>
internal static class CountryTable
{
    private static readonly Dictionary<string, CountryRulebook> Rules = Load();

    public static IReadOnlyCollection<CountryRulebook> All => Rules.Values;

    /// <summary>Null when the country is not built in.</summary>
    public static CountryRulebook? Find(string? country) => country is null ? null : Rules.GetValueOrDefault(country);

    private static Dictionary<string, CountryRulebook> Load()
    {
        using var table = typeof(CountryTable).Assembly.GetManifestResourceStream("Onboarding.countries.json")!;
        return JsonSerializer
            .Deserialize<CountryRules[]>(table, JsonSerializerOptions.Web)!
            .Select(rules => CountryRulebook.Of(rules.Iso2Code).With(rules))
            .ToDictionary(rules => rules.Country, StringComparer.Ordinal);
    }
}
