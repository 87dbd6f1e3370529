using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace OnboardingServer.Storage;

/// <summary>The end of a page: the time and id of its last row. Rows that are added meanwhile do not move it.</summary>
internal sealed record PageToken(long Ticks, string Id)
{
    public string ToContinuation() => Encode(string.Create(CultureInfo.InvariantCulture, $"{Ticks}|{Id}"));

    /// <exception cref="FormatException">It is none of ours.</exception>
    public static PageToken? Of(string? continuation)
    {
        if (continuation is null)
            return null;
        var text = Decode(continuation);
        var bar = text.IndexOf('|', StringComparison.Ordinal);
        return
            bar > 0
            && long.TryParse(text.AsSpan(0, bar), NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            && bar + 1 < text.Length
            ? new PageToken(ticks, text[(bar + 1)..])
            : throw Foreign();
    }

    /// <summary>Writes the text of a mark as a continuation.</summary>
    public static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    /// <summary>Reads the text of a mark; empty: the continuation holds none.</summary>
    public static string Decode(string continuation) =>
        Base64Url.IsValid(continuation) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(continuation)) : "";

    public static FormatException Foreign() => new("The continuation is none that a page of this list has given out.");
}
