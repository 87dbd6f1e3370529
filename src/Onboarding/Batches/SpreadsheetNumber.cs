using System.Globalization;
using System.Text.RegularExpressions;

namespace Onboarding.Batches;

/// <summary>
/// Recognises texts that a spreadsheet program reads as a number, a date, a time or a truth value and writes back in
/// another form: <c>0001</c>, <c>4920000000000</c>, <c>2026-11-20</c>, <c>1/2</c>, <c>1E5</c>, <c>MAR-1</c>,
/// <c>True</c>. A short whole number without zeros in front comes back as it was.
/// </summary>
internal static partial class SpreadsheetNumber
{
    private const int LongestNumber = 40;

    /// <summary>Programs write longer ones as 4.92E+11.</summary>
    private const int MostDigitsShown = 11;

    /// <summary>The signs of numbers, dates and times of any country.</summary>
    private const string Signs = " \u00A0\u202F.,:/-+%'\u2019()\u5E74\u6708\u65E5";

    public static bool IsChanged(ReadOnlySpan<char> cell)
    {
        cell = cell.Trim();
        if (cell.IsEmpty || cell.Length > LongestNumber)
            return false;
        var text = Narrow(cell);
        if (!text.Any(char.IsAsciiDigit))
            return text.Equals("true", StringComparison.OrdinalIgnoreCase)
                || text.Equals("false", StringComparison.OrdinalIgnoreCase);
        if (text.All(char.IsAsciiDigit))
            return text.Length > MostDigitsShown
                || text.Length > 1 && text[0] == '0'
                || !text.AsSpan().SequenceEqual(cell);
        return text.All(IsPart) || Exponent().IsMatch(text) || Clock().IsMatch(text) || IsDateInWords(text);
    }

    private static bool IsPart(char c) =>
        char.IsAsciiDigit(c)
        || Signs.Contains(c, StringComparison.Ordinal)
        || char.GetUnicodeCategory(c) == UnicodeCategory.CurrencySymbol;

    private static bool IsDateInWords(string text) =>
        DateInWords().Match(text) is { Success: true } match
        && MonthNames.Find(match.Groups["month"].Value) is not null;

    // Characters in full width are read as the others.
    private static string Narrow(ReadOnlySpan<char> text)
    {
        var narrow = text.ToArray();
        for (var at = 0; at < narrow.Length; at++)
        {
            if (narrow[at] is >= '\uFF01' and <= '\uFF5E')
                narrow[at] = (char)(narrow[at] - 0xFEE0);
        }

        return new(narrow);
    }

    [GeneratedRegex(@"^[\d.,]+e[+-]?\d+$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Exponent();

    [GeneratedRegex(@"^\d{1,2}(:\d\d){0,2}\s*[ap]\.?(m\.?)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Clock();

    [GeneratedRegex(
        @"^(\d{1,4})?[\s.\-/,]*(de\s+)?(?<month>\p{L}+)\.?[\s.\-/,]*(de\s+)?(\d{1,4})?([\s.\-/,]+\d{1,4})?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex DateInWords();
}
