using System.Text;
using System.Text.Json;
using Onboarding.Requests;
using PartnerCenter;

namespace Onboarding.Batches;

/// <summary>
/// A batch as a CSV file: what was sent, and what became of it. Safe to be opened in a spreadsheet, and to be corrected
/// and sent again: the reference finds what has run, and the columns added here are not read.
/// </summary>
public sealed class BatchResults
{
    private readonly IBatches _batches;

    internal BatchResults(IBatches batches) => _batches = batches;

    /// <summary>Writes the rows as they stand now, page by page.</summary>
    public async Task Write(Batch batch, Stream output, CancellationToken cancellationToken)
    {
        // A spreadsheet takes the file for UTF-8 only with the mark; a program may stumble over it. Whoever sent one
        // gets one.
        if (batch.HasByteOrderMark)
            await output.WriteAsync(Encoding.UTF8.Preamble.ToArray(), cancellationToken);
        await using var csv = new StreamWriter(
            output,
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            leaveOpen: true
        );
        var separator = batch.Delimiter[0];
        var subscriptions = batch.Format == BatchFormat.Ndjson ? await MostSubscriptions(batch, cancellationToken) : 0;
        var columns = batch.Format == BatchFormat.Csv ? batch.Columns : FlatRequest.Columns(subscriptions);
        var own = BatchColumns.CountOwn(columns);
        await Write([.. columns.Take(own), .. BatchColumns.OfResults]);
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
                var cells =
                    batch.Format == BatchFormat.Csv
                        ? line.Cells
                        : FlatRequest.Cells(line.Cells[0], row.Reference, subscriptions);
                // A cell that was guarded before, in a file that was sent again, is not guarded once more.
                await Write([
                    .. Enumerable
                        .Range(0, own)
                        .Select(at => at < cells.Count ? SpreadsheetText.Unguard(cells[at]) : ""),
                    .. result,
                ]);
            }
        }

        await csv.FlushAsync(cancellationToken);

        Task Write(IReadOnlyList<string> cells) =>
            csv.WriteAsync(
                CsvText
                    .Row(cells.Select(cell => SpreadsheetText.Guard(VisibleText.WithLines(cell))), separator)
                    .AsMemory(),
                cancellationToken
            );
    }

    private async Task<int> MostSubscriptions(Batch batch, CancellationToken cancellationToken)
    {
        var most = 1;
        await foreach (var row in All(batch, cancellationToken))
            most = Math.Max(most, FlatRequest.Subscriptions(row.Lines[0].Cells[0]));
        return most;
    }

    private async IAsyncEnumerable<BatchRow> All(
        Batch batch,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
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
