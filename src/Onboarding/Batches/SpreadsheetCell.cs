using System.Globalization;
using System.Text.RegularExpressions;
using Onboarding.Messages;

namespace Onboarding.Batches;

/// <summary>
/// Represents the meaning of a cell. <paramref name="Text"/> is null where it cannot be understood. <paramref
/// name="Change"/> says what a spreadsheet program has done to it, null: nothing. <paramref name="Suggestion"/> is what
/// was meant, where that is known.
/// </summary>
internal sealed record CellReading(string? Text, Message? Change = null, string? Suggestion = null);

/// <summary>
/// Recognises what a spreadsheet program has made of a cell. What can be put back for certain is put back; where
/// several values may be meant, or digits are lost, the cell is not understood.
/// </summary>
internal static partial class SpreadsheetCell
{
    /// <summary>The length of the id of a SKU (C §14).</summary>
    private const int SkuLength = 4;

    private static readonly char[] Quotes =
    [
        .. "\"'`´\u2018\u2019\u201A\u201B\u201C\u201D\u201E\u201F\u00AB\u00BB\u2039\u203A ",
    ];

    /// <summary>The truth values as programs in other languages than English write them.</summary>
    private static readonly Dictionary<string, string> Truths = new(StringComparer.OrdinalIgnoreCase)
    {
        ["WAHR"] = "true",
        ["FALSCH"] = "false",
        ["VRAI"] = "true",
        ["FAUX"] = "false",
        ["VERDADERO"] = "true",
        ["VERDADEIRO"] = "true",
        ["VERO"] = "true",
        ["FALSO"] = "false",
        ["WAAR"] = "true",
        ["ONWAAR"] = "false",
        ["PRAWDA"] = "true",
        ["FAŁSZ"] = "false",
        ["SANT"] = "true",
        ["FALSKT"] = "false",
    };

    /// <summary>Reads a cell that is not empty.</summary>
    public static CellReading Read(CellKind kind, string text)
    {
        if (ShortForm().IsMatch(text))
            return new(
                null,
                $"A spreadsheet program has written the number in short, and its last digits are lost. Set the column "
                    + $"to the format Text and enter the value again."
            );
        return kind switch
        {
            CellKind.Date => Date(text),
            CellKind.Code => Code(text),
            CellKind.Sku => Sku(Code(text)),
            CellKind.Whole when WholeWithDecimals().Match(text) is { Success: true } whole => Mended(
                whole.Groups[1].Value,
                $"A spreadsheet program has written the number with decimals."
            ),
            CellKind.Flag when Truths.TryGetValue(text, out var truth) => Mended(
                truth,
                $"A spreadsheet program has written the value in its own language."
            ),
            _ => new(text),
        };
    }

    private static CellReading Date(string text)
    {
        if (SpreadsheetDate.Read(text) is not { } date)
            return new(text);
        var days = date.Days.Select(day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).ToArray();
        if (!date.IsCertain)
            return new(
                null,
                $"A spreadsheet program has written the date in a form that can be read in several ways. Expected "
                    + $"YYYY-MM-DD.",
                string.Join(" or ", days)
            );
        return days[0] == text
            ? new(text)
            : Mended(days[0], $"A spreadsheet program has written the date in another form than YYYY-MM-DD.");
    }

    private static CellReading Code(string text)
    {
        var plain = string.Concat(text.Select(c => c is >= '\u2010' and <= '\u2015' or '\u2212' ? '-' : c))
            .Trim(Quotes);
        return plain == text || plain.Length == 0
            ? new(text)
            : Mended(plain, $"A program for texts has put quotation marks or dashes into the code.");
    }

    private static CellReading Sku(CellReading code)
    {
        var text = code.Text!;
        return text.Length < SkuLength && text.All(char.IsAsciiDigit)
            ? Mended(text.PadLeft(SkuLength, '0'), $"A spreadsheet program has taken the zeros in front away.")
            : code;
    }

    private static CellReading Mended(string text, Message change) => new(text, change, text);

    // Only programs write the plus.
    [GeneratedRegex(@"^[0-9]([.,][0-9]+)?E\+[0-9]{1,3}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ShortForm();

    [GeneratedRegex("^([0-9]{1,9})[.,]0{1,2}$")]
    private static partial Regex WholeWithDecimals();
}
