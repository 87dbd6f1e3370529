using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Onboarding;
using Scenarios;

namespace OnboardingServer.Tests.Api;

/// <summary>What people and networks get wrong: each is told what and where.</summary>
public sealed class BadInputTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private RunningServer Server => fixture.Server;

    [Theory]
    [InlineData("{", "request.malformed", "")]
    [InlineData("", "request.malformed", "")]
    [InlineData("[]", "field.wrong-type", "")]
    [InlineData("null", "field.wrong-type", "")]
    [InlineData("{\"reference\": 5}", "field.wrong-type", "/reference")]
    [InlineData("{\"reference\": \"R\", \"colour\": \"red\"}", "field.unknown", "/colour")]
    [InlineData(
        "{\"reference\": \"R\", \"customer\": {\"kind\": \"new\", \"shoe\": 44}}",
        "field.unknown",
        "/customer/shoe"
    )]
    [InlineData(
        "{\"reference\": \"R\", \"customer\": {\"kind\": \"brand-new\"}}",
        "field.not-an-option",
        "/customer/kind"
    )]
    [InlineData(
        "{\"reference\": \"R\", \"subscriptions\": [{\"product\": \"P\", \"sku\": \"1\", \"quantity\": 1.5}]}",
        "field.wrong-type",
        "/subscriptions/0/quantity"
    )]
    public async Task A_body_out_of_form_is_400_with_code_and_path(string body, string code, string path)
    {
        var content = new StringContent(body, Encoding.UTF8, "application/json");
        var answer = await Server.Send(new HttpRequestMessage(HttpMethod.Post, "onboardings") { Content = content });

        answer.AssertProblem(400, ErrorCodes.RequestRefused);
        Assert.Contains(answer.Findings, finding => finding.Code == code && finding.Path == path);
    }

    [Fact]
    public async Task No_body_at_all_is_400() =>
        (await Server.Post("onboardings")).AssertProblem(400, ErrorCodes.InvalidBody);

    [Fact]
    public async Task A_body_too_deep_is_400()
    {
        var deep = $"{{\"reference\":{new string('[', 5000)}{new string(']', 5000)}}}";

        Assert.Contains(
            (await Server.Post("onboardings", deep)).AssertProblem(400, ErrorCodes.RequestRefused).Findings,
            finding => finding.Code == "request.too-deep"
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_over_256_KB_is_413(bool chunked)
    {
        var content = RunningServer.Json($"{{\"reference\":\"{new string('x', 257 * 1024)}\"}}");
        var message = new HttpRequestMessage(HttpMethod.Post, "onboardings") { Content = content };
        if (chunked)
            message.Headers.TransferEncodingChunked = true;

        (await Server.Send(message)).AssertProblem(413, ErrorCodes.BodyTooLarge);
    }

    [Fact]
    public async Task A_body_of_many_megabytes_is_413()
    {
        var message = new HttpRequestMessage(HttpMethod.Post, "onboardings")
        {
            Content = RunningServer.Json(new string(' ', 8 * 1024 * 1024)),
        };
        message.Headers.ExpectContinue = true;

        (await Server.Send(message)).AssertProblem(413, ErrorCodes.BodyTooLarge);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    public async Task A_body_that_is_not_announced_as_JSON_is_415(string type)
    {
        var content = new ByteArrayContent("{}"u8.ToArray());
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);

        (await Server.Send(new HttpRequestMessage(HttpMethod.Post, "onboardings") { Content = content })).AssertProblem(
            415,
            ErrorCodes.UnsupportedMediaType
        );
    }

    [Fact]
    public async Task A_form_is_refused_even_where_no_body_is_needed()
    {
        var form = new FormUrlEncodedContent([new("a", "b")]);

        (
            await Server.Send(new HttpRequestMessage(HttpMethod.Post, "onboardings/ob-x/cancel") { Content = form })
        ).AssertProblem(415, ErrorCodes.UnsupportedMediaType);
    }

    [Theory]
    [InlineData("DELETE", "onboardings", "GET, POST")]
    [InlineData("PUT", "onboardings/ob-x", "GET")]
    [InlineData("GET", "onboardings/ob-x/cancel", "POST")]
    [InlineData("DELETE", "drafts", "GET, POST")]
    [InlineData("POST", "health/live", "GET")]
    public async Task A_wrong_method_is_405_and_Allow_names_the_right_ones(string method, string path, string allowed)
    {
        using var response = await Server.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal(405, (int)response.StatusCode);
        Assert.Equal(allowed, string.Join(", ", response.Content.Headers.Allow.Order()));
        Assert.Contains(
            ErrorCodes.MethodNotAllowed,
            await response.Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("GET", "onboardings/ob-unknown")]
    [InlineData("POST", "onboardings/ob-unknown/cancel")]
    [InlineData("POST", "onboardings/ob-unknown/resume")]
    [InlineData("POST", "obligations/unknown/retry")]
    [InlineData("POST", "obligations/unknown/settle")]
    [InlineData("GET", "onboardings/%2e%2e%2fetc")]
    [InlineData("GET", "nothing")]
    [InlineData("GET", "drafts/dr-unknown")]
    [InlineData("GET", "drafts/dr-unknown/review")]
    public async Task What_is_not_there_is_404(string method, string path) =>
        (await Server.Send(new HttpRequestMessage(new HttpMethod(method), path))).AssertProblem(
            404,
            ErrorCodes.NotFound
        );

    [Theory]
    [InlineData("onboardings?limit=0", "limit")]
    [InlineData("onboardings?limit=201", "limit")]
    [InlineData("onboardings?limit=ten", "limit")]
    [InlineData("onboardings?limit=-1", "limit")]
    [InlineData("onboardings?limit=1&limit=2", "limit")]
    [InlineData("onboardings?continuation=nonsense", "continuation")]
    [InlineData("onboardings?continuation=%00%ff", "continuation")]
    [InlineData("onboardings?state=sleeping", "state")]
    [InlineData("onboardings?from=yesterday", "from")]
    [InlineData("onboardings?to=2026-13-45", "to")]
    [InlineData("onboardings?reseller=fabrikam", "reseller")]
    [InlineData("onboardings?stat=open", "stat")]
    [InlineData("obligations?state=broken", "state")]
    [InlineData("obligations?continuation=nonsense", "continuation")]
    [InlineData("obligations?limit=1000", "limit")]
    [InlineData("reference/countries/Germany", "iso2")]
    [InlineData("reference/countries/DE?partner=nobody", "partner")]
    [InlineData("reference/offers", "country")]
    [InlineData("reference/offers?country=1", "country")]
    [InlineData("reference/offers?country=DE&continuation=nonsense", "continuation")]
    [InlineData("health/live?verbose=1", "verbose")]
    public async Task A_parameter_out_of_its_limits_is_400_and_named(string path, string name) =>
        Assert.StartsWith(
            name + ":",
            (await Server.Get(path)).AssertProblem(400, ErrorCodes.InvalidParameter).Text("detail"),
            StringComparison.Ordinal
        );

    [Fact]
    public async Task A_text_too_long_is_400() =>
        (await Server.Get($"onboardings?text={new string('x', 201)}")).AssertProblem(400, ErrorCodes.InvalidParameter);

    [Fact]
    public async Task Resuming_in_bulk_without_an_error_code_is_400() =>
        (await Server.Post("onboardings/resume")).AssertProblem(400, ErrorCodes.InvalidParameter);

    [Theory]
    [InlineData("{\"note\": 5}")]
    [InlineData("{\"remark\": \"x\"}")]
    [InlineData("[]")]
    [InlineData("nonsense")]
    public async Task A_settlement_out_of_form_is_400(string body) =>
        (await Server.Post("obligations/x/settle", body)).AssertProblem(400, ErrorCodes.InvalidBody);

    [Fact]
    public async Task A_caller_that_hangs_up_in_the_middle_of_a_body_leaves_a_server_that_answers()
    {
        using (var socket = new TcpClient(Server.Address.Host, Server.Address.Port))
        {
            await socket
                .GetStream()
                .WriteAsync(
                    Encoding.ASCII.GetBytes(
                        $"POST /api/onboardings HTTP/1.1\r\nHost: {Server.Address.Authority}\r\nContent-Type: "
                            + $"application/json\r\nContent-Length: 1000\r\n\r\n{{\"ref"
                    )
                );
        }

        Assert.Equal(200, (await Server.Get("health/ready")).Status);
    }

    [Fact]
    public async Task Cancelling_what_has_ended_is_409_and_so_is_resuming()
    {
        var id = await Server.Accepted(Requests.Direct("Margies Travel"));
        await Server.UntilEnded(id);

        (await Server.Post($"onboardings/{id}/cancel")).AssertProblem(409, ErrorCodes.AlreadyEnded);
        (await Server.Post($"onboardings/{id}/resume")).AssertProblem(409, ErrorCodes.AlreadyEnded);
    }

    [Fact]
    public async Task Twenty_identical_submissions_at_once_are_one_onboarding()
    {
        var body = DurableJson.Write(Requests.Direct("Wide World"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Server.Post("onboardings", body)));

        Assert.All(answers, answer => Assert.InRange(answer.Status, 200, 202));
        Assert.Single(answers.Select(answer => answer.Text("id")).Distinct());
        await Server.UntilEnded(answers[0].Text("id"));
        Assert.Single(
            Server.Simulator.Ledger.Tenants,
            tenant => tenant.Domain.StartsWith("wideworld.", StringComparison.Ordinal)
        );
    }
}
