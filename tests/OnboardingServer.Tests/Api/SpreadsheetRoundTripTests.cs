using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using CsvHelper;
using Scenarios;

namespace OnboardingServer.Tests.Api;

/// <summary>A file that goes through a spreadsheet program and is sent again.</summary>
public sealed class SpreadsheetRoundTripTests(AnsweringServerFixture fixture)
    : IClassFixture<AnsweringServerFixture>,
        IDisposable
{
    private const int Rows = 1000;
    private const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>Texts that spreadsheet programs change.</summary>
    private static readonly string[] Notes =
    [
        "0001",
        "=1+1",
        "'0001",
        "2026-11-20",
        "11/12/2026",
        "20.11.2026",
        "1/2",
        "1E5",
        "4920000000000",
        "MAR-1",
        "True",
        "+49 89 31760",
        "1.50",
        "50%",
        "12:30",
        "Bäckerei \u201CNord\u201D",
        "東京",
        "a,b;c",
        "\"quoted\"",
        "25",
        "O'Brien",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("spreadsheet-").FullName;

    private RunningServer Server => fixture.Server;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SpreadsheetFact]
    public async Task A_thousand_rows_saved_by_LibreOffice_and_sent_again_begin_nothing_twice_and_no_text_changes()
    {
        // Each waits for an approval: what begins twice would wait twice.
        var file = $"{BatchFiles.Header},approval,note\n" + string.Concat(Enumerable.Range(1, Rows).Select(Row));
        var first = await Taken(new StringContent(file), "text/csv");
        var sent = await Results(first, "csv");
        Assert.Equal(Rows, sent.Count - 1);

        var csv = Path.Combine(_folder, "results.csv");
        await File.WriteAllBytesAsync(csv, await Bytes(first, "csv"));
        var workbook = await SpreadsheetProgram.Convert(csv, "xlsx");
        var saved = await SpreadsheetProgram.Convert(workbook, "csv");
        await AssertSame(first, sent, await File.ReadAllBytesAsync(saved), "text/csv");
        await AssertSame(first, sent, await File.ReadAllBytesAsync(workbook), Workbook);

        // The results as a workbook, opened and saved as well.
        var results = Path.Combine(_folder, "workbook.xlsx");
        await File.WriteAllBytesAsync(results, await Bytes(first, "xlsx"));
        await AssertSame(first, sent, await File.ReadAllBytesAsync(results), Workbook);
        var reopened = await SpreadsheetProgram.Convert(await SpreadsheetProgram.Convert(results, "ods"), "xlsx");
        await AssertSame(first, sent, await File.ReadAllBytesAsync(reopened), Workbook);
    }

    private async Task AssertSame(string first, List<string[]> sent, byte[] content, string type)
    {
        var again = await Taken(new ByteArrayContent(content), type);

        var results = await Results(again, "csv");
        Assert.Equal(sent.Count, results.Count);
        var own = sent[0].Length - 5;
        foreach (var (before, after) in sent.Zip(results))
        {
            Assert.Equal(before[..own], after[..own]);
            // The same onboarding, not a second one.
            Assert.Equal(before[own], after[own]);
        }

        Assert.Equal(
            Rows,
            (await Server.Get($"batches/{first}")).Body["progress"]!["rows"]!["pending"]!.GetValue<int>()
        );
        Assert.Empty((await Server.Get($"onboardings?batch={again}")).Body["items"]!.AsArray());
    }

    private static string Row(int number) =>
        BatchFiles.Row(number, ("reference", $"{number:000000}"))
        + $",required,{Quoted(Notes[number % Notes.Length])}\n";

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private async Task<string> Taken(HttpContent content, string type)
    {
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        var answer = await Server.Send(
            new HttpRequestMessage(HttpMethod.Post, "batches?concurrency=100") { Content = content }
        );
        Assert.True(answer.Status == 202, answer.Raw);
        var id = answer.Text("id");
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(4), TimeProvider.System);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        JsonNode? rows = null;
        while ((rows?["pending"]!.GetValue<int>() ?? 0) < Rows)
        {
            await timer.WaitForNextTickAsync(deadline.Token);
            rows = (await Server.Get($"batches/{id}")).Body["progress"]!["rows"]!;
            Assert.True(
                rows["refused"]!.GetValue<int>() == 0,
                (await Server.Get($"batches/{id}/rows?status=refused")).Raw
            );
        }

        return id;
    }

    private async Task<byte[]> Bytes(string id, string form) =>
        await Server.Client.GetByteArrayAsync(new Uri($"batches/{id}/results.{form}", UriKind.Relative));

    private async Task<List<string[]>> Results(string id, string form)
    {
        using var reader = CsvReader.Create(
            new MemoryStream(await Bytes(id, form)),
            new CsvReaderOptions { HasHeader = false, Separator = ',' }
        );
        var rows = new List<string[]>();
        while (reader.Read())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)]);
        return rows;
    }
}
