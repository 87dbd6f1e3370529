using Onboarding;
using Scenarios;

namespace OnboardingServer.Tests.Api;

public sealed class DraftTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private RunningServer Server => fixture.Server;

    [Fact]
    public async Task The_wizard_from_the_first_page_to_Done()
    {
        var created = await Server.Post("drafts", "{}");
        Assert.Equal(201, created.Status);
        var path = $"drafts/{created.Text("id")}";
        Assert.Equal($"/api/{path}", created.Headers.Location!.OriginalString);
        Assert.Equal("\"1\"", created.Headers.ETag!.Tag);
        var request = System.Text.Json.Nodes.JsonNode.Parse(DurableJson.Write(Requests.Direct("Wizard Works")))!;

        await Replaced(path, "general", 1, """{"reference":"WIZ-1","partner":"direct"}""");
        await Replaced(
            path,
            "account",
            2,
            $$"""{"customer":{{request["customer"]}},"contact":{{request["contact"]}}}"""
        );
        await Replaced(path, "agreement", 3, request["agreement"]!.ToJsonString());
        await Replaced(path, "subscriptions", 4, request["subscriptions"]!.ToJsonString());
        (await Submitted(path, "\"5\"")).AssertProblem(409, ErrorCodes.DraftNotReviewed);
        var review = await Server.Get($"{path}/review");

        Assert.Equal(200, review.Status);
        Assert.Equal("\"5\"", review.Headers.ETag!.Tag);
        Assert.True(review.Body["accepted"]!.GetValue<bool>());
        Assert.NotEmpty(review.Body["permanent"]!.AsArray());
        Assert.NotEmpty(review.Body["price"]!["lines"]!.AsArray());
        var submitted = await Submitted(path, "\"5\"");
        Assert.Equal(202, submitted.Status);
        var id = submitted.Text("id");
        Assert.Equal($"/api/onboardings/{id}", submitted.Headers.Location!.OriginalString);
        Assert.Equal("completed", (await Server.UntilEnded(id))["stage"]!.GetValue<string>());
        Assert.Equal(id, (await Server.Get(path)).Text("onboarding"));
        Assert.Equal(200, (await Submitted(path, "\"5\"")).Status);
        Assert.Equal(
            id,
            (await Put($"{path}/reseller", "\"5\"", "null"))
                .AssertProblem(409, ErrorCodes.DraftSubmitted)
                .Text("onboarding")
        );
    }

    [Fact]
    public async Task A_change_that_names_no_version_is_428_and_an_old_one_412()
    {
        var path = await Draft();

        (await Put($"{path}/reseller", null, "null")).AssertProblem(428, ErrorCodes.IfMatchNeeded);
        await Replaced(path, "general", 1, """{"reference":"IF-1"}""");
        (await Put($"{path}/reseller", "\"1\"", "null")).AssertProblem(412, ErrorCodes.DraftChanged);
        (await Submitted(path, null)).AssertProblem(428, ErrorCodes.IfMatchNeeded);
        (await Submitted(path, "\"1\"")).AssertProblem(412, ErrorCodes.DraftChanged);
        (await Deleted(path, null)).AssertProblem(428, ErrorCodes.IfMatchNeeded);
        (await Deleted(path, "\"1\"")).AssertProblem(412, ErrorCodes.DraftChanged);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("1")]
    [InlineData("W/\"1\"")]
    [InlineData("\"1\", \"2\"")]
    [InlineData("\"x\"")]
    [InlineData("\"\"")]
    [InlineData("\"-1\"")]
    [InlineData("\"99999999999999\"")]
    [InlineData("\"")]
    [InlineData("1\"")]
    public async Task An_If_Match_that_is_no_version_is_400(string tag) =>
        (await Put($"{await Draft()}/reseller", tag, "null")).AssertProblem(400, ErrorCodes.InvalidParameter);

    [Fact]
    public async Task A_deleted_draft_is_gone()
    {
        var path = await Draft();

        Assert.Equal(204, (await Deleted(path, "\"1\"")).Status);
        (await Server.Get(path)).AssertProblem(404, ErrorCodes.NotFound);
        (await Deleted(path, "\"1\"")).AssertProblem(404, ErrorCodes.NotFound);
        (await Server.Get($"{path}/review")).AssertProblem(404, ErrorCodes.NotFound);
    }

    [Fact]
    public async Task A_section_that_does_not_exist_is_404_and_one_out_of_shape_400()
    {
        var path = await Draft();

        (await Put($"{path}/colour", "\"1\"", "{}")).AssertProblem(404, ErrorCodes.NotFound);
        var refused = (
            await Put($"{path}/account", "\"1\"", """{"customer":{"kind":"new","shoe":44}}""")
        ).AssertProblem(400, ErrorCodes.RequestRefused);
        Assert.Equal("/customer/shoe", refused.Findings.Single().Path);
        (await Put($"{path}/account", "\"1\"", null)).AssertProblem(400, ErrorCodes.InvalidBody);
        Assert.Equal(1, (await Server.Get(path)).Body["version"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_draft_out_of_shape_is_400_with_all_that_is_wrong()
    {
        var refused = (
            await Server.Post("drafts", """{"colour":"red","subscriptions":[{"product":5}]}""")
        ).AssertProblem(400, ErrorCodes.RequestRefused);

        Assert.Equal(
            ["/colour", "/subscriptions/0/product", "/subscriptions/0/quantity", "/subscriptions/0/sku"],
            refused.Findings.Select(finding => finding.Path).Order()
        );
    }

    [Fact]
    public async Task A_review_shows_what_changed_since_the_last_one_also_when_it_is_asked_for_again()
    {
        var path = await Draft();
        Assert.Null((await Server.Get($"{path}/review")).Body["differences"]);
        await Replaced(path, "general", 1, """{"reference":"DIFF-2"}""");

        foreach (var _ in (int[])[1, 2])
        {
            var review = await Server.Get($"{path}/review");
            Assert.Equal(1, review.Body["comparedWith"]!.GetValue<int>());
            Assert.Equal(
                ["/reference"],
                review.Body["differences"]!.AsArray().Select(one => one!["path"]!.GetValue<string>())
            );
            Assert.False(review.Body["accepted"]!.GetValue<bool>());
        }
    }

    [Fact]
    public async Task Ten_changes_of_one_version_at_once_are_one_change()
    {
        var path = await Draft();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(n => Put($"{path}/general", "\"1\"", $$"""{"reference":"AT-ONCE-{{n}}"}"""))
        );

        Assert.Single(answers, answer => answer.Status == 200);
        Assert.All(
            answers.Where(answer => answer.Status != 200),
            answer => answer.AssertProblem(412, ErrorCodes.DraftChanged)
        );
    }

    [Fact]
    public async Task What_is_still_being_edited_is_listed_until_it_is_submitted()
    {
        await using var server = await RunningServer.Start();
        var first = (await server.Post("drafts", DurableJson.Write(Requests.Direct("Listed First")))).Text("id");
        var second = (await server.Post("drafts", DurableJson.Write(Requests.Direct("Listed Second")))).Text("id");
        var listed = (await server.Get("drafts?limit=1")).Body;
        Assert.Equal(second, listed["items"]![0]!["id"]!.GetValue<string>());
        Assert.Equal("Listed Second GmbH", listed["items"]![0]!["companyName"]!.GetValue<string>());
        var next = (await server.Get($"drafts?limit=1&continuation={listed["continuation"]}")).Body;
        Assert.Equal(first, next["items"]![0]!["id"]!.GetValue<string>());
        Assert.Null(next["continuation"]);

        await server.Get($"drafts/{first}/review");
        var submit = new HttpRequestMessage(HttpMethod.Post, $"drafts/{first}/submit");
        submit.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
        Assert.Equal(202, (await server.Send(submit)).Status);

        var left = Assert.Single((await server.Get("drafts")).Body["items"]!.AsArray())!;
        Assert.Equal(second, left["id"]!.GetValue<string>());
    }

    private async Task<string> Draft() => $"drafts/{(await Server.Post("drafts", "{}")).Text("id")}";

    private async Task Replaced(string path, string section, int version, string json)
    {
        var answer = await Put($"{path}/{section}", $"\"{version}\"", json);
        Assert.True(answer.Status == 200, answer.Raw);
        Assert.Equal($"\"{version + 1}\"", answer.Headers.ETag!.Tag);
    }

    private Task<ApiAnswer> Put(string path, string? tag, string? json) => Send(HttpMethod.Put, path, tag, json);

    private Task<ApiAnswer> Submitted(string path, string? tag) => Send(HttpMethod.Post, $"{path}/submit", tag, null);

    private Task<ApiAnswer> Deleted(string path, string? tag) => Send(HttpMethod.Delete, path, tag, null);

    private Task<ApiAnswer> Send(HttpMethod method, string path, string? tag, string? json)
    {
        var message = new HttpRequestMessage(method, path) { Content = json is null ? null : RunningServer.Json(json) };
        if (tag is not null)
            message.Headers.TryAddWithoutValidation("If-Match", tag);
        return Server.Send(message);
    }
}
