using System.Globalization;

namespace Onboarding.Reference;

/// <summary>
/// Compares languages that are named more or less exactly: pt and pt-PT, zh-CHS and zh-CN, nb and no.
/// </summary>
internal static class Languages
{
    /// <summary>
    /// Gets the language of a list that the text means, as the list writes it; null when there is none.
    /// </summary>
    public static string? Find(IReadOnlyList<string> list, string text) =>
        list.FirstOrDefault(known => Is(known, text))
        ?? list.FirstOrDefault(known => Wider(known).Contains(text) || Wider(text).Contains(known));

    /// <summary>Gets the language of a list in which a culture is written; null when there is none.</summary>
    public static string? OfCulture(IReadOnlyList<string> list, string culture) =>
        Find(list, culture) ?? list.FirstOrDefault(known => Wider(known).Overlaps(Wider(culture)));

    /// <summary>
    /// Older names, and languages that stand for others: .NET has neither in the chain of a culture's parents.
    /// </summary>
    private static readonly Dictionary<string, string> Parents = new(StringComparer.OrdinalIgnoreCase)
    {
        ["zh-CHS"] = "zh-Hans",
        ["zh-CHT"] = "zh-Hant",
        ["nb"] = "no",
        ["nn"] = "no",
        ["iw"] = "he",
        ["in"] = "id",
        ["tl"] = "fil",
        ["sh"] = "sr",
    };

    private static bool Is(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);

    /// <summary>The language itself and all that it is a kind of.</summary>
    private static HashSet<string> Wider(string language)
    {
        var wider = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { language };
        try
        {
            var name = language;
            while (name.Length > 0)
            {
                var culture = CultureInfo.GetCultureInfo(name);
                wider.Add(culture.Name);
                name = Parents.GetValueOrDefault(name) ?? culture.Parent.Name;
            }
        }
        catch (CultureNotFoundException)
        {
            // A text that is no language has no wider languages.
        }

        return wider;
    }
}
