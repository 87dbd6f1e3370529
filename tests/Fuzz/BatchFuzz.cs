using System.Text;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;
using Onboarding.Batches;
using Onboarding.Requests;

namespace Fuzz;

public sealed class BatchFuzz
{
    private static readonly byte[] Good = File.ReadAllBytes(
        Path.Combine(AppContext.BaseDirectory, "samples", "batch.csv")
    );
    private static readonly byte[] GoodLines = Encoding.UTF8.GetBytes(
        """
        {"reference":"LIST-1","customer":{"kind":"new","companyName":"Wingtip Toys GmbH"}}
        {"reference":"LIST-2","contact":{"email":"gena@wingtiptoys.example"},"subscriptions":[{"quantity":3}]}

        {"contact":{"reference":"LIST-9"},"reference":"LIST-3"}
        """
    );

    private readonly RowReader _rows = new(FuzzedServices.New().GetRequiredService<RequestReader>());

    [Fact]
    public void A_csv_file_is_read_row_by_row_or_refused_as_a_whole() =>
        Fuzzing.Try(
            Edit.Few,
            15_000,
            edits =>
            {
                var csv = new CsvLines(new MemoryStream(Edit.Apply(Good, edits)));
                var lines = new List<BatchLine>();
                try
                {
                    lines = All(csv.Read(default));
                }
                catch (BatchUnreadableException refused)
                {
                    Assert.NotEmpty(refused.Message);
                    return;
                }

                BatchColumns.Place(csv.Columns, out _);
                AssertRowsAreReadOrRefused(lines, BatchFormat.Csv, csv.Columns);
            }
        );

    [Fact]
    public void Json_lines_are_read_line_by_line() =>
        Fuzzing.Try(
            Edit.Few,
            15_000,
            edits =>
            {
                var lines = All(NdjsonLines.Read(new MemoryStream(Edit.Apply(GoodLines, edits)), default));
                foreach (var line in lines.Where(line => line.ParseError is null))
                    _ = NdjsonLines.ReferenceOf(line.Cells[0]);
                AssertRowsAreReadOrRefused(lines, BatchFormat.Ndjson, []);
            }
        );

    [Fact]
    public void Results_are_read_back_cell_by_cell_and_no_cell_is_a_formula() =>
        Fuzzing.Try(
            from cells in Edit.One.ArrayOf(4)
            from separator in Gen.Elements(',', ';', '\t')
            select (Cells: cells.Select(edit => Encoding.UTF8.GetString(edit.Bytes)).ToArray(), separator),
            15_000,
            written =>
            {
                var cells = written.Cells.Select(SpreadsheetText.Guard).ToArray();
                string[] header = ["reference", "two", "three", "four", "five"];
                var file =
                    CsvText.Row(header, written.separator) + CsvText.Row(["LIST-1", .. cells], written.separator);

                var line = Assert.Single(
                    All(new CsvLines(new MemoryStream(Encoding.UTF8.GetBytes(file))).Read(default))
                );

                Assert.Null(line.ParseError);
                Assert.Equal(written.Cells, line.Cells.Skip(1).Select(SpreadsheetText.Unguard));
                Assert.All(line.Cells, cell => Assert.DoesNotContain(cell.FirstOrDefault('x'), "=+-@\t\r"));
            }
        );

    private void AssertRowsAreReadOrRefused(
        IReadOnlyList<BatchLine> lines,
        BatchFormat format,
        IReadOnlyList<string> columns
    )
    {
        var batch = new Batch
        {
            Id = BatchId.New(),
            Format = format,
            Columns = columns,
            Concurrency = 1,
            CreatedAt = FuzzedServices.Clock.GetUtcNow(),
            CreatedBy = "gena",
            State = BatchState.Running,
        };
        foreach (var line in lines)
        {
            var row = new BatchRow
            {
                Number = line.Number,
                Reference = "LIST-1",
                Lines = [line],
                Status = RowStatus.Waiting,
            };
            if (_rows.Read(batch, row) is RequestReading.NotUnderstood refused)
                Assert.Contains(refused.Findings, finding => finding.Severity == FindingSeverity.Error);
        }
    }

    private static List<BatchLine> All(IAsyncEnumerable<BatchLine> lines) =>
        lines.ToListAsync().AsTask().GetAwaiter().GetResult();
}
