using System.Buffers;
using System.Text;

namespace Onboarding.Requests;

/// <summary>
/// Recognises text that was read in another encoding than it was written in: UTF-8 as Windows-1252, as Mac OS Roman or
/// as code page 850 (<c>BÃ¤ckerei</c>, <c>B√§ckerei</c>, <c>B├ñckerei</c> for <c>Bäckerei</c>).
/// </summary>
internal static class GarbledText
{
    /// <summary>Stands for a character that could not be read at all.</summary>
    public const char Lost = '\uFFFD';

    /// <summary>
    /// The signs that may follow an accented capital in a text in order, and are part of a character in a garbled one.
    /// </summary>
    private static readonly SearchValues<char> Punctuation = SearchValues.Create(
        "\u00A0\u00AB\u00BB\u00A9\u00AE\u00B0\u2013\u2014\u2018\u2019\u201C\u201D\u2026\u2122"
    );

    private static readonly Encoding[] Encodings =
    [
        CodePagesEncodingProvider.Instance.GetEncoding(1252)!,
        CodePagesEncodingProvider.Instance.GetEncoding(10000)!,
        CodePagesEncodingProvider.Instance.GetEncoding(850)!,
    ];

    private static readonly Dictionary<char, byte>[] Tables = [.. Encodings.Select(Table)];

    /// <summary>Gets the text that was meant; null when nothing is wrong with it.</summary>
    public static string? Repair(string text)
    {
        if (Ascii.IsValid(text))
            return null;
        for (var at = 0; at < Tables.Length; at++)
        {
            if (Repair(text, Tables[at], isUsual: at == 0) is { } repaired)
                return repaired;
        }

        return null;
    }

    private static string? Repair(string text, Dictionary<char, byte> table, bool isUsual)
    {
        var repaired = new StringBuilder();
        var (certain, doubtful) = (0, 0);
        for (var at = 0; at < text.Length; at++)
        {
            if (Character(text, at, table) is not { } found || !isUsual && !IsWestern(found))
            {
                repaired.Append(text[at]);
                continue;
            }

            var rest = text.AsSpan(at + 1, found.Utf8SequenceLength - 1);
            if (found.Value > 0xFF && !rest.ContainsAnyExcept(Punctuation))
                doubtful++;
            else
                certain++;
            repaired.Append(found.ToString());
            at += rest.Length;
        }

        return certain > 0 || doubtful > 1 ? repaired.ToString() : null;
    }

    // The other encodings have letters where Windows-1252 has signs, and several letters in a row are a word.
    private static bool IsWestern(Rune found) => found.Value is <= 0x17F or >= 0x2010 and <= 0x2044;

    // The character that the bytes from here on are in UTF-8.
    private static Rune? Character(string text, int at, Dictionary<char, byte> table)
    {
        if (!table.TryGetValue(text[at], out var first) || first < 0xC2)
            return null;
        Span<byte> bytes = stackalloc byte[4];
        var length = 0;
        while (length < bytes.Length && at + length < text.Length && table.TryGetValue(text[at + length], out var next))
            bytes[length++] = next;
        return Rune.DecodeFromUtf8(bytes[..length], out var found, out _) == OperationStatus.Done && found.Value >= 0xA0
            ? found
            : null;
    }

    private static Dictionary<char, byte> Table(Encoding encoding)
    {
        var table = new Dictionary<char, byte>();
        for (var value = 0x80; value <= 0xFF; value++)
            table.TryAdd(encoding.GetChars([(byte)value])[0], (byte)value);
        return table;
    }
}
