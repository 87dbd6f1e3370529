using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Onboarding.Batches;

/// <summary>The properties of an upload.</summary>
/// <param name="Format">CSV, NDJSON or a workbook.</param>
/// <param name="Name">The name that its sender gave to it.</param>
/// <param name="Concurrency">1 to <see cref="BatchOptions.MostConcurrency"/>; null: as configured.</param>
/// <param name="By">The sender.</param>
public sealed record BatchUpload(BatchFormat Format, string? Name, int? Concurrency, string By);

/// <summary>
/// Takes a file in as it comes: rows are written in small groups, and nothing begins before the last of them is there,
/// since it may belong to the first. A file that is cut off never begins; sending it again is a new batch.
/// </summary>
public sealed class BatchReceiver
{
    /// <summary>The most rows of one file.</summary>
    public const int MostLines = 100_000;

    /// <summary>The most rows with one reference.</summary>
    private const int MostLinesOfARow = 100;

    private readonly IBatches _batches;
    private readonly IOrchestrationClient _orchestrations;
    private readonly IOptions<BatchOptions> _options;
    private readonly TimeProvider _time;

    internal BatchReceiver(
        IBatches batches,
        IOrchestrationClient orchestrations,
        IOptions<BatchOptions> options,
        TimeProvider time
    ) => (_batches, _orchestrations, _options, _time) = (batches, orchestrations, options, time);

    /// <exception cref="BatchUnreadableException">It is no batch; nothing of it will be begun.</exception>
    public async Task<Batch> Receive(BatchUpload upload, Stream content, CancellationToken cancellationToken)
    {
        using var hash = SHA256.Create();
        await using var hashed = new CryptoStream(content, hash, CryptoStreamMode.Read, leaveOpen: true);
        // A workbook begins at its end.
        await using var workbook = upload.Format == BatchFormat.Xlsx ? await Spool(hashed, cancellationToken) : null;
        ITableLines? table = upload.Format switch
        {
            BatchFormat.Csv => new CsvLines(hashed),
            BatchFormat.Xlsx => new WorkbookLines(workbook!),
            _ => null,
        };
        await using var lines = (
            table?.Read(cancellationToken) ?? NdjsonLines.Read(hashed, cancellationToken)
        ).GetAsyncEnumerator(cancellationToken);

        // The first row is read before anything is written: what is no batch at all leaves nothing behind.
        var any = await lines.MoveNextAsync();
        var reference = table is null ? -1 : ReferenceColumn(table);
        if (!any)
            throw new BatchUnreadableException(ErrorCodes.BatchEmpty, "There is no row in the file.");
        var batch = await _batches.Add(
            new()
            {
                Id = BatchId.New(),
                Name = upload.Name,
                Format = upload.Format,
                Columns = table?.Columns ?? [],
                Delimiter = table?.Delimiter ?? ",",
                Concurrency = upload.Concurrency ?? _options.Value.Concurrency,
                CreatedAt = _time.GetUtcNow(),
                CreatedBy = upload.By,
                State = BatchState.Receiving,
            },
            cancellationToken
        );
        try
        {
            var rows = new IncomingRows(
                _batches,
                batch.Id,
                line =>
                    table is null ? NdjsonLines.ReferenceOf(line.Cells[0])
                    : reference < line.Cells.Count ? SpreadsheetText.Unguard(line.Cells[reference].Trim())
                    : ""
            );
            do await rows.Add(lines.Current, cancellationToken);
            while (await lines.MoveNextAsync());
            await rows.Flush(cancellationToken);
            var now = _time.GetUtcNow();
            batch =
                await _batches.Update(
                    batch with
                    {
                        State = BatchState.Running,
                        Lines = rows.Lines,
                        Rows = rows.Count,
                        StartedAt = now,
                        ContentHash = Convert.ToHexStringLower(hash.Hash ?? []),
                    },
                    cancellationToken
                ) ?? batch;
        }
        catch (BatchUnreadableException)
        {
            await _batches.Update(
                batch with
                {
                    State = BatchState.Cancelled,
                    EndedAt = _time.GetUtcNow(),
                },
                CancellationToken.None
            );
            throw;
        }

        await _orchestrations.Start(
            BatchOrchestration.StoredName,
            batch.Id.Value,
            new BatchPlan(batch.Id),
            CancellationToken.None
        );
        return batch;
    }

