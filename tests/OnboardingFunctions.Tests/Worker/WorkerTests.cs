using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Onboarding;
using OnboardingFunctions.Tests.Azurite;
using OnboardingFunctions.Tests.Replaying;
using OnboardingFunctions.Tests.Triggers;

namespace OnboardingFunctions.Tests.Worker;

/// <summary>
/// The program that is deployed, as a process of its own, with a host that speaks to it as the Functions host does.
/// </summary>
[Collection(AzuriteCollection.Name)]
public sealed class WorkerTests(AzuriteFixture azurite)
{
    [AzuriteFact]
    public async Task Worker_ColdStarted_ReportsEveryFunctionAndLoadsIt()
    {
        await using var host = await Start();
        Assert.Equal(FunctionTable.All.Keys.Order(), host.Functions.Keys.Order());
    }

    [AzuriteFact]
    public async Task Worker_CalledByHttpAndByTheClock_AnswersAlsoAfterItsPredecessorWasKilled()
    {
        await using (var first = await Start())
        {
            using var live = await first.Call("HealthLive", new HttpRequestMessage(HttpMethod.Get, "/api/health/live"));
            Assert.Equal(HttpStatusCode.OK, live.StatusCode);
            await first.Kill();
        }

        await using var second = await Start();
        using var searched = await second.Call(
            "SearchOnboardings",
            new HttpRequestMessage(HttpMethod.Get, "/api/onboardings")
        );
        Assert.Equal(HttpStatusCode.OK, searched.StatusCode);
        Assert.Empty(JsonNode.Parse(await searched.Content.ReadAsStringAsync())!["items"]!.AsArray());

        var timer = new JsonObject { ["json"] = """{"Schedule":{"AdjustForDST":true},"IsPastDue":false}""" };
        Assert.Equal("Success", WorkerHost.Status(await second.Invoke("CountObligations", timer)));
    }

    [AzuriteFact]
    public async Task Worker_WithApiKeys_ServesWhoseRolesPermitAndAnswersTheOthersWithProblems()
    {
        await using var host = await Start(
            new("Authentication__Mode", "ApiKey"),
            new("Authentication__ApiKeys__shop__Hash", Convert.ToHexString(SHA256.HashData("k"u8))),
            new("Authentication__ApiKeys__shop__Roles", "SalesAgent")
        );

        using var unknown = await host.Call("SearchOnboardings", new(HttpMethod.Get, "/api/onboardings"));
        await AssertProblem(unknown, HttpStatusCode.Unauthorized, ErrorCodes.Unauthenticated);
        Assert.Equal("ApiKey", unknown.Headers.WwwAuthenticate.Single().Scheme);
        using var served = await host.Call("SearchOnboardings", Keyed(HttpMethod.Get, "/api/onboardings"));
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
        var resume = Keyed(HttpMethod.Post, "/api/onboardings/ob-x/resume");
        using var forbidden = await host.Call("ResumeOnboarding", resume);
        await AssertProblem(forbidden, HttpStatusCode.Forbidden, ErrorCodes.Forbidden);
        using var missing = await host.Call("GetOnboarding", Keyed(HttpMethod.Get, "/api/onboardings/ob-x"));
        await AssertProblem(missing, HttpStatusCode.NotFound, ErrorCodes.NotFound);
    }

    [AzuriteFact]
    public async Task Worker_WhileTheIssuerOfTokensIsUnreachable_AsksToComeAgainAndIsHealthy()
    {
        await using var host = await Start(
            new("Authentication__Mode", "EntraId"),
            new("Authentication__Audience", "api://onboarding"),
            new("Authentication__Issuer", "http://127.0.0.1:1/v2.0"),
            new("Authentication__TenantId", "72f988bf-86f1-41af-91ab-2d7cd011db47")
        );

        using var unknown = await host.Call("SearchOnboardings", new(HttpMethod.Get, "/api/onboardings"));
        await AssertProblem(unknown, HttpStatusCode.Unauthorized, ErrorCodes.Unauthenticated);
        Assert.Equal("Bearer", unknown.Headers.WwwAuthenticate.Single().Scheme);
        using var unreachable = await host.Call("SearchOnboardings", Bearing("/api/onboardings"));
        await AssertProblem(unreachable, HttpStatusCode.ServiceUnavailable, ErrorCodes.NotReady);
        Assert.NotNull(unreachable.Headers.RetryAfter);
        using var live = await host.Call("HealthLive", Bearing("/api/health/live"));
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
    }

    private static HttpRequestMessage Keyed(HttpMethod method, string path) =>
        new(method, path) { Headers = { { "X-Api-Key", "k" } } };

    private static HttpRequestMessage Bearing(string path) =>
        new(HttpMethod.Get, path) { Headers = { { "Authorization", "Bearer a.b.c" } } };

    private static async Task AssertProblem(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(code, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["code"]!.GetValue<string>());
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
    }

    private Task<WorkerHost> Start(params KeyValuePair<string, string?>[] more) =>
        WorkerHost.Start([
            .. TestApp
                .Sample("Values")
                .Select(setting =>
                    KeyValuePair.Create(setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value)
                ),
            new("Storage__ConnectionString", azurite.ConnectionString),
            new("AzureWebJobsStorage", azurite.ConnectionString),
            .. more,
        ]);
}
