using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Onboarding.Requests;
using PartnerCenter;

namespace Onboarding.Batches;

/// <summary>
/// A batch as a CSV file or a workbook: what was sent, and what became of it. Safe to be opened in a spreadsheet, and
/// to be corrected and sent again: the reference finds what has run, and the columns added here are not read.
/// </summary>
public sealed class BatchResults
{
    private readonly IBatches _batches;

    internal BatchResults(IBatches batches) => _batches = batches;

    /// <summary>Writes the rows as they stand now as CSV, page by page.</summary>
    public async Task Write(Batch batch, Stream output, CancellationToken cancellationToken)
    {
        // A spreadsheet program takes the file for UTF-8 only with the mark.
        await output.WriteAsync(Encoding.UTF8.Preamble.ToArray(), cancellationToken);
        await using var csv = new StreamWriter(
            output,
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            leaveOpen: true
        );
        var separator = batch.Delimiter[0];
        await foreach (var cells in Table(batch, cancellationToken))
            await csv.WriteAsync(
                CsvText.Row(cells.Select(SpreadsheetText.Guard), separator).AsMemory(),
                cancellationToken
            );
        await csv.FlushAsync(cancellationToken);
    }

    /// <summary>Writes the rows as they stand now into the one sheet of a workbook (.xlsx).</summary>
    /// <returns>The workbook, at its beginning; closing it removes it.</returns>
    public async Task<Stream> WriteWorkbook(Batch batch, CancellationToken cancellationToken)
    {
        // The archive is written at its end without waiting, which a connection does not allow.
        var file = TemporaryFile.Create();
        try
        {
            await WorkbookFile.Write(Table(batch, cancellationToken), file, cancellationToken);
            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    // The header row, then a row for each of the file's.
    private async IAsyncEnumerable<IReadOnlyList<string>> Table(
        Batch batch,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var isLines = batch.Format == BatchFormat.Ndjson;
        var subscriptions = isLines ? await MostSubscriptions(batch, cancellationToken) : 0;
        var columns = isLines ? FlatRequest.Columns(subscriptions) : batch.Columns;
        var own = BatchColumns.CountOwn(columns);
        yield return Visible([.. columns.Take(own), .. BatchColumns.OfResults]);
        await foreach (var row in All(batch, cancellationToken))
        {
            string[] result =
            [
                row.Onboarding?.Value ?? "",
                row.Status,
                row.Code ?? "",
                row.Message ?? "",
                string.Join(" ", row.Findings.Select(FindingText.Of)),
            ];
            foreach (var line in row.Lines)
            {
                var cells = isLines ? FlatRequest.Cells(line.Cells[0], row.Reference, subscriptions) : line.Cells;
                // A cell that was guarded before, in a file that was sent again, is not guarded once more.
                yield return Visible([
                    .. Enumerable
                        .Range(0, own)
                        .Select(at => at < cells.Count ? SpreadsheetText.Unguard(cells[at]) : ""),
                    .. result,
                ]);
            }
        }
    }

    private static string[] Visible(IEnumerable<string> cells) =>
        [.. cells.Select(cell => VisibleText.WithLines(cell))];

    private async Task<int> MostSubscriptions(Batch batch, CancellationToken cancellationToken)
    {
        var most = 1;
        await foreach (var row in All(batch, cancellationToken))
            most = Math.Max(most, FlatRequest.Subscriptions(row.Lines[0].Cells[0]));
        return most;
    }

    private async IAsyncEnumerable<BatchRow> All(
        Batch batch,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var after = 0;
        while (true)
        {
            var page = await _batches.Rows(batch.Id, status: null, after, IBatches.MostRows, cancellationToken);
            foreach (var row in page)
                yield return row;
            if (page.Count < IBatches.MostRows)
                yield break;
            after = page[^1].Number;
        }
    }
}

/// <summary>A request in JSON as the cells of a CSV file.</summary>
internal static class FlatRequest
{
    private const int MostSubscriptions = 20;

    private static IReadOnlyList<BatchColumn> Single { get; } = [.. BatchColumns.All.Where(column => !column.Repeats)];

    private static IReadOnlyList<BatchColumn> Repeated { get; } = [.. BatchColumns.All.Where(column => column.Repeats)];

    public static IReadOnlyList<string> Columns(int subscriptions) =>
        [
            .. Single.Select(column => column.Name),
            .. Enumerable
                .Range(0, subscriptions)
                .SelectMany(at =>
                    Repeated.Select(column =>
                        subscriptions == 1 ? column.Name : $"{BatchColumns.Subscriptions}[{at}].{column.Path[1]}"
                    )
                ),
        ];

    /// <summary>Counts the subscriptions of a line; 0 when it cannot be read.</summary>
    public static int Subscriptions(string line)
    {
        using var document = Parse(line);
        return
            document is not null
            && Find(document.RootElement, [BatchColumns.Subscriptions]) is { ValueKind: JsonValueKind.Array } list
            ? Math.Min(list.GetArrayLength(), MostSubscriptions)
            : 0;
    }

    /// <summary>
    /// The cells in the order of <see cref="Columns"/>; a line that cannot be read has none but its reference.
    /// </summary>
    public static IReadOnlyList<string> Cells(string line, string reference, int subscriptions)
    {
        using var document = Parse(line);
        if (document is null)
            return [reference];
        var root = document.RootElement;
        var lines = Find(root, [BatchColumns.Subscriptions]) is { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray()]
            : (JsonElement[])[];
        return
        [
            .. Single.Select(column =>
                column.Name switch
                {
                    BatchColumns.NotifyWebhook => Notified(root, "url"),
                    BatchColumns.NotifyEmail => Notified(root, "address"),
                    _ => Text(Find(root, column.Path)),
                }
            ),
            .. Enumerable
                .Range(0, subscriptions)
                .SelectMany(at =>
                    Repeated.Select(column => at < lines.Length ? Text(Find(lines[at], [column.Path[1]])) : "")
                ),
        ];
    }

    private static JsonDocument? Parse(string line)
    {
        try
        {
            return JsonDocument.Parse(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Notified(JsonElement root, string member) =>
        Find(root, ["notify"]) is { ValueKind: JsonValueKind.Array } list
            ? Text(
                list.EnumerateArray()
                    .Select(subscriber => Find(subscriber, [member]))
                    .FirstOrDefault(found => found is { ValueKind: JsonValueKind.String })
            )
            : "";

    private static JsonElement? Find(JsonElement element, IEnumerable<string> path)
    {
        foreach (var step in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(step, out element))
                return null;
        }

        return element;
    }

    private static string Text(JsonElement? element)
    {
        try
        {
            return element switch
            {
                { ValueKind: JsonValueKind.String } text => text.GetString()!,
                { ValueKind: JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False } value =>
                    value.GetRawText(),
                { ValueKind: JsonValueKind.Array } list => string.Join(
                    ' ',
                    list.EnumerateArray()
                        .Where(entry => entry.ValueKind == JsonValueKind.String)
                        .Select(entry => entry.GetString())
                ),
                _ => "",
            };
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: it was refused for that.
            return "";
        }
    }
}
