using System.Globalization;
using System.Text.Json.Nodes;
using Onboarding.Requests;
using Scenarios;

namespace OnboardingServer.Tests.Api.Corpus;

/// <summary>
/// Bad inputs, each written by hand and answered by the real server over HTTP with the right status, code and path.
/// They lie in the files beside this one, by theme.
/// </summary>
public sealed class CorpusTests(BusyServer busy) : IClassFixture<BusyServer>
{
    private static readonly string Folder = Path.Combine(
        Repository.Root,
        "tests",
        "OnboardingServer.Tests",
        "Api",
        "Corpus"
    );

    private static readonly IReadOnlyList<(string Theme, CorpusCase Case)> Cases =
    [
        .. Directory
            .GetFiles(Folder, "*.json")
            .Order(StringComparer.Ordinal)
            .SelectMany(file => CorpusCase.Read(file).Select(one => (Path.GetFileNameWithoutExtension(file), one))),
    ];

    public static IEnumerable<object[]> Names => Cases.Select(one => new object[] { one.Theme, one.Case.Name });

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Is_refused(string theme, string name)
    {
        var number = Cases.ToList().FindIndex(one => one.Theme == theme && one.Case.Name == name);
        var bad = Cases[number].Case;

        var answer = await Send(bad, 9000 + number);

        if (bad.Row is { } row)
            await AssertRow(answer, row);
        else if (bad.Dead is { } dead)
            await AssertDead(answer, dead);
        else
            AssertRefused(answer, bad);
    }

    [Fact]
    public void The_corpus_is_large_and_no_case_is_there_twice()
    {
        Assert.True(Cases.Count >= 300, $"{Cases.Count} cases");
        Assert.Equal(Cases.Count, Cases.Select(one => one.Case.Name).Distinct().Count());
        Assert.All(
            Cases,
            one =>
                Assert.True(
                    one.Case.Row is not null || one.Case.Dead is not null || one.Case.Status is >= 400 and < 500,
                    one.Case.Name
                )
        );
    }

    private static void AssertRefused(ApiAnswer answer, CorpusCase bad)
    {
        answer.AssertProblem(bad.Status, bad.Code);
        if (bad.Detail is { } detail)
            Assert.StartsWith(detail, answer.Text("detail"), StringComparison.Ordinal);
        var found = answer.Body["findings"] is null
            ? []
            : answer
                .Findings.Where(finding => finding.Severity == FindingSeverity.Error)
                .Select(finding => $"{finding.Code} {finding.Path}".TrimEnd());
        Assert.Equal(bad.Findings.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    private async Task AssertRow(ApiAnswer answer, string expected)
    {
        Assert.True(answer.Status == 202, answer.Raw);
        await busy.Until($"batches/{answer.Text("id")}", batch => batch["ended"]!.GetValue<bool>());
        var row = Assert.Single((await busy.Server.Get($"batches/{answer.Text("id")}/rows")).Body["items"]!.AsArray())!;
        Assert.Equal("refused", row["status"]!.GetValue<string>());
        AssertCodeAndPath(expected, row["code"], row["message"], path => $"{path[1..].Replace('/', '.')}: ");
    }

    private async Task AssertDead(ApiAnswer answer, string expected)
    {
        Assert.True(answer.Status == 202, answer.Raw);
        var message = await busy.UntilTaken(answer.Text("key"));
        Assert.Equal("dead", message["state"]!.GetValue<string>());
        AssertCodeAndPath(expected, message["code"], message["reason"], path => $"{path}: ");
    }

    private static void AssertCodeAndPath(
        string expected,
        JsonNode? code,
        JsonNode? message,
        Func<string, string> shown
    )
    {
        var parts = expected.Split(' ');
        Assert.True(
            parts[0] == code!.GetValue<string>()
                && (
                    parts.Length == 1
                    || message!.GetValue<string>().StartsWith(shown(parts[1]), StringComparison.Ordinal)
                ),
            $"{code} {message}"
        );
    }

    private async Task<ApiAnswer> Send(CorpusCase bad, int number)
    {
        var words = new Dictionary<string, string>
        {
            ["{pending}"] = busy.Pending,
            ["{version}"] = busy.PendingVersion,
            ["{waiting}"] = busy.Waiting,
            ["{ended}"] = busy.Ended,
            ["{task}"] = BusyServer.OpenTask,
            ["{settled}"] = BusyServer.Settled,
            ["{batch}"] = busy.Batch,
            ["{taken}"] = busy.Taken,
            ["{dead}"] = busy.Dead,
            ["{ten-minutes-ago}"] = InMinutes(-10),
            ["{in-ten-minutes}"] = InMinutes(10),
        };
        if (bad.Call.Contains("{draft}", StringComparison.Ordinal))
            words["{draft}"] = await busy.Draft();
        string Fill(string text) =>
            words.Aggregate(text, (so, word) => so.Replace(word.Key, word.Value, StringComparison.Ordinal));

        var call = CorpusCase.Many(Fill(bad.Call));
        var space = call.IndexOf(' ', StringComparison.Ordinal);
        var message = new HttpRequestMessage(new HttpMethod(call[..space]), call[(space + 1)..]);
        var body = bad.Bytes(number, Fill);
        if (body is not null)
        {
            message.Content = new ByteArrayContent(body);
            if (bad.Type.Length > 0)
                message.Content.Headers.TryAddWithoutValidation("Content-Type", bad.Type);
        }

        foreach (var (name, value) in bad.Headers)
            if (!message.Headers.TryAddWithoutValidation(name, CorpusCase.Many(Fill(value))))
                message.Content!.Headers.TryAddWithoutValidation(name, CorpusCase.Many(value));
        if (bad.Signed)
            Sign(message, $"corpus-{number}", body ?? []);
        return await busy.Server.Send(message);
    }

    // What a case says of these headers itself is left as it is, and signed so.
    private static void Sign(HttpRequestMessage message, string id, byte[] body)
    {
        var at =
            message.Headers.TryGetValues("webhook-timestamp", out var time)
            && long.TryParse(time.First(), CultureInfo.InvariantCulture, out var seconds)
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : TimeProvider.System.GetUtcNow();
        var signed = SignedWebhook.Of(
            message.Headers.TryGetValues("webhook-id", out var own) ? own.First() : id,
            body,
            at
        );
        foreach (
            var (name, value) in new[]
            {
                ("webhook-id", signed.Id),
                ("webhook-timestamp", signed.Timestamp),
                ("webhook-signature", signed.Signature),
            }
        )
            if (!message.Headers.Contains(name))
                message.Headers.TryAddWithoutValidation(name, value);
    }

    private static string InMinutes(int minutes) =>
        TimeProvider.System.GetUtcNow().AddMinutes(minutes).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
