using System.Globalization;

namespace Onboarding.Batches;

/// <summary>
/// Makes text that a spreadsheet does not execute. A text that begins like a formula is executed when the file is
/// opened, so it gets an apostrophe in front, which is removed when the file is sent back. Invisible characters before
/// it, such as a byte order mark or a mark of direction, do not count: some programs ignore them.
/// </summary>
internal static class SpreadsheetText
{
    // Also in full width, small, superscript and subscript, and the minus of mathematics.
    private const string Beginnings =
        "=+-@\uFF1D\uFF0B\uFF0D\uFF20\uFE66\uFE62\uFE63\uFE6B\u207C\u207A\u207B\u208C\u208A\u208B\u2212";

    public static string Guard(string text) => IsFormula(text) ? "'" + text : text;

    public static string Unguard(string text) => text.StartsWith('\'') && IsFormula(text) ? text[1..] : text;

    private static bool IsPassedOver(char c) =>
        char.IsWhiteSpace(c)
        || char.GetUnicodeCategory(c)
            is UnicodeCategory.Format
                or UnicodeCategory.Control
                or UnicodeCategory.NonSpacingMark
                or UnicodeCategory.OtherNotAssigned;

    // Apostrophes in front do not count, so that guarding twice can be undone twice.
    private static bool IsFormula(string text)
    {
        var rest = text.AsSpan().TrimStart('\'');
        if (rest.IsEmpty)
            return false;
        if (rest[0] is '\t' or '\r' or '\n')
            return true;
        while (!rest.IsEmpty && IsPassedOver(rest[0]))
            rest = rest[1..];
        return !rest.IsEmpty && Beginnings.Contains(rest[0], StringComparison.Ordinal);
    }
}
