using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Onboarding;
using OnboardingFunctions.Tests.Azurite;
using OnboardingFunctions.Tests.Engine;
using OnboardingFunctions.Tests.Triggers;
using PartnerCenter.Simulator;
using PartnerCenter.Simulator.Faults;
using Scenarios;

namespace OnboardingFunctions.Tests.Worker;

/// <summary>
/// Onboardings through the program that is deployed: HTTP in, Durable Task on Azure Storage beneath, the simulator
/// behind.
/// </summary>
public sealed class HostedWorkerTests : IAsyncLifetime
{
    private AzuriteEmulator? _storage;
    private SimulatorHost? _simulator;

    private SimulatorHost Simulator => _simulator!;

    public async Task InitializeAsync()
    {
        if (AzuriteProgram.Path is not { } program)
            return;
        _storage = await AzuriteEmulator.Start(program);
        _simulator = await SimulatorHost.StartAsync(new SimulatorOptions { Partners = ScenarioPartners.All });
    }

    public async Task DisposeAsync()
    {
        if (_simulator is not null)
            await _simulator.DisposeAsync();
        if (_storage is not null)
            await _storage.DisposeAsync();
    }

    [AzuriteFact]
    public async Task An_onboarding_goes_through_the_worker_to_its_end()
    {
        await using var app = await StartApp();

        var id = await Submit(app, Requests.Direct());
        var ended = await UntilEnded(app, id);

        Assert.Equal("completed", ended["stage"]!.GetValue<string>());
        Assert.Single(Simulator.Ledger.Tenants);
        Assert.Single(Simulator.Ledger.Orders);
    }

    [AzuriteFact]
    public async Task A_worker_that_is_killed_in_the_middle_is_followed_by_one_that_goes_on_and_nothing_happens_twice()
    {
        await using var app = await StartApp();
        // Slow enough to be in the middle when the kill comes.
        Simulator.Faults.Add(
            new SimulatedFault
            {
                Operation = "carts.checkout",
                Kind = FaultKind.Slow,
                DelayMs = 5000,
                Count = 1,
            }
        );
        var id = await Submit(app, Requests.Direct());
        await Until(() => Task.FromResult(Simulator.Requests.Find("carts.create").Count > 0));

        await app.KillWorker();
        Assert.Null((await Get(app, id))["outcome"]);
        var ended = await UntilEnded(app, id);

        Assert.Equal("completed", ended["stage"]!.GetValue<string>());
        Assert.Single(Simulator.Ledger.Tenants);
        Assert.Single(Simulator.Ledger.Orders);
    }

    private static async Task<string> Submit(HostedWorker app, Onboarding.Requests.OnboardingRequest request)
    {
        using var call = new HttpRequestMessage(HttpMethod.Post, "/api/onboardings")
        {
            Content = new StringContent(DurableJson.Write(request), Encoding.UTF8, "application/json"),
        };
        using var answer = await app.Call("SubmitOnboarding", call);
        Assert.True(
            answer.StatusCode == HttpStatusCode.Accepted,
            $"{await answer.Content.ReadAsStringAsync()} {app.Said}"
        );
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!["id"]!.GetValue<string>();
    }

    private static async Task<JsonObject> UntilEnded(HostedWorker app, string id)
    {
        JsonObject? resource = null;
        await Until(async () =>
        {
            resource = await Get(app, id);
            return resource["outcome"] is not null;
        });
        return resource!;
    }

    private static async Task<JsonObject> Get(HostedWorker app, string id)
    {
        using var call = new HttpRequestMessage(HttpMethod.Get, $"/api/onboardings/{id}");
        using var answer = await app.Call("GetOnboarding", call);
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    private static async Task Until(Func<Task<bool>> condition)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(1), TimeProvider.System);
        while (!await condition())
            await tick.WaitForNextTickAsync(timeout.Token);
    }

    private Task<HostedWorker> StartApp() =>
        HostedWorker.Start(
            StorageEngine.New(_storage!.ConnectionString),
            [
                .. TestApp
                    .Sample("Values")
                    .Select(setting =>
                        KeyValuePair.Create(setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value)
                    ),
                new("Storage__ConnectionString", _storage.ConnectionString),
                new("AzureWebJobsStorage", _storage.ConnectionString),
                .. PartnerKeys("default"),
                .. PartnerKeys("direct"),
            ]
        );

    private IEnumerable<KeyValuePair<string, string?>> PartnerKeys(string partner) =>
        [
            new($"Partners__{partner}__BaseAddress", Simulator.Address.ToString()),
            new($"Partners__{partner}__Authority", Simulator.Address.ToString()),
            new($"Partners__{partner}__Agreements", "Attestation, Direct"),
        ];
}
