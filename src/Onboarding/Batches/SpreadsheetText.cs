using System.Globalization;

namespace Onboarding.Batches;

/// <summary>
/// Text that a spreadsheet takes for text. What begins like a formula is executed when the file is opened, and what
/// looks like a number or a date is written back in another form; so each gets an apostrophe in front, which is taken
/// away again when the file is sent back. What cannot be seen in front of a formula, such as a byte order mark or a
/// mark of direction, does not count: some programs pass over it.
/// </summary>
internal static class SpreadsheetText
{
    // Also in full width, small, superscript and subscript, and the minus of mathematics.
    private const string Beginnings =
        "=+-@\uFF1D\uFF0B\uFF0D\uFF20\uFE66\uFE62\uFE63\uFE6B\u207C\u207A\u207B\u208C\u208A\u208B\u2212";

    public static string Guard(string text) => IsChanged(text) ? "'" + text : text;

    /// <summary>
    /// Gets the text for a cell that is text by its type, which programs leave as it is: only an apostrophe that would
    /// be taken away is doubled.
    /// </summary>
    public static string GuardTyped(string text) => Unguard(text) == text ? text : "'" + text;

    public static string Unguard(string text) => text.StartsWith('\'') && IsChanged(text) ? text[1..] : text;

    // Apostrophes in front do not count, so that guarding twice can be undone twice.
    private static bool IsChanged(string text)
    {
        var rest = text.AsSpan().TrimStart('\'');
        return IsFormula(rest) || SpreadsheetNumber.IsChanged(rest);
    }

    private static bool IsPassedOver(char c) =>
        char.IsWhiteSpace(c)
        || char.GetUnicodeCategory(c)
            is UnicodeCategory.Format
                or UnicodeCategory.Control
                or UnicodeCategory.NonSpacingMark
                or UnicodeCategory.OtherNotAssigned;

    private static bool IsFormula(ReadOnlySpan<char> rest)
    {
        if (rest.TrimStart(' ') is ['\t' or '\r' or '\n', ..])
            return true;
        while (!rest.IsEmpty && IsPassedOver(rest[0]))
            rest = rest[1..];
        return !rest.IsEmpty && Beginnings.Contains(rest[0], StringComparison.Ordinal);
    }
}
