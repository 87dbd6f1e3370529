namespace Onboarding.Batches;

/// <summary>
/// Text that a spreadsheet takes for text. What begins like a formula is executed when the file is opened, so it gets an apostrophe in front, which is taken away again when the file is sent back.
/// </summary>
internal static class SpreadsheetText
{
    private const string Beginnings = "=+-@\uFF1D\uFF0B\uFF0D\uFF20";

    public static string Guard(string text) => IsFormula(text) ? "'" + text : text;

    public static string Unguard(string text) => text.StartsWith('\'') && IsFormula(text) ? text[1..] : text;

    // Apostrophes in front do not count, so that guarding twice can be undone twice.
    private static bool IsFormula(string text)
    {
        var rest = text.AsSpan().TrimStart('\'');
        if (rest.IsEmpty) return false;
        if (rest[0] is '\t' or '\r' or '\n') return true;
        rest = rest.TrimStart();
        return !rest.IsEmpty && Beginnings.Contains(rest[0], StringComparison.Ordinal);
    }
}
