using System.Globalization;
using System.Text;

namespace PartnerCenter;

/// <summary>
/// Makes text of others harmless where it is shown: in a terminal, a log, a file. Control characters move the cursor
/// and forge lines, and marks of writing direction show something else than what is there.
/// </summary>
public static class VisibleText
{
    private const char Replacement = '\uFFFD';

    /// <summary>
    /// Gets the text as one line: line breaks and tabs are blanks, what cannot be seen is <c>U+FFFD</c>.
    /// </summary>
    /// <param name="text">The text; null stays null.</param>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    public static string? Of(string? text) => Of(text, keepsLines: false);

    /// <summary>Gets the text with its line breaks and tabs; what else cannot be seen is <c>U+FFFD</c>.</summary>
    /// <param name="text">The text; null stays null.</param>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    public static string? WithLines(string? text) => Of(text, keepsLines: true);

    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    private static string? Of(string? text, bool keepsLines)
    {
        if (text is null || text.All(IsPlain))
            return text;
        var visible = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '\t' or '\r' or '\n' or 0x2028 or 0x2029)
                visible.Append(keepsLines ? rune : new Rune(' '));
            else if (IsHidden(rune))
                visible.Append(Replacement);
            else
                visible.Append(rune);
        }

        return visible.ToString();
    }

    private static bool IsPlain(char c) => c is >= ' ' and <= '~' or >= '\u00C0' and <= '\u05FF';

    // Format characters are marks of direction, joiners and the like. The joiners spell words in some scripts.
    private static bool IsHidden(Rune rune) =>
        rune.Value is not (0x200C or 0x200D)
        && Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned
                or UnicodeCategory.Surrogate;
}
