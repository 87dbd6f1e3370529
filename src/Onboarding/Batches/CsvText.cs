using System.Buffers;

namespace Onboarding.Batches;

/// <summary>
/// Writes a row of a CSV file (RFC 4180). A cell is in quotes wherever any program could take it apart or read more
/// into it than text, also one that separates by another character than this file does.
/// </summary>
internal static class CsvText
{
    private static readonly SearchValues<char> _separators = SearchValues.Create(",;\t|:\"\r\n");

    /// <summary>Gets the row with its line break.</summary>
    public static string Row(IEnumerable<string> cells, char separator) =>
        $"{string.Join(separator, cells.Select(cell => Cell(cell, separator)))}\r\n";

    private static string Cell(string text, char separator) =>
        NeedsQuotes(text, separator) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    private static bool NeedsQuotes(string text, char separator) =>
        text.Length > 0
        && (
            text.AsSpan().ContainsAny(_separators)
            || text.Contains(separator, StringComparison.Ordinal)
            || text[0] == '\''
            || char.IsWhiteSpace(text[0])
            || char.IsWhiteSpace(text[^1])
            || SpreadsheetText.Guard(text) != text
        );
}
