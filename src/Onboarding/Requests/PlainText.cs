using System.Globalization;
using System.Text;

namespace Onboarding.Requests;

/// <summary>
/// Compares texts that are written in several ways: with and without accents, dots and blanks, in any case and width.
/// </summary>
internal static class PlainText
{
    /// <summary>Gets the letters and digits of a text, in lower case and without accents.</summary>
    public static string Fold(string text)
    {
        var plain = text.Normalize(NormalizationForm.FormKD).ToLowerInvariant().Where(IsPart).Select(Alike);
        return new string([.. plain]).Normalize(NormalizationForm.FormC);
    }

    /// <summary>Gets how many letters have to be put in, left out or changed to make one text of the other.</summary>
    public static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var cost = left[i - 1] == right[j - 1] ? 0 : 1;
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + cost));
            }
        }

        return row[^1];
    }

    // Vowels are spacing marks in the scripts of India and south-east Asia.
    private static bool IsPart(char c) =>
        char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c) == UnicodeCategory.SpacingCombiningMark;

    // Letters without an accent that could be removed, which Turkish, Greek, Polish and the Nordic languages have.
    private static char Alike(char c) =>
        c switch
        {
            'ı' or 'İ' => 'i',
            'ς' => 'σ',
            'ł' => 'l',
            'ø' => 'o',
            'đ' => 'd',
            _ => c,
        };
}
