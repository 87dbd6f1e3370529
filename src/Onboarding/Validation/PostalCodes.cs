using System.Globalization;
using System.Text;
using Onboarding.Reference;

namespace Onboarding.Validation;

/// <summary>
/// Puts postal codes into the form that a country's pattern takes: without the country's sign, with the blank or hyphen
/// that belongs there, in ASCII digits.
/// </summary>
internal static class PostalCodes
{
    private const int LongestCode = 12;

    /// <summary>
    /// The prefixes of postal codes on letters: the signs of vehicles (Vienna Convention on Road Traffic) if they are
    /// not ISO 3166-1.
    /// </summary>
    private static readonly Dictionary<string, string> Signs = new(StringComparer.Ordinal)
    {
        ["AT"] = "A",
        ["BE"] = "B",
        ["DE"] = "D",
        ["ES"] = "E",
        ["FR"] = "F",
        ["GR"] = "EL",
        ["HU"] = "H",
        ["IT"] = "I",
        ["LI"] = "FL",
        ["LU"] = "L",
        ["MT"] = "M",
        ["NO"] = "N",
        ["PT"] = "P",
        ["SE"] = "S",
        ["SI"] = "SLO",
    };

    private static readonly string[] Words = ["CEP", "C.P.", "CP", "PLZ", "ZIP", "PIN"];

    /// <summary>
    /// Gets the code as it is where the country takes it so, else in the form that it takes; null when it takes none.
    /// </summary>
    public static string? Normal(string text, CountryRulebook country)
    {
        if (country.PostalCode is null || Ascii.IsValid(text) && country.IsPostalCode(text))
            return text;
        var plain = Plain(text);
        return Prefixes(country.Country)
            .Where(prefix => plain.StartsWith(prefix, StringComparison.Ordinal))
            .Select(prefix => plain[prefix.Length..].TrimStart(' ', '-', '.', ':'))
            .Prepend(plain)
            .SelectMany(Forms)
            .FirstOrDefault(country.IsPostalCode);
    }

    private static IEnumerable<string> Prefixes(string country) =>
        new[] { country, CountryNames.ThreeLetters(country), Signs.GetValueOrDefault(country) }
            .OfType<string>()
            .Concat(Words)
            .OrderByDescending(prefix => prefix.Length);

    private static IEnumerable<string> Forms(string text)
    {
        var compact = new string([.. text.Where(char.IsAsciiLetterOrDigit)]);
        if (
            compact.Length is 0 or > LongestCode
            || text.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not (' ' or '-' or '.'))
        )
            yield break;
        foreach (var separator in new[] { " ", "-" })
        {
            for (var at = 1; at < compact.Length; at++)
                yield return compact.Insert(at, separator);
        }

        yield return text;
        yield return compact;
    }

    private static string Plain(string text) =>
        string.Concat(
            text.Replace("〒", "", StringComparison.Ordinal)
                .Normalize(NormalizationForm.FormKC)
                .ToUpperInvariant()
                .Trim()
                .Select(AsciiOf)
        );

    private static char AsciiOf(char c) =>
        char.GetUnicodeCategory(c) switch
        {
            UnicodeCategory.DecimalDigitNumber => (char)('0' + (int)char.GetNumericValue(c)),
            UnicodeCategory.DashPunctuation => '-',
            UnicodeCategory.SpaceSeparator => ' ',
            // The long vowel sign and the minus stand for a hyphen on Japanese and on mathematical keyboards.
            _ => c is 'ー' or '−' ? '-' : c,
        };
}
