using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Onboarding;
using Onboarding.Approvals;
using Onboarding.Progress;
using Onboarding.Requests;
using Scenarios;

namespace OnboardingServer.Tests.Api;

/// <summary>
/// Approvals as people and their mail programs meet them: over HTTP, each with a key or a link of their own.
/// </summary>
public sealed class ApprovalTests : IAsyncLifetime
{
    private RunningServer? _server;
    private WebhookSubscriber? _mail;

    private RunningServer Server => _server!;

    public async Task InitializeAsync()
    {
        _mail = await WebhookSubscriber.Start();
        _server = await RunningServer.Start([
            ("Authentication:Mode", "ApiKey"),
            .. Key("gena", "SalesAgent,Approver"),
            .. Key("lena", "Approver"),
            .. Key("omar", "Approver"),
            .. Key("otto", "Operator"),
            ("Authentication:ApiKeys:omar:Groups", "finance"),
            ("Approvals:PublicAddress", "https://onboarding.example/"),
            ("Approvals:EscalateTo", "group:finance"),
            ("Approvals:People:lena:Identity", "key:lena"),
            ("Approvals:People:lena:NotifyUrl", _mail.Url),
            ("Notifications:AllowPrivateAddresses", "true"),
        ]);
    }

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        await _mail!.DisposeAsync();
    }

    [Fact]
    public async Task What_waits_is_listed_shown_and_decided_by_an_approver()
    {
        var id = await Waiting("Approved Works");

        var listed = (await As("lena", HttpMethod.Get, "approvals?state=pending")).Body["items"]!.AsArray().Single()!;
        Assert.Equal(id, listed["id"]!.GetValue<string>());
        Assert.Equal("Approved Works GmbH", listed["companyName"]!.GetValue<string>());
        var shown = await As("lena", HttpMethod.Get, $"approvals/{id}");
        Assert.Equal("Approved Works GmbH", shown.Body["request"]!["customer"]!["companyName"]!.GetValue<string>());
        Assert.Equal("The request asks for it.", shown.Body["reasons"]![0]!.GetValue<string>());
        Assert.NotEmpty(shown.Body["price"]!["lines"]!.AsArray());
        Assert.True(shown.Body["mayDecide"]!.GetValue<bool>());
        Assert.False((await As("gena", HttpMethod.Get, $"approvals/{id}")).Body["mayDecide"]!.GetValue<bool>());

        var decided = await Decide("lena", id, "approve", shown.Text("version"), "go on");
        Assert.Equal("approved", decided.Text("state"));
        var ended = await Until(id, onboarding => onboarding["ended"]!.GetValue<bool>());
        Assert.Equal("completed", ended["stage"]!.GetValue<string>());
        Assert.Equal("key:lena", decided.Body["decisions"]![0]!["by"]!.GetValue<string>());
        Assert.Equal("approved", (await Decide("lena", id, "approve", shown.Text("version"))).Text("state"));
        Assert.Empty((await As("lena", HttpMethod.Get, "approvals?state=pending")).Body["items"]!.AsArray());
        Assert.Contains(
            await Server.Services.GetRequiredService<IAuditLog>().For(id, default),
            entry => entry is { Action: "approval.approved", Who: "key:lena", Detail: "go on" }
        );
    }

    [Fact]
    public async Task A_caller_is_listed_what_waits_for_him_page_by_page()
    {
        var id = await Waiting("Waits For Two");
        var store = Server.Services.GetRequiredService<IApprovals>();
        var template = await store.Get(new(id), default);
        for (var n = 0; n < 250; n++)
            await store.Add(
                template! with
                {
                    Onboarding = new($"ob-other-{n:000}"),
                    RequestedAt = template.RequestedAt.AddMinutes(n + 1),
                    By = n % 60 == 0 ? ["group:finance"] : ["group:legal"],
                },
                default
            );

        Assert.Equal([id], await Mine("lena", 2));
        Assert.Equal(
            [id, "ob-other-000", "ob-other-060", "ob-other-120", "ob-other-180", "ob-other-240"],
            await Mine("omar", 2)
        );
        Assert.Equal(6, (await Mine("omar", 200)).Count);
        // Her own request, and none that an operator may decide.
        Assert.Empty(await Mine("gena", 50));
        Assert.Empty(await Mine("otto", 50));
        var omars = await As("omar", HttpMethod.Get, "approvals?mine=true&state=pending&limit=1");
        Assert.Equal(id, omars.Body["items"]!.AsArray().Single()!["id"]!.GetValue<string>());
        Assert.Equal(50, (await As("omar", HttpMethod.Get, "approvals?mine=false")).Body["items"]!.AsArray().Count);
        await Decide("omar", id, "approve", template!.Version);
        Assert.Empty(await Mine("lena", 2));
    }

    [Fact]
    public async Task Who_may_not_decide_is_told_why()
    {
        var id = await Waiting("Guarded Works");
        var version = (await As("lena", HttpMethod.Get, $"approvals/{id}")).Text("version");

        (await Decide("gena", id, "approve", version)).AssertProblem(403, ErrorCodes.OwnRequest);
        (await Decide("otto", id, "approve", version)).AssertProblem(403, ErrorCodes.Forbidden);
        (await Decide("lena", id, "approve", "another")).AssertProblem(412, ErrorCodes.ApprovalChanged);
        (await Decide("lena", "ob-unknown", "approve", version)).AssertProblem(404, ErrorCodes.NotFound);
        Assert.Equal("rejected", (await Decide("omar", id, "reject", version, "no")).Text("state"));
        Assert.Contains(
            "key:omar decided before you",
            (await Decide("lena", id, "approve", version)).AssertProblem(409, ErrorCodes.ApprovalClosed).Text("detail"),
            StringComparison.Ordinal
        );
        (await Decide("omar", id, "approve", version)).AssertProblem(409, ErrorCodes.ApprovalClosed);
        var ended = await Until(id, onboarding => onboarding["ended"]!.GetValue<bool>());
        Assert.Equal("Rejected by key:omar: no", ended["outcome"]!["reasons"]![0]!.GetValue<string>());
        Assert.Empty(Server.Simulator.Ledger.Tenants);
    }

    [Fact]
    public async Task Ten_decisions_at_once_are_one_and_the_others_are_told()
    {
        var id = await Waiting("Hurried Works");
        var version = (await As("lena", HttpMethod.Get, $"approvals/{id}")).Text("version");

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 10)
                .Select(n =>
                    Decide(n % 2 == 0 ? "lena" : "omar", id, n % 2 == 0 ? "approve" : "reject", version, "now")
                )
        );

        // A repeat of one's own decision is answered like the first time.
        Assert.Equal(5, answers.Count(answer => answer.Status == 200));
        Assert.All(
            answers.Where(answer => answer.Status != 200),
            answer => answer.AssertProblem(409, ErrorCodes.ApprovalClosed)
        );
        Assert.Single(answers.First(answer => answer.Status == 200).Body["decisions"]!.AsArray());
    }

    [Fact]
    public async Task A_link_opens_for_its_person_only_and_decides_only_when_posted()
    {
        var id = await Waiting("Linked Works");
        await Until(id, _ => _mail!.Deliveries.Count > 0);
        var data = JsonNode.Parse(_mail!.Deliveries[0].Body)!["data"]!;
        var link = new Uri(data["link"]!.GetValue<string>());
        var token = link.Fragment.Split('/')[^1];

        // What a mail scanner does: it follows the link, and perhaps every address it finds there.
        for (var opened = 0; opened < 3; opened++)
        {
            using var page = await Server.Client.GetAsync(new Uri(Server.Address, link.AbsolutePath));
            Assert.Equal(200, (int)page.StatusCode);
            Assert.Contains(
                "Opening this page decides nothing",
                await page.Content.ReadAsStringAsync(),
                StringComparison.Ordinal
            );
            Assert.True((await ByLink(token, HttpMethod.Get, $"approvals/{id}")).Body["mayDecide"]!.GetValue<bool>());
        }

        Assert.Equal("pending", (await As("lena", HttpMethod.Get, $"approvals/{id}")).Text("state"));
        (await ByLink(token, HttpMethod.Get, $"onboardings/{id}")).AssertProblem(401, ErrorCodes.Unauthenticated);
        (await ByLink(token, HttpMethod.Get, "approvals")).AssertProblem(401, ErrorCodes.Unauthenticated);
        (await ByLink(token, HttpMethod.Get, "approvals/ob-another")).AssertProblem(401, ErrorCodes.Unauthenticated);
        var decision = $$"""{"decision":"approve","version":"{{data["version"]}}"}""";
        var decided = await ByLink(token, HttpMethod.Post, $"approvals/{id}/decision", decision);

        Assert.Equal("key:lena", decided.Body["decisions"]![0]!["by"]!.GetValue<string>());
        (await ByLink(token, HttpMethod.Post, $"approvals/{id}/decision", decision)).AssertProblem(
            410,
            ErrorCodes.LinkSpent
        );
        (await ByLink(token, HttpMethod.Get, $"approvals/{id}")).AssertProblem(410, ErrorCodes.LinkSpent);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData(".")]
    [InlineData("e30.AAAA")]
    [InlineData("eyJvbmJvYXJkaW5nIjoib2ItMSJ9.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_link_that_is_none_of_ours_is_401(string token)
    {
        (await ByLink(token, HttpMethod.Get, "approvals/ob-x")).AssertProblem(401, ErrorCodes.Unauthenticated);
        (await ByLink(token + new string('a', 5000), HttpMethod.Get, "approvals/ob-x")).AssertProblem(
            401,
            ErrorCodes.Unauthenticated
        );
    }

    [Fact]
    public async Task A_deadline_is_moved_by_an_operator_and_shows_in_the_timeline()
    {
        var id = await Waiting("Moved Works");
        var at = TimeProvider.System.GetUtcNow().AddDays(100);

        (await As("lena", HttpMethod.Post, $"approvals/{id}/deadline", $$"""{"expiresAt":"{{at:O}}"}""")).AssertProblem(
            403,
            ErrorCodes.Forbidden
        );
        var moved = await As("otto", HttpMethod.Post, $"approvals/{id}/deadline", $$"""{"expiresAt":"{{at:O}}"}""");

        Assert.Equal(at, moved.Body["expiresAt"]!.GetValue<DateTimeOffset>());
        await Until(
            id,
            onboarding =>
                onboarding["timeline"]!
                    .AsArray()
                    .Any(entry =>
                        entry!["text"]!
                            .GetValue<string>()
                            .StartsWith("Moved by key:otto. End: ", StringComparison.Ordinal)
                    )
        );
    }

    [Theory]
    [InlineData("decision", "{}", "decision")]
    [InlineData(
        "decision",
        """{"decision":"perhaps","version":"v"}""",
        "This is not the JSON that was expected: line 1, position 22, at '$.decision'. Expected one of approve, reject."
    )]
    [InlineData("decision", """{"decision":1,"version":"v"}""", "")]
    [InlineData("decision", """{"decision":7,"version":"v"}""", "")]
    [InlineData("decision", """{"decision":"approve"}""", "version")]
    [InlineData("decision", """{"decision":"approve","version":""}""", "version")]
    [InlineData("decision", """{"decision":"approve","version":5}""", "This is not the JSON")]
    [InlineData("decision", """{"decision":"reject","version":"v"}""", "comment")]
    [InlineData("decision", """{"decision":"reject","version":"v","comment":"  "}""", "comment")]
    [InlineData("decision", """{"decision":"approve","version":"v","comment":"\u0000"}""", "comment")]
    [InlineData(
        "decision",
        """{"decision":"approve","version":"v","who":"lena"}""",
        "This is not the JSON that was expected: line 1, position 43, at '$.who'. Expected an object with decision, "
            + "version, comment."
    )]
    [InlineData("decision", """{"decision":"approve","decision":"reject","version":"v"}""", "This is not the JSON")]
    [InlineData("decision", "[]", "This is not the JSON")]
    [InlineData("decision", "null", "")]
    [InlineData("decision", "{", "This is not the JSON")]
    [InlineData("deadline", "{}", "Expected at least one")]
    [InlineData("deadline", """{"expiresAt":"2001-01-01T00:00:00Z"}""", "expiresAt")]
    [InlineData("deadline", """{"remindAt":"9999-01-01T00:00:00Z"}""", "remindAt")]
    [InlineData("deadline", """{"expiresAt":"tomorrow"}""", "This is not the JSON")]
    [InlineData("deadline", """{"endsAt":"2027-01-01T00:00:00Z"}""", "This is not the JSON")]
    public async Task A_body_out_of_form_is_400(string call, string body, string said) =>
        Assert.StartsWith(
            said,
            (await As(call == "decision" ? "lena" : "otto", HttpMethod.Post, $"approvals/ob-x/{call}", body))
                .AssertProblem(400, ErrorCodes.InvalidBody)
                .Text("detail"),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("approvals?state=maybe", "state")]
    [InlineData("approvals?limit=0", "limit")]
    [InlineData("approvals?continuation=nonsense", "continuation")]
    [InlineData("approvals/ob-x?version=1", "version")]
    public async Task A_parameter_out_of_its_limits_is_400(string path, string name) =>
        Assert.StartsWith(
            name + ":",
            (await As("lena", HttpMethod.Get, path)).AssertProblem(400, ErrorCodes.InvalidParameter).Text("detail"),
            StringComparison.Ordinal
        );

    [Fact]
    public async Task A_comment_too_long_is_400() =>
        (await Decide("lena", "ob-x", "approve", "v", new string('x', 501))).AssertProblem(400, ErrorCodes.InvalidBody);

    private async Task<List<string>> Mine(string who, int limit)
    {
        var found = new List<string>();
        string? next = "";
        while (next is not null)
        {
            var page = (await As(who, HttpMethod.Get, $"approvals?mine=true&limit={limit}{next}")).Body;
            var items = page["items"]!.AsArray().Select(item => item!["id"]!.GetValue<string>()).ToList();
            Assert.InRange(items.Count, 0, limit);
            found.AddRange(items);
            next = page["continuation"] is { } continuation
                ? $"&continuation={Uri.EscapeDataString(continuation.GetValue<string>())}"
                : null;
        }

        return found;
    }

    private async Task<string> Waiting(string name)
    {
        var submitted = await As(
            "gena",
            HttpMethod.Post,
            "onboardings",
            DurableJson.Write(Requests.Direct(name) with { Approval = ApprovalDemand.Required })
        );
        Assert.Equal(202, submitted.Status);
        await Until(submitted.Text("id"), onboarding => onboarding["stage"]!.GetValue<string>() == "awaiting-approval");
        return submitted.Text("id");
    }

    private async Task<JsonObject> Until(string id, Func<JsonObject, bool> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(40), TimeProvider.System);
        while (true)
        {
            var answer = await As("otto", HttpMethod.Get, $"onboardings/{id}");
            if (condition(answer.Body))
                return answer.Body;
            await timer.WaitForNextTickAsync(deadline.Token);
        }
    }

    private Task<ApiAnswer> Decide(string who, string id, string decision, string version, string? comment = null) =>
        As(
            who,
            HttpMethod.Post,
            $"approvals/{id}/decision",
            new JsonObject
            {
                ["decision"] = decision,
                ["version"] = version,
                ["comment"] = comment,
            }.ToJsonString()
        );

    private Task<ApiAnswer> As(string who, HttpMethod method, string path, string? json = null) =>
        Send("X-Api-Key", $"key of {who}", method, path, json);

    private Task<ApiAnswer> ByLink(string token, HttpMethod method, string path, string? json = null) =>
        Send("X-Approval-Link", token, method, path, json);

    private Task<ApiAnswer> Send(string header, string value, HttpMethod method, string path, string? json)
    {
        var message = new HttpRequestMessage(method, path) { Content = json is null ? null : RunningServer.Json(json) };
        message.Headers.TryAddWithoutValidation(header, value);
        return Server.Send(message);
    }

    private static IEnumerable<(string, string)> Key(string name, string roles) =>
        [
            (
                $"Authentication:ApiKeys:{name}:Hash",
                Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"key of {name}")))
            ),
            ($"Authentication:ApiKeys:{name}:Roles", roles),
        ];
}
