using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using OnboardingServer.Tests.Journal.Crashes;

namespace OnboardingServer.Tests.Campaign;

/// <summary>
/// Server and simulator as two processes; the server is killed at random again and again, and nothing happens twice.
/// </summary>
[Trait("Category", CrashBudget.Category)]
public sealed class KillCampaignTests : IDisposable
{
    private static readonly int Onboardings = CrashBudget.Of(sample: 50, full: 2000);

    // With its restart each takes about a second and a half.
    private static readonly int Kills = CrashBudget.Of(sample: 20, full: 400);

    // What a busy machine needs for so many.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5) + (Onboardings * TimeSpan.FromSeconds(1));
    private readonly string _data = Directory.CreateTempSubdirectory("campaign").FullName;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(20) };
    private readonly Uri _simulatorAddress = FreeAddress();
    private readonly Uri _serverAddress = FreeAddress();
    private ChildProcess? _simulator;
    private ChildProcess? _server;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.2, 0.1)]
    public async Task Killed_again_and_again_during_many_onboardings_every_effect_is_there_once(
        double lostAnswers,
        double throttled
    )
    {
        var random = new Random(20261123);
        _simulator = ChildProcess.Start(
            "PartnerCenter.Simulator",
            ["--urls", _simulatorAddress.ToString(), "--as-of", "2026-01-04"]
        );
        await UntilAnswering(_simulatorAddress, "control/ledger");
        await StartServer();
        if (lostAnswers > 0)
            await Arm("timeoutAfterCommit", lostAnswers);
        if (throttled > 0)
            await Arm("throttle", throttled);

        var submitted = Enumerable.Range(0, Onboardings).Select(SubmitUntilAccepted).ToList();
        for (var kill = 0; kill < Kills; kill++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(100, 900)), TimeProvider.System);
            await _server!.Kill();
            await StartServer();
        }

        var ids = await Task.WhenAll(submitted);
        await UntilAllEnded();

        Assert.Equal(Onboardings, ids.Distinct().Count());
        foreach (var id in ids)
        {
            var onboarding = await Get<JsonElement>(_serverAddress, $"api/onboardings/{id}");
            Assert.Equal("completed", onboarding.GetProperty("outcome").GetProperty("kind").GetString());
        }

        await AssertEverythingOnce();
    }

    public void Dispose()
    {
        _server?.Dispose();
        _simulator?.Dispose();
        _http.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    private async Task AssertEverythingOnce()
    {
        var ledger = await Get<JsonElement>(_simulatorAddress, "control/ledger");
        var orders = ledger.GetProperty("orders").EnumerateArray().ToList();
        Assert.Equal(Onboardings, ledger.GetProperty("tenants").GetArrayLength());
        Assert.Equal(Onboardings, ledger.GetProperty("agreements").GetArrayLength());
        Assert.Equal(Onboardings, orders.Count);
        Assert.Equal(
            Onboardings,
            orders.Select(order => order.GetProperty("customerId").GetString()).Distinct().Count()
        );
        Assert.All(
            ledger.GetProperty("subscriptions").EnumerateArray(),
            subscription => Assert.Equal("active", subscription.GetProperty("status").GetString())
        );
    }

    private async Task StartServer()
    {
        _server = ChildProcess.Start(
            "OnboardingServer",
            ["--data", _data, "--urls", _serverAddress.ToString()],
            new Dictionary<string, string>
            {
                ["Partners:default:Kind"] = "IndirectProvider",
                ["Partners:default:BaseAddress"] = _simulatorAddress.ToString(),
                ["Partners:default:Agreements"] = "Attestation, Direct",
                ["Partners:direct:Kind"] = "DirectBill",
                ["Partners:direct:BaseAddress"] = _simulatorAddress.ToString(),
                ["Partners:direct:Agreements"] = "Attestation, Direct",
            }
        );
        await UntilAnswering(_serverAddress, "api/health/live");
    }

    // As a caller that is told nothing does: the same submission again, until it is taken.
    private async Task<string> SubmitUntilAccepted(int number)
    {
        var reseller =
            number % 2 == 0 ? """, "reseller": { "tenantId": "484e548c-f5f3-4528-93a9-c16c6373cb59" }""" : "";
        var body = $$"""
            {
              "reference": "CAMPAIGN-{{number}}", "partner": "{{(number % 2 == 0 ? "default" : "direct")}}",
              "customer": {
                "kind": "new", "companyName": "Northwind Traders {{number
                + 100}} GmbH", "domainPrefix": "northwind{{number}}",
                "address": { "line1": "Konrad-Zuse-Str. {{number
                + 1}}", "city": "Unterschleissheim", "state": "BY", "postalCode": "85716", "country": "DE" },
                "culture": "de-DE", "language": "de"
              },
              "contact": { "firstName": "Gena", "lastName": "Soto", "email": "gena@northwind.example", "phone": "+49 89 31760" },
              "agreement": { "mode": "attestation", "acceptedOn": "2026-11-20", "acceptedBy": { "firstName": "Gena", "lastName": "Soto", "email": "gena@northwind.example" } }{{reseller}},
              "subscriptions": [ { "product": "CFQ7TTC0LH18", "sku": "0001", "quantity": {{number % 50
                + 1}}, "term": "P1Y", "billing": "monthly" } ]
            }
            """;
        while (true)
        {
            try
            {
                using var response = await _http.PostAsync(
                    new Uri(_serverAddress, "api/onboardings"),
                    new StringContent(body, null, "application/json")
                );
                if (response.IsSuccessStatusCode)
                    return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
                Assert.True(
                    response.StatusCode is HttpStatusCode.ServiceUnavailable,
                    $"{response.StatusCode}: {await response.Content.ReadAsStringAsync()}"
                );
            }
            catch (Exception exception)
                when (exception is HttpRequestException or OperationCanceledException or IOException)
            {
                // The server was killed under the call.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        }
    }

    private async Task UntilAllEnded()
    {
        var deadline = TimeProvider.System.GetUtcNow() + LongestWait;
        while (true)
        {
            var open = (await Get<JsonElement>(_serverAddress, "api/onboardings?state=open&limit=100"))
                .GetProperty("items")
                .GetArrayLength();
            if (open == 0)
                return;
            Assert.True(
                TimeProvider.System.GetUtcNow() < deadline,
                $"{open} onboardings have not ended. {_server!.Output}"
            );
            await Task.Delay(TimeSpan.FromMilliseconds(250), TimeProvider.System);
        }
    }

    private async Task Arm(string kind, double probability)
    {
        using var response = await _http.PostAsJsonAsync(
            new Uri(_simulatorAddress, "control/faults"),
            new
            {
                operation = "*",
                kind,
                probability,
                retryAfterSeconds = kind == "throttle" ? 1 : (int?)null,
            }
        );
        response.EnsureSuccessStatusCode();
    }

    private async Task<T> Get<T>(Uri address, string path) =>
        (await _http.GetFromJsonAsync<T>(new Uri(address, path)))!;

    private async Task UntilAnswering(Uri address, string path)
    {
        for (var attempt = 0; attempt < 300; attempt++)
        {
            try
            {
                using var response = await _http.GetAsync(new Uri(address, path));
                if (response.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        Assert.Fail($"{address} does not answer. {_server?.Output} {_simulator?.Output}");
    }

    private static Uri FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }
}
