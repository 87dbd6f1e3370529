using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using CsvHelper;
using FsCheck;
using FsCheck.Xunit;
using Onboarding;
using Scenarios;

namespace OnboardingServer.Tests.Api;

/// <summary>Files of many requests over real HTTP.</summary>
public sealed class BatchTests(AnsweringServerFixture fixture) : IClassFixture<AnsweringServerFixture>
{
    private RunningServer Server => fixture.Server;

    [Fact]
    public async Task A_file_is_taken_followed_and_handed_back_with_what_became_of_each_row()
    {
        var sample = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "samples", "batch.csv"));
        var answer = await Send(sample, "text/csv; charset=utf-8", "?name=list&concurrency=3");
        Assert.True(answer.Status == 202, answer.Raw);
        var id = answer.Text("id");
        Assert.EndsWith($"/api/batches/{id}", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);

        var ended = await UntilEnded(id);

        var progress = ended["progress"]!;
        Assert.Equal(
            ("ended", "list", 10, 9, 9),
            (
                ended["state"]!.GetValue<string>(),
                ended["name"]!.GetValue<string>(),
                ended["lines"]!.GetValue<int>(),
                progress["total"]!.GetValue<int>(),
                progress["ended"]!.GetValue<int>()
            )
        );
        Assert.Equal(
            (4, 5),
            (progress["rows"]!["completed"]!.GetValue<int>(), progress["rows"]!["refused"]!.GetValue<int>())
        );
        Assert.True(progress["rowsPerMinute"]!.GetValue<double>() > 0);

        var refused = (await Server.Get($"batches/{id}/rows?status=refused&limit=3")).Body;
        Assert.Equal(3, refused["items"]!.AsArray().Count);
        var rest = (
            await Server.Get(
                $"batches/{id}/rows?status=refused&limit=3&continuation={refused["continuation"]!.GetValue<string>()}"
            )
        ).Body;
        Assert.Equal(2, rest["items"]!.AsArray().Count);
        Assert.False(rest.ContainsKey("continuation"));

        var results = Parse((await Server.Get($"batches/{id}/results.csv")).Raw);
        Assert.Equal([.. sample.Split('\n')[0].Split(','), "id", "outcome", "code", "message", "findings"], results[0]);
        Assert.Equal(11, results.Count);
        Assert.Equal("'+49 89 31760", results[1][Array.IndexOf(results[0], "contact.phone")]);
        Assert.All(
            results.Skip(1),
            row => Assert.Equal(row[^3] == "completed", row[^4].StartsWith("ob-", StringComparison.Ordinal))
        );
        var onboardings = (await Server.Get($"onboardings?batch={id}")).Body["items"]!.AsArray();
        Assert.Equal(4, onboardings.Count);
        Assert.Contains(id, (await Server.Get("batches?limit=200")).Raw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Formulas_come_back_as_text()
    {
        var answer = await Send(
            BatchFiles.Csv(
                BatchFiles.Row(
                    5000,
                    ("reference", "\"=cmd|' /C calc'!A1\""),
                    ("customer.address.postalCode", "@1"),
                    ("contact.firstName", "-2+3")
                )
            ),
            "text/csv"
        );
        var id = answer.Text("id");
        await UntilEnded(id);

        var row = Parse((await Server.Get($"batches/{id}/results.csv")).Raw)[1];

        Assert.All(row, cell => Assert.DoesNotContain(cell.Length > 0 ? cell[0] : 'x', "=+-@\t\r"));
        Assert.StartsWith("'=cmd", row[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_can_be_held_and_called_off_and_an_ended_one_cannot()
    {
        var id = (
            await Send(
                BatchFiles.Csv(Enumerable.Range(6000, 40).Select(number => BatchFiles.Row(number))),
                "text/csv",
                "?concurrency=1"
            )
        ).Text("id");

        Assert.Equal("paused", (await Server.Post($"batches/{id}/pause")).Text("state"));
        Assert.Equal("running", (await Server.Post($"batches/{id}/resume")).Text("state"));
        Assert.Equal("cancelled", (await Server.Post($"batches/{id}/cancel")).Text("state"));
        var ended = await UntilEnded(id);

        Assert.True(ended["progress"]!["rows"]!["withdrawn"]!.GetValue<int>() > 0);
        (await Server.Post($"batches/{id}/resume")).AssertProblem(409, ErrorCodes.BatchNotNow);
    }

    [Theory]
    [InlineData("", 400, ErrorCodes.BatchEmpty)]
    [InlineData("\n\n", 400, ErrorCodes.BatchEmpty)]
    [InlineData("reference,partner\n", 400, ErrorCodes.BatchEmpty)]
    [InlineData("companyName,partner\nx,y\n", 400, ErrorCodes.BatchColumns)]
    [InlineData("reference,Reference,partner\na,b,c\n", 400, ErrorCodes.BatchColumns)]
    [InlineData("\"reference,partner\nx,y\n", 400, null)]
    public async Task What_is_no_batch_is_refused_and_nothing_of_it_is_begun(string body, int status, string? code)
    {
        var answer = await Send(body, "text/csv");

        Assert.Equal(status, answer.Status);
        if (code is not null)
            answer.AssertProblem(status, code);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    [InlineData("text/csv; charset=windows-1252")]
    public async Task Other_kinds_of_body_are_415(string type) =>
        (await Send(BatchFiles.Csv(1), type)).AssertProblem(415, ErrorCodes.UnsupportedMediaType);

    [Fact]
    public async Task What_is_not_UTF_8_is_refused_in_the_header_and_as_a_row()
    {
        var latin = Encoding.Latin1;
        (await Send(latin.GetBytes("reference,Größe\nx,y\n"), "text/csv")).AssertProblem(
            400,
            ErrorCodes.BatchMalformed
        );

        var id = (
            await Send(
                latin.GetBytes(
                    BatchFiles.Csv(
                        BatchFiles.Row(7001, ("contact.lastName", "Müller")),
                        BatchFiles.Row(7002, ("subscriptions.term", "P9Y"))
                    )
                ),
                "text/csv"
            )
        ).Text("id");
        await UntilEnded(id);
        var rows = (await Server.Get($"batches/{id}/rows")).Body["items"]!.AsArray();
        Assert.Equal(
            [ErrorCodes.RowUnreadable, ErrorCodes.FieldNotAnOption],
            rows.Select(row => row!["code"]!.GetValue<string>())
        );
    }

    [Theory]
    [InlineData("batches/ba-none", 404, ErrorCodes.NotFound)]
    [InlineData("batches/ba-none/rows", 404, ErrorCodes.NotFound)]
    [InlineData("batches/ba-none/results.csv", 404, ErrorCodes.NotFound)]
    [InlineData("batches?limit=0", 400, ErrorCodes.InvalidParameter)]
    [InlineData("batches?continuation=x", 400, ErrorCodes.InvalidParameter)]
    [InlineData("batches?state=x", 400, ErrorCodes.InvalidParameter)]
    public async Task Wrong_calls_are_refused(string path, int status, string code) =>
        (await Server.Get(path)).AssertProblem(status, code);

    [Theory]
    [InlineData("?concurrency=0")]
    [InlineData("?concurrency=101")]
    [InlineData("?concurrency=many")]
    [InlineData("?concurency=3")]
    public async Task Wrong_parameters_are_named(string query) =>
        (await Send(BatchFiles.Csv(1), "text/csv", query)).AssertProblem(400, ErrorCodes.InvalidParameter);

    /// <summary>
    /// Whatever stands in the cells and lines, the answer is never a failure of ours, and every row comes to an end.
    /// </summary>
    [Property(MaxTest = 25)]
    public void Any_cells_are_refused_or_taken(NonEmptyArray<NonNull<string>> cells, bool asLines)
    {
        var text = asLines
            ? string.Join('\n', cells.Get.Select(cell => cell.Get))
            : "reference,customer.companyName,quantity,phone\n"
                + string.Join('\n', cells.Get.Chunk(4).Select(row => string.Join(',', row.Select(cell => cell.Get))));
        var answer = Send(Encoding.UTF8.GetBytes(text), asLines ? "application/x-ndjson" : "text/csv")
            .GetAwaiter()
            .GetResult();

        Assert.InRange(answer.Status, 200, 499);
        if (answer.Status == 202)
            UntilEnded(answer.Text("id")).GetAwaiter().GetResult();
    }

    private Task<ApiAnswer> Send(string body, string type, string query = "") =>
        Send(Encoding.UTF8.GetBytes(body), type, query);

    private Task<ApiAnswer> Send(byte[] body, string type, string query = "")
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return Server.Send(new HttpRequestMessage(HttpMethod.Post, $"batches{query}") { Content = content });
    }

    private async Task<JsonObject> UntilEnded(string id)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        while (true)
        {
            var answer = await Server.Get($"batches/{id}");
            Assert.Equal(200, answer.Status);
            if (answer.Body["ended"]!.GetValue<bool>())
                return answer.Body;
            await timer.WaitForNextTickAsync(deadline.Token);
        }
    }

    private static List<string[]> Parse(string text)
    {
        using var reader = CsvReader.FromText(text, new CsvReaderOptions { HasHeader = false, Separator = ',' });
        var rows = new List<string[]>();
        while (reader.Read())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)]);
        return rows;
    }
}
