using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using PartnerCenter.Simulator;

namespace Benchmarks;

/// <summary>
/// The simulator of Partner Center: how fast it is there, how many calls it answers, and what a world of many customers
/// costs.
/// </summary>
internal static class SimulatorFigures
{
    private const int Callers = 16;

    public static async Task<IReadOnlyList<Figure>> Measure(Sizes sizes)
    {
        var customers = sizes.Customers;
        var file = Path.Combine(Directory.CreateTempSubdirectory("simulator-benchmark").FullName, "state");
        try
        {
            var figures = new List<Figure>();
            var watch = Stopwatch.StartNew();
            await using (var host = await SimulatorHost.StartAsync(new SimulatorOptions { StateFile = file }))
            {
                figures.Add(
                    new("start with an empty state file", watch.Elapsed.TotalMilliseconds, "ms") { Under = 1_000 }
                );
                using var http = await Caller(host);
                figures.Add(
                    new(
                        $"customers made, {Callers} callers",
                        await PerSecond(customers, number => Create(http, number)),
                        "/s"
                    )
                    {
                        AtLeast = 1_000,
                    }
                );
                figures.Add(
                    new(
                        $"one customer by domain among {customers:N0}",
                        await PerSecond(
                            2_000,
                            number => Get(http, $"v1/customers?filter={Filter(number % customers)}")
                        ),
                        "/s"
                    )
                );
                figures.Add(
                    new(
                        $"a page of 20 of {customers:N0}",
                        await PerSecond(2_000, _ => Get(http, "v1/customers?size=20")),
                        "/s"
                    )
                );
            }

            watch.Restart();
            await using (var host = await SimulatorHost.StartAsync(new SimulatorOptions { StateFile = file }))
            {
                figures.Add(new($"start with {customers:N0} customers", watch.Elapsed.TotalMilliseconds, "ms"));
                watch.Restart();
                host.Control.Reset();
                figures.Add(new($"reset of {customers:N0} customers", watch.Elapsed.TotalMilliseconds, "ms"));
            }
            return figures;
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    private static async Task<HttpClient> Caller(SimulatorHost host)
    {
        var http = new HttpClient { BaseAddress = host.Address };
        using var answer = await http.PostAsync(
            $"{SimulatedPartners.DirectBillTenantId}/oauth2/token",
            new FormUrlEncodedContent(
                new Dictionary<string, string>
                {
                    ["grant_type"] = "refresh_token",
                    ["refresh_token"] = "any",
                    ["client_id"] = "benchmark",
                    ["resource"] = "https://api.partnercenter.microsoft.com",
                }
            )
        );
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            (await answer.Content.ReadFromJsonAsync<JsonObject>())!["access_token"]!.GetValue<string>()
        );
        return http;
    }

    private static async Task<double> PerSecond(int calls, Func<int, Task> call)
    {
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, calls),
            new ParallelOptions { MaxDegreeOfParallelism = Callers },
            async (number, _) => await call(number)
        );
        return calls / watch.Elapsed.TotalSeconds;
    }

    private static async Task Create(HttpClient http, int number)
    {
        using var answer = await http.PostAsJsonAsync(
            "v1/customers",
            new
            {
                companyProfile = new { domain = $"{Name(number)}.onmicrosoft.com" },
                billingProfile = new
                {
                    email = "gena@wingtip.example",
                    culture = "en-US",
                    language = "en",
                    companyName = "Wingtip Toys",
                    defaultAddress = new
                    {
                        country = "US",
                        addressLine1 = "1 Main Street",
                        city = "Redmond",
                        state = "WA",
                        postalCode = "98052",
                        firstName = "Gena",
                        lastName = "Soto",
                    },
                },
            }
        );
        answer.EnsureSuccessStatusCode();
    }

    private static async Task Get(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(path);
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
    }

    private static string Filter(int number) =>
        Uri.EscapeDataString(
            new JsonObject
            {
                ["Field"] = "Domain",
                ["Value"] = $"{Name(number)}.onmicrosoft.com",
                ["Operator"] = "starts_with",
            }.ToJsonString()
        );

    private static string Name(int number) => $"bench{number}";
}
