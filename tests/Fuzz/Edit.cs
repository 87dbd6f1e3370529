using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Fuzz;

internal enum EditKind
{
    Replace,
    Insert,
    Delete,
    Repeat,
    Move,
    FlipBit,
}

/// <summary>One change of something good. Places are taken modulo the length, so that every edit fits everything.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="At">Where.</param>
/// <param name="Length">With how much, or which bit.</param>
/// <param name="Bytes">What is put there.</param>
internal sealed record Edit(EditKind Kind, int At, int Length, byte[] Bytes)
{
    // What readers take apart, and what they trip over.
    private static readonly string[] Tokens =
    [
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        ";",
        "\t",
        "|",
        "\"",
        "\"\"",
        "'",
        "\\",
        "\\u0000",
        "\\ud800",
        "\n",
        "\r\n",
        "\r",
        "\0",
        " ",
        ".",
        "=",
        "-",
        "_",
        "/",
        "+",
        "null",
        "true",
        "0",
        "-1",
        "1e999",
        "-0.0",
        "99999999999999999999",
        "NaN",
        "0x10",
        "//",
        "/*",
        "\uFEFF",
        "\u202E",
        "\u0130",
        "ß",
        "日本",
        "😀",
        "v1,",
        "whsec_",
        "=1+1",
        "@SUM(A1)",
        "\"reference\":",
        "\"__proto__\":{}",
        "\"$type\":\"x\"",
    ];

    private static readonly Gen<byte[]> AnyBytes = Gen.OneOf(
        Gen.Elements(Tokens).Select(Encoding.UTF8.GetBytes),
        ArbMap.Default.GeneratorFor<byte[]>(),
        ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => Encoding.UTF8.GetBytes(text.Get)),
        Gen.Elements(
            new byte[] { 0xFF },
            [0xC0, 0xAF],
            [0xED, 0xA0, 0x80],
            [0xF4, 0x90, 0x80, 0x80],
            [0xEF, 0xBB, 0xBF]
        )
    );

    /// <summary>Gets a generator of single edits.</summary>
    public static Gen<Edit> One { get; } =
        from kind in Gen.Elements(Enum.GetValues<EditKind>())
        from at in Gen.Choose(0, 1 << 20)
        from length in Gen.Choose(1, 40)
        from bytes in AnyBytes
        select new Edit(kind, at, length, bytes);

    /// <summary>Gets lists of one to six edits, which are made shorter where one fails.</summary>
    public static Arbitrary<Edit[]> Few { get; } =
        Arb.From(
            from count in Gen.Choose(1, 6)
            from edits in One.ArrayOf(count)
            select edits,
            edits => edits.Length < 2 ? [] : edits.Select((_, left) => edits.Where((_, n) => n != left).ToArray())
        );

    /// <summary>Applies the edits one after the other.</summary>
    public static byte[] Apply(byte[] good, IEnumerable<Edit> edits) =>
        edits.Aggregate(good, (bytes, edit) => edit.Apply(bytes));

    /// <summary>Applies the edits to a text; what is no text afterwards is replaced as UTF-8 readers do.</summary>
    public static string Apply(string good, IEnumerable<Edit> edits) =>
        Encoding.UTF8.GetString(Apply(Encoding.UTF8.GetBytes(good), edits));

    /// <summary>Applies the edit.</summary>
    public byte[] Apply(byte[] good)
    {
        var at = good.Length == 0 ? 0 : At % good.Length;
        var end = Math.Min(good.Length, at + Length);
        switch (Kind)
        {
            case EditKind.Replace:
                return [.. good[..at], .. Bytes, .. good[end..]];
            case EditKind.Insert:
                return [.. good[..at], .. Bytes, .. good[at..]];
            case EditKind.Delete:
                return [.. good[..at], .. good[end..]];
            case EditKind.Repeat:
                return [.. good[..end], .. good[at..]];
            case EditKind.Move:
                return [.. good[end..], .. good[..end]];
            default:
                if (good.Length == 0)
                    return good;
                var flipped = good.ToArray();
                flipped[at] ^= (byte)(1 << (Length % 8));
                return flipped;
        }
    }

    public override string ToString() => $"{Kind} at {At}, {Length}: {Convert.ToHexString(Bytes)}";
}
