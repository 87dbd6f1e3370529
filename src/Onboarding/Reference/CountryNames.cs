using System.Globalization;
using Onboarding.Requests;
using Onboarding.Validation;

namespace Onboarding.Reference;

/// <summary>
/// Finds the code of a country that is given by name, by ISO 3166-1 alpha-3 or by a code that people use for it.
/// </summary>
internal static class CountryNames
{
    /// <summary>Names and codes that are in use and that neither ISO nor CLDR lists.</summary>
    private static readonly Dictionary<string, string> Habits = new(StringComparer.Ordinal)
    {
        ["uk"] = "GB",
        ["greatbritain"] = "GB",
        ["britain"] = "GB",
        ["england"] = "GB",
        ["scotland"] = "GB",
        ["wales"] = "GB",
        ["northernireland"] = "GB",
        ["unitedkingdomofgreatbritainandnorthernireland"] = "GB",
        ["el"] = "GR",
        ["hellas"] = "GR",
        ["us"] = "US",
        ["unitedstatesofamerica"] = "US",
        ["america"] = "US",
        ["holland"] = "NL",
        ["thenetherlands"] = "NL",
        ["brd"] = "DE",
        ["uae"] = "AE",
        ["emirates"] = "AE",
        ["ksa"] = "SA",
        ["korea"] = "KR",
        ["republicofkorea"] = "KR",
        ["czechrepublic"] = "CZ",
        ["turkey"] = "TR",
        ["turkiye"] = "TR",
        ["russianfederation"] = "RU",
        ["vietnam"] = "VN",
        ["hongkong"] = "HK",
        ["macau"] = "MO",
        ["macao"] = "MO",
        ["prc"] = "CN",
        ["mainlandchina"] = "CN",
        ["republicofireland"] = "IE",
        ["eire"] = "IE",
        ["ivorycoast"] = "CI",
        ["swaziland"] = "SZ",
        ["burma"] = "MM",
        ["myanmar"] = "MM",
        ["macedonia"] = "MK",
        ["bosnia"] = "BA",
        ["capeverde"] = "CV",
        ["easttimor"] = "TL",
        ["vatican"] = "VA",
        ["moldavia"] = "MD",
        ["slovakrepublic"] = "SK",
        ["antigua"] = "AG",
        ["trinidad"] = "TT",
        ["palestine"] = "PS",
        ["reunion"] = "RE",
        ["drcongo"] = "CD",
        ["congo"] = "CG",
    };

    private static readonly Lazy<Dictionary<string, string>> Names = new(Load);

    /// <summary>Gets the English name of a country, as CLDR has it; null when there is none.</summary>
    public static string? EnglishName(string country) => Region(country)?.EnglishName;

    /// <summary>Gets ISO 3166-1 alpha-3 of a country; null when there is none.</summary>
    public static string? ThreeLetters(string country) => Region(country)?.ThreeLetterISORegionName;

    /// <summary>Gets the alpha-2 code of a country; null when it is not recognised.</summary>
    public static string? Find(string text)
    {
        if (text.Length == 2 && Phones.IsCountry(text.ToUpperInvariant()))
            return text.ToUpperInvariant();
        var plain = PlainText.Fold(text);
        return Habits.GetValueOrDefault(plain) ?? Names.Value.GetValueOrDefault(plain) ?? Nearest(plain);
    }

    private static string? Nearest(string plain)
    {
        if (plain.Length < 6)
            return null;
        var nearest = Names
            .Value.Where(name => name.Key.Length >= 6)
            .MinBy(name => PlainText.Distance(name.Key, plain));
        return PlainText.Distance(nearest.Key, plain) <= 1 ? nearest.Value : null;
    }

    private static Dictionary<string, string> Load()
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var regions = Phones
            .Countries.Select(Region)
            .OfType<RegionInfo>()
            .OrderBy(region => region.Name, StringComparer.Ordinal)
            .ToArray();
        foreach (var region in regions)
        {
            names.TryAdd(PlainText.Fold(region.EnglishName), region.TwoLetterISORegionName);
            names.TryAdd(PlainText.Fold(region.ThreeLetterISORegionName), region.TwoLetterISORegionName);
        }

        // A country has a name in each language that is spoken there.
        foreach (var culture in CultureInfo.GetCultures(CultureTypes.SpecificCultures))
        {
            if (Region(culture.Name) is { } region && Phones.IsCountry(region.TwoLetterISORegionName))
                names.TryAdd(PlainText.Fold(region.NativeName), region.TwoLetterISORegionName);
        }

        names.Remove("");
        return names;
    }

    private static RegionInfo? Region(string name)
    {
        try
        {
            return new RegionInfo(name);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
