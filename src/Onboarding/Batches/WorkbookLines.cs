using System.Globalization;
using System.Runtime.CompilerServices;
using MiniExcelLibs;
using MiniExcelLibs.OpenXml;
using Onboarding.Messages;

namespace Onboarding.Batches;

/// <summary>
/// The rows of the first sheet of a workbook (.xlsx), read one after the other. <paramref name="content"/> can be
/// searched, and is not closed.
/// </summary>
internal sealed class WorkbookLines(Stream content) : ITableLines
{
    private const int MostColumns = 500;

    /// <summary>With formatted empty columns, which are skipped.</summary>
    private const int MostColumnsOfSheet = 2000;
    private const int LongestRow = 64 * 1024;

    /// <summary>A number of more digits has been cut: programs keep fifteen.</summary>
    private const double LargestExact = 1e15;

    public IReadOnlyList<string> Columns { get; private set; } = [];

    public string Delimiter => ",";

    public async IAsyncEnumerable<BatchLine> Read([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await WorkbookSize.Check(content, cancellationToken);
        content.Position = 0;
        using var rows = new Rows(content);
        if (!rows.Next())
            throw new BatchUnreadableException(
                ErrorCodes.BatchEmpty,
                "The first sheet of the workbook is empty; a header row was expected."
            );
        Columns = Header(rows.Current);
        var placed = BatchColumns.Place(Columns, out _);
        var number = 1;
        while (rows.Next())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Line([.. rows.Current], placed, number) is not { } line)
                continue;
            number++;
            yield return line;
        }
    }

    private static string[] Header(IReadOnlyCollection<object?> row)
    {
        if (row.Count > MostColumnsOfSheet)
            throw new BatchUnreadableException(
                ErrorCodes.BatchMalformed,
                $"The sheet has {row.Count} columns; at most {MostColumnsOfSheet} are read. Delete the empty columns."
            );
        string[] headings = [.. row.Select(cell => Text(cell).Trim('\uFEFF', ' ', '\t'))];
        var count = Array.FindLastIndex(headings, heading => heading.Length > 0) + 1;
        return count <= MostColumns
            ? headings[..count]
            : throw new BatchUnreadableException(
                ErrorCodes.BatchMalformed,
                $"The header row has {count} columns; at most {MostColumns} are read."
            );
    }

    private BatchLine? Line(object?[] row, IReadOnlyList<PlacedColumn?> placed, int number)
    {
        string[] cells = [.. row.Take(Columns.Count).Select(Text)];
        var isSurplus = row.Skip(Columns.Count).Any(cell => !string.IsNullOrWhiteSpace(Text(cell)));
        if (!isSurplus && cells.All(string.IsNullOrWhiteSpace))
            return null;
        var error = isSurplus ? (Message)$"There are cells beside the columns of the header row." : null;
        if (cells.Sum(cell => (long)cell.Length) > LongestRow)
            return new BatchLine(number, [], $"The row has more than {LongestRow / 1024} KB.");
        for (var at = 0; at < cells.Length && error is null; at++)
        {
            if (row[at] is DateTime or TimeSpan && placed[at] is { Column.Kind: not CellKind.Date })
                error =
                    $"The program has made a date or time of the cell under '{Columns[at]}'. Set the column to the "
                    + $"format Text and enter the value again.";
        }

        return new BatchLine(number, cells, error);
    }

    private static string Text(object? cell) =>
        cell switch
        {
            null => "",
            string text => text,
            bool truth => truth ? "TRUE" : "FALSE",
            double number when Math.Abs(number) >= LargestExact => number.ToString(
                "0.#####E+00",
                CultureInfo.InvariantCulture
            ),
            double number => ((decimal)number).ToString("0.###############", CultureInfo.InvariantCulture),
            DateTime { TimeOfDay.Ticks: 0 } day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
            _ => Convert.ToString(cell, CultureInfo.InvariantCulture) ?? "",
        };

    /// <summary>
    /// Moves over the rows as the reader of workbooks gives them: each has the cells of all columns of the sheet.
    /// </summary>
    private sealed class Rows(Stream content) : IDisposable
    {
        private IEnumerator<IDictionary<string, object?>>? _rows;

        public IReadOnlyCollection<object?> Current { get; private set; } = [];

        // Whatever a broken part makes the reader throw, the file is none that can be read.
        public bool Next()
        {
            try
            {
                _rows ??= content
                    .Query(
                        useHeaderRow: false,
                        excelType: ExcelType.XLSX,
                        configuration: new OpenXmlConfiguration { IgnoreEmptyRows = true }
                    )
                    .Cast<IDictionary<string, object?>>()
                    .GetEnumerator();
                if (!_rows.MoveNext())
                    return false;
                Current = [.. _rows.Current.Values];
                return true;
            }
            catch (Exception broken) when (broken is not (OperationCanceledException or OutOfMemoryException))
            {
                throw new BatchUnreadableException(
                    ErrorCodes.BatchMalformed,
                    "The workbook cannot be read. Open it in a spreadsheet program, save it as 'Excel Workbook "
                        + "(.xlsx)' and send it again.",
                    broken
                );
            }
        }

        public void Dispose() => _rows?.Dispose();
    }
}
