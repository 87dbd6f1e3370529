using System.Collections.Frozen;
using System.Text;
using System.Text.Json;

namespace PartnerCenter.Simulator.Validation;

/// <summary>
/// A city whose postal codes are known, so that an address with a wrong one is found. Of other cities nothing is
/// said.
/// </summary>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Names">Its names; case and accents do not matter.</param>
/// <param name="Postal">The prefixes of its postal codes.</param>
/// <param name="Example">A postal code of it, for the suggestion.</param>
internal sealed record City(string Country, IReadOnlyList<string> Names, IReadOnlyList<string> Postal, string Example)
{
    private static readonly FrozenDictionary<string, City> Table = Load();

    internal static City? Find(string country, string? name) =>
        name is not null && Table.TryGetValue(Key(country, name), out var city) ? city : null;

    internal bool Has(string postalCode) =>
        Postal.Any(prefix => Plain(postalCode).StartsWith(Plain(prefix), StringComparison.Ordinal));

    private static string Key(string country, string name) => $"{country.ToUpperInvariant()} {Plain(name)}";

    /// <summary>Letters and digits only, without case and accents.</summary>
    private static string Plain(string text) =>
        new([
            .. text.Replace("ß", "ss", StringComparison.Ordinal)
                .Normalize(NormalizationForm.FormD)
                .Where(char.IsLetterOrDigit)
                .Select(char.ToUpperInvariant),
        ]);

    private static FrozenDictionary<string, City> Load()
    {
        using var stream = typeof(City).Assembly.GetManifestResourceStream("cities.json")!;
        return JsonSerializer
            .Deserialize<City[]>(stream, JsonSerializerOptions.Web)!
            .SelectMany(city => city.Names.Select(name => (Key: Key(city.Country, name), City: city)))
            .ToFrozenDictionary(pair => pair.Key, pair => pair.City, StringComparer.Ordinal);
    }
}
