using System.Net;
using System.Text.Json.Nodes;
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
        using var searched = await second.Call("SearchOnboardings", new HttpRequestMessage(HttpMethod.Get, "/api/onboardings"));
        Assert.Equal(HttpStatusCode.OK, searched.StatusCode);
        Assert.Empty(JsonNode.Parse(await searched.Content.ReadAsStringAsync())!["items"]!.AsArray());

        var timer = new JsonObject { ["json"] = """{"Schedule":{"AdjustForDST":true},"IsPastDue":false}""" };
        Assert.Equal("Success", WorkerHost.Status(await second.Invoke("CountObligations", new() { ["timer"] = timer })));
    }

    private Task<WorkerHost> Start() => WorkerHost.Start(
    [
        .. TestApp.Sample("Values").Select(setting => KeyValuePair.Create(setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value)),
        new("Storage__ConnectionString", azurite.ConnectionString),
        new("AzureWebJobsStorage", azurite.ConnectionString),
    ]);
}
