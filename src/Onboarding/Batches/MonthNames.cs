using System.Collections.Frozen;
using System.Globalization;

namespace Onboarding.Batches;

/// <summary>Finds the month that a word names in the languages that spreadsheet programs are used in most.</summary>
internal static class MonthNames
{
    private static readonly string[] Languages =
    [
        "en",
        "de",
        "fr",
        "es",
        "it",
        "pt",
        "nl",
        "pl",
        "sv",
        "da",
        "nb",
        "fi",
        "cs",
        "hu",
        "tr",
        "ro",
        "ru",
        "uk",
        "el",
    ];

    private static readonly FrozenDictionary<string, int> Months = Load();

    /// <summary>
    /// Gets the number of the month from 1; null when the word names none, or another in each language.
    /// </summary>
    public static int? Find(string word) => Months.TryGetValue(Plain(word), out var month) && month > 0 ? month : null;

    private static FrozenDictionary<string, int> Load()
    {
        var months = new Dictionary<string, int>(StringComparer.Ordinal) { ["sept"] = 9 };
        foreach (var format in Languages.Select(name => CultureInfo.GetCultureInfo(name).DateTimeFormat))
        {
            string[][] lists =
            [
                format.MonthNames,
                format.MonthGenitiveNames,
                format.AbbreviatedMonthNames,
                format.AbbreviatedMonthGenitiveNames,
            ];
            foreach (var (index, word) in lists.SelectMany(list => list.Index()))
            {
                var plain = Plain(word);
                if (plain.Length >= 3 && !months.TryAdd(plain, index + 1) && months[plain] != index + 1)
                    months[plain] = 0;
            }
        }

        return months.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static string Plain(string word) => word.Trim().TrimEnd('.').ToLowerInvariant();
}
