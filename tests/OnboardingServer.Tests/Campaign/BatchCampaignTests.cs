using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using CsvHelper;
using OnboardingServer.Tests.Journal.Crashes;
using Scenarios;

namespace OnboardingServer.Tests.Campaign;

/// <summary>
/// A batch whose server is killed for good, twice: every row has its line in the results, every reference is one
/// customer.
/// </summary>
[Trait("Category", CrashBudget.Category)]
public sealed class BatchCampaignTests : IDisposable
{
    private static readonly int Rows = CrashBudget.Of(sample: 100, full: 2000);

    // What a busy machine needs for so many.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(4) + (Rows * TimeSpan.FromSeconds(1));
    private readonly string _data = Directory.CreateTempSubdirectory("batch-campaign").FullName;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(20) };
    private readonly Uri _simulatorAddress = FreeAddress();
    private readonly Uri _serverAddress = FreeAddress();
    private ChildProcess? _simulator;
    private ChildProcess? _server;

    [Fact]
    public async Task Killed_at_a_fifth_and_at_the_half_a_batch_ends_with_every_row_once()
    {
        _simulator = ChildProcess.Start(
            "PartnerCenter.Simulator",
            ["--urls", _simulatorAddress.ToString(), "--as-of", "2026-01-04"]
        );
        await UntilAnswering(_simulatorAddress, "control/ledger");
        await StartServer();
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(BatchFiles.Csv(Rows)));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("text/csv");
        using var answer = await _http.PostAsync(new Uri(_serverAddress, "api/batches?concurrency=10"), content);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var id = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;

        foreach (var kill in new[] { Rows / 5, Rows / 2 })
        {
            await Until(id, batch => batch.GetProperty("progress").GetProperty("ended").GetInt32() >= kill);
            await _server!.Kill();
            await StartServer();
        }

        await Until(id, batch => batch.GetProperty("ended").GetBoolean());

        using var results = CsvReader.FromText(
            await _http.GetStringAsync(new Uri(_serverAddress, $"api/batches/{id}/results.csv")),
            new CsvReaderOptions { Separator = ',' }
        );
        var references = new List<string>();
        while (results.Read())
        {
            Assert.Equal("completed", results.GetString("outcome"));
            references.Add(results.GetString("reference"));
        }

        Assert.Equal(Enumerable.Range(1, Rows).Select(number => $"LIST-{number:0000}"), references);
        var ledger = await Get(_simulatorAddress, "control/ledger");
        Assert.Equal(
            Rows,
            ledger
                .GetProperty("tenants")
                .EnumerateArray()
                .Select(tenant => tenant.GetProperty("domain").GetString())
                .Distinct()
                .Count()
        );
        foreach (var kind in new[] { "tenants", "agreements", "orders" })
            Assert.Equal(Rows, ledger.GetProperty(kind).GetArrayLength());
    }

    public void Dispose()
    {
        _server?.Dispose();
        _simulator?.Dispose();
        _http.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    private async Task StartServer()
    {
        _server?.Dispose();
        _server = ChildProcess.Start(
            "OnboardingServer",
            ["--data", _data, "--urls", _serverAddress.ToString()],
            new Dictionary<string, string>
            {
                ["Partners:direct:Kind"] = "DirectBill",
                ["Partners:direct:BaseAddress"] = _simulatorAddress.ToString(),
                ["Partners:direct:Agreements"] = "Attestation, Direct",
            }
        );
        await UntilAnswering(_serverAddress, "api/health/live");
    }

    private async Task Until(string id, Func<JsonElement, bool> condition)
    {
        var deadline = TimeProvider.System.GetUtcNow() + LongestWait;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        while (true)
        {
            var batch = await Get(_serverAddress, $"api/batches/{id}");
            if (condition(batch))
                return;
            Assert.True(TimeProvider.System.GetUtcNow() < deadline, $"{batch} {_server!.Output}");
            await timer.WaitForNextTickAsync();
        }
    }

    private async Task<JsonElement> Get(Uri address, string path) =>
        await _http.GetFromJsonAsync<JsonElement>(new Uri(address, path));

    private async Task UntilAnswering(Uri address, string path)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        for (var attempt = 0; attempt < 600; attempt++)
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

            await timer.WaitForNextTickAsync();
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