    /// <summary>
    /// Starts what was received and not started, because the process ended between the two. For the start of a host and
    /// for a timer.
    /// </summary>
    /// <returns>The number of batches that it started.</returns>
    public async Task<int> StartPending(CancellationToken cancellationToken)
    {
        var started = 0;
        foreach (var batch in await _batches.Open(cancellationToken))
        {
            if (
                batch.State == BatchState.Receiving
                || await _orchestrations.Get(batch.Id.Value, cancellationToken) is not null
            )
                continue;
            if (
                await _orchestrations.Start(
                    BatchOrchestration.StoredName,
                    batch.Id.Value,
                    new BatchPlan(batch.Id),
                    cancellationToken
                ) == StartResult.Started
            )
                started++;
        }

        return started;
    }

    private static async Task<FileStream> Spool(Stream content, CancellationToken cancellationToken)
    {
        var file = TemporaryFile.Create();
        try
        {
            await content.CopyToAsync(file, cancellationToken);
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    private static int ReferenceColumn(ITableLines table)
    {
        var columns = BatchColumns.Place(table.Columns, out var twice);
        if (twice is not null)
            throw new BatchUnreadableException(ErrorCodes.BatchColumns, $"The column {Shown(twice)} is there twice.");
        var names = columns.Select(placed => placed?.Column.Name).ToHashSet();
        if (
            names.Contains("customer.domain")
            && !names.Contains("customer.kind")
            && !names.Contains("customer.tenantId")
        )
            throw new BatchUnreadableException(
                ErrorCodes.BatchColumns,
                $"There is a column domain and none kind. {RowReader.DomainNeedsKind}"
            );
        var at = columns.ToList().FindIndex(placed => placed?.Column.Name == BatchColumns.Reference);
        return at >= 0
            ? at
            : throw new BatchUnreadableException(
                ErrorCodes.BatchColumns,
                $"There is no column {BatchColumns.Reference}; the header row names "
                    + $"{string.Join(", ", table.Columns.Take(10).Select(Shown))}.{Meant(table.Columns)}"
            );
    }

    private static string Meant(IEnumerable<string> headings) =>
        headings.FirstOrDefault(heading => NearHeadings.Meant(BatchColumns.Letters(heading)) == BatchColumns.Reference)
            is { } meant
            ? $" {Shown(meant)} is probably meant to be it."
            : "";

    private static string Shown(string heading) => heading.Length <= 40 ? $"'{heading}'" : $"'{heading[..40]}…'";

    /// <summary>
    /// Puts rows of the file together that have one reference. Of what was written only the references' hashes are kept
    /// in memory.
    /// </summary>
    private sealed class IncomingRows(IBatches batches, BatchId id, Func<BatchLine, string> referenceOf)
    {
        private readonly Dictionary<UInt128, int> _numbers = [];
        private readonly Dictionary<int, BatchRow> _buffer = [];

        public int Lines { get; private set; }

        public int Count { get; private set; }

        public async Task Add(BatchLine line, CancellationToken cancellationToken)
        {
            if (++Lines > MostLines)
                throw new BatchUnreadableException(
                    ErrorCodes.BatchTooLarge,
                    $"The file has more than {MostLines} rows; split it."
                );
            var reference = line.ParseError is null ? referenceOf(line).Trim() : "";
            if (
                reference.Length > 0
                && _numbers.TryGetValue(HashOf(reference), out var number)
                && await Row(number, cancellationToken) is { } row
                && row.Reference == Short(reference)
            )
            {
                if (row.Lines.Count == MostLinesOfARow)
                    throw new BatchUnreadableException(
                        ErrorCodes.BatchTooLarge,
                        $"More than {MostLinesOfARow} rows have the reference of row {number}."
                    );
                _buffer[number] = row with { Lines = [.. row.Lines, line] };
            }
            else
            {
                if (reference.Length > 0)
                    _numbers[HashOf(reference)] = line.Number;
                _buffer[line.Number] = new BatchRow
                {
                    Number = line.Number,
                    Reference = Short(reference),
                    Lines = [line],
                    Status = RowStatus.Waiting,
                };
                Count++;
            }

            if (_buffer.Count >= IBatches.MostRows)
                await Flush(cancellationToken);
        }

        public async Task Flush(CancellationToken cancellationToken)
        {
            if (_buffer.Count == 0)
                return;
            await batches.PutRows(id, [.. _buffer.Values], cancellationToken);
            _buffer.Clear();
        }

        private async Task<BatchRow?> Row(int number, CancellationToken cancellationToken) =>
            _buffer.TryGetValue(number, out var row) ? row : await batches.GetRow(id, number, cancellationToken);

        private static UInt128 HashOf(string reference) =>
            System.Runtime.InteropServices.MemoryMarshal.Read<UInt128>(
                SHA256.HashData(Encoding.UTF8.GetBytes(reference))
            );

        // One that is longer than a reference may be is refused later, for what it is.
        private static string Short(string reference) => reference.Length <= 120 ? reference : reference[..120];
    }
}
