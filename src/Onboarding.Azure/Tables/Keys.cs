using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Onboarding.Azure.Tables;

/// <summary>
/// Makes keys. A key part holds only <c>a-z A-Z 0-9 - .</c> (the rest as <c>_hex_</c>), parts are joined with <c>|</c>,
/// and keys sort by their UTF-16 text.
/// </summary>
internal static class Keys
{
    /// <summary>
    /// Sorts above every character of a key part, so <c>prefix + End</c> closes the range of a prefix.
    /// </summary>
    public const char End = '~';

    private const int MostLetters = 200;

    /// <summary>Makes a key part of any text; a text too long for a key becomes its hash.</summary>
    public static string Part(string text)
    {
        var part = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.IsAscii && (char.IsAsciiLetterOrDigit((char)rune.Value) || rune.Value is '-' or '.'))
                part.Append((char)rune.Value);
            else
                part.Append(CultureInfo.InvariantCulture, $"_{rune.Value:x}_");
        }

        return part.Length is > 0 and <= MostLetters ? part.ToString() : $"_{Hash(text)}";
    }

    /// <summary>Makes a key part of a time that sorts the earliest first.</summary>
    public static string Ascending(DateTimeOffset at) => at.UtcTicks.ToString("D19", CultureInfo.InvariantCulture);

    /// <summary>Makes a key part of a time that sorts the latest first.</summary>
    public static string Descending(DateTimeOffset at) => Inverted(at).ToString("D19", CultureInfo.InvariantCulture);

    public static long Inverted(DateTimeOffset at) => DateTime.MaxValue.Ticks - at.UtcTicks;

    /// <summary>A text of which nothing can be read back.</summary>
    public static string Hash(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..40];

    /// <summary>A row key as a continuation that says nothing to its holder.</summary>
    public static string ToContinuation(string rowKey) => Encode(rowKey);

    /// <exception cref="FormatException">It is none of ours.</exception>
    public static string? FromContinuation(string? continuation, string prefix)
    {
        if (continuation is null)
            return null;
        var key = Decode(continuation);
        var isOurs =
            key.StartsWith(prefix, StringComparison.Ordinal)
            && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '|');
        return isOurs ? key : throw ForeignContinuation();
    }

    /// <summary>Writes any text as a continuation.</summary>
    public static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    /// <summary>Reads the text of a continuation; empty: it holds none.</summary>
    public static string Decode(string continuation) =>
        Base64Url.IsValid(continuation) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(continuation)) : "";

    public static FormatException ForeignContinuation() =>
        new("The continuation is none that a page of this list has given out.");
}
