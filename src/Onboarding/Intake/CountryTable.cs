using System.Text.Json;

namespace Onboarding.Intake;

/// <summary>The rules that are built in, for work without Partner Center. Where it answers, its own rules go before these.</summary>
internal static class CountryTable
{
    private static readonly Dictionary<string, CountryRulebook> Rules = Load();

    public static IReadOnlyCollection<CountryRulebook> All => Rules.Values;

    /// <summary>Null when the country is not built in.</summary>
    public static CountryRulebook? Find(string? country) => country is null ? null : Rules.GetValueOrDefault(country);

    private static Dictionary<string, CountryRulebook> Load()
    {
        using var table = typeof(CountryTable).Assembly.GetManifestResourceStream("Onboarding.Intake.countries.json")!;
        return JsonSerializer.Deserialize<CountryRulebook[]>(table, JsonSerializerOptions.Web)!.ToDictionary(rules => rules.Country, StringComparer.Ordinal);
    }
}
