using System.Globalization;
using System.Xml;
using SpreadCheetah;
using SpreadCheetah.Styling;
using SpreadCheetah.Worksheets;

namespace Onboarding.Batches;

/// <summary>
/// Writes a table into a workbook (.xlsx). Cells are text by their type, so that programs leave them alone.
/// </summary>
internal static class WorkbookFile
{
    /// <summary>The longest text of a cell that programs read.</summary>
    private const int LongestCell = 32_767;

    public static async Task Write(
        IAsyncEnumerable<IReadOnlyList<string>> table,
        Stream output,
        CancellationToken cancellationToken
    )
    {
        await using var workbook = await Spreadsheet.CreateNewAsync(output, cancellationToken: cancellationToken);
        await workbook.StartWorksheetAsync("Results", new WorksheetOptions { FrozenRows = 1 }, cancellationToken);
        var text = workbook.AddStyle(new Style { Format = NumberFormat.Custom("@") });
        var heading = workbook.AddStyle(new Style { Format = NumberFormat.Custom("@"), Font = { Bold = true } });
        HashSet<int>? numbers = null;
        await foreach (var row in table)
        {
            var isHeader = numbers is null;
            numbers ??= Numbers(row);
            await workbook.AddRowAsync(
                [.. row.Select((cell, at) => Cell(cell, isHeader ? heading : text, !isHeader && numbers.Contains(at)))],
                cancellationToken
            );
        }

        await workbook.FinishAsync(cancellationToken);
    }

    // Quantities are added up.
    private static HashSet<int> Numbers(IReadOnlyList<string> headings) =>
        [
            .. BatchColumns
                .Place(headings, out _)
                .Index()
                .Where(column => column.Item?.Column.Kind == CellKind.Whole)
                .Select(column => column.Index),
        ];

    private static StyledCell Cell(string cell, StyleId style, bool isNumber) =>
        isNumber
        && int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && cell == number.ToString(CultureInfo.InvariantCulture)
            ? new(number, null)
            : new(Readable(SpreadsheetText.GuardTyped(cell)), style);

    // Half of a surrogate pair, and a few other characters, cannot be written in XML.
    private static string Readable(string text)
    {
        var cut = text.Length <= LongestCell ? text : $"{text[..(LongestCell - 2)]}…";
        try
        {
            return XmlConvert.VerifyXmlChars(cut);
        }
        catch (XmlException)
        {
            return string.Concat(
                cut.EnumerateRunes()
                    .Select(rune => rune.ToString())
                    .Select(rune => rune.Length == 1 && !XmlConvert.IsXmlChar(rune[0]) ? "\uFFFD" : rune)
            );
        }
    }
}
