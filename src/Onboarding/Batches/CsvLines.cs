using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;
using CsvHelper;
using Onboarding.Messages;

namespace Onboarding.Batches;

/// <summary>
/// The rows of a CSV file (RFC 4180; the separator is found out), read as they come: no more than a buffer of it is in
/// memory.
/// </summary>
internal sealed class CsvLines(Stream content) : ITableLines
{
    private const int MostColumns = 500;
    private const int LongestRow = 64 * 1024;

    /// <summary><c>"sep=;"</c> and a line break.</summary>
    private const int LongestSeparatorLine = 9;

    public IReadOnlyList<string> Columns { get; private set; } = [];

    public string Delimiter { get; private set; } = ",";

    /// <exception cref="BatchUnreadableException">There is no header row, or a row does not end.</exception>
    public async IAsyncEnumerable<BatchLine> Read([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Message? error = null;
        var pipe = PipeReader.Create(content, new(leaveOpen: true));
        var separator = await SeparatorLine(pipe, cancellationToken);
        await using var text = pipe.AsStream();
        using var reader = CsvReader.Create(
            text,
            new CsvReaderOptions
            {
                HasHeader = false,
                Separator = separator,
                // A quote that is never closed must not swallow the file.
                MaxRecordSize = LongestRow,
                IncludeValuesInExceptions = false,
                OnMalformedRecord = malformed =>
                    error = malformed.Reason switch
                    {
                        CsvMalformedReason.UnterminatedQuote => $"A double quote is not closed.",
                        CsvMalformedReason.TextAfterClosingQuote =>
                            $"There is text after a closing double quote; a double quote inside of one is written "
                                + $"twice.",
                        _ => $"There is a double quote inside of a cell without quotes.",
                    },
            },
            leaveOpen: true
        );
        if (!await Next(reader, 0, cancellationToken))
            throw new BatchUnreadableException(ErrorCodes.BatchEmpty, "The file is empty; a header row was expected.");
        if (reader.FieldCount > MostColumns)
            throw new BatchUnreadableException(
                ErrorCodes.BatchMalformed,
                $"The header row has {reader.FieldCount} columns; at most {MostColumns} are read."
            );
        if (!Utf8.IsValid(reader.RawRecord) || reader.RawRecord.Contains((byte)0))
            throw new BatchUnreadableException(
                ErrorCodes.BatchMalformed,
                "The header row is not text in UTF-8. Save the file as 'CSV UTF-8'."
            );
        Columns =
        [
            .. Enumerable.Range(0, reader.FieldCount).Select(at => reader.GetString(at).Trim('\uFEFF', ' ', '\t')),
        ];
        Delimiter = reader.Separator.ToString();
        var number = 1;
        while (true)
        {
            error = null;
            if (!await Next(reader, number, cancellationToken))
                yield break;
            if (Line(reader, number, error) is not { } line)
                continue;
            number++;
            yield return line;
        }
    }

    private BatchLine? Line(CsvReader reader, int number, Message? error)
    {
        var count = reader.FieldCount;
        var cells = Enumerable.Range(0, Math.Min(count, Columns.Count)).Select(reader.GetString).ToArray();
        var surplus = Enumerable
            .Range(Columns.Count, Math.Max(0, count - Columns.Count))
            .Any(at => !string.IsNullOrWhiteSpace(reader.GetString(at)));
        if (!surplus && cells.All(string.IsNullOrWhiteSpace))
            return null;
        if (!Utf8.IsValid(reader.RawRecord))
            error = $"The row is not text in UTF-8. Save the file as 'CSV UTF-8'.";
        else if (surplus)
            error ??=
                $"The row has {count} cells and the header {Columns.Count}: a text with the separator in it belongs "
                + $"in double quotes.";
        return new BatchLine(number, cells, error);
    }

    // Spreadsheet programs take the separator from a first line such as "sep=;", which is no row.
    private static async Task<char?> SeparatorLine(PipeReader pipe, CancellationToken cancellationToken)
    {
        var mark = Encoding.UTF8.Preamble.Length;
        var read = (await pipe.ReadAtLeastAsync(mark + LongestSeparatorLine, cancellationToken)).Buffer;
        var beginning = read.Slice(0, Math.Min(read.Length, mark + LongestSeparatorLine)).ToArray().AsSpan();
        mark = beginning.StartsWith(Encoding.UTF8.Preamble) ? mark : 0;
        var line = Encoding.Latin1.GetString(beginning[mark..]);
        if (
            !line.TrimStart('"').StartsWith("sep=", StringComparison.OrdinalIgnoreCase)
            || line.IndexOf('\n', StringComparison.Ordinal) is not (> 0 and var end)
            || line[..end].Trim('"', '\r', ' ')["sep=".Length..] is not [var separator]
        )
        {
            pipe.AdvanceTo(read.Start);
            return null;
        }

        pipe.AdvanceTo(read.GetPosition(mark + end + 1));
        return separator;
    }

    private static async Task<bool> Next(CsvReader reader, int number, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken);
        }
        catch (CsvFormatException wrong)
        {
            throw new BatchUnreadableException(
                ErrorCodes.BatchMalformed,
                $"{(number == 0 ? "The header row" : $"Row {number}")} does not end within {LongestRow / 1024} KB; "
                    + "most often a double quote is not closed.",
                wrong
            );
        }
    }
}
