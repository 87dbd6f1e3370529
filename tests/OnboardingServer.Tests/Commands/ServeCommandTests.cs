using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Onboarding;
using Scenarios;

namespace OnboardingServer.Tests.Commands;

public sealed class ServeCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("serve-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_server_says_where_it_is_and_that_it_simulates_and_keeps_everything_over_a_restart()
    {
        var address = $"http://127.0.0.1:{FreePort()}";
        string id;
        using (var first = ChildProcess.Start(_folder, "--urls", address, "--as-of", Api.RunningServer.Attesting))
        {
            using var client = await Ready(address);
            var answer = await client.PostAsync(
                new Uri("/api/onboardings", UriKind.Relative),
                Api.RunningServer.Json(DurableJson.Write(Requests.Indirect()))
            );
            id = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["id"]!.GetValue<string>();
            first.Interrupt();
            var ended = await first.End();
            Assert.Equal(0, ended.ExitCode);
            Assert.Contains(address, ended.Output, StringComparison.Ordinal);
            Assert.Contains("SIMULATION", ended.Output, StringComparison.Ordinal);
        }

        using var second = ChildProcess.Start(_folder, "--urls", address, "--as-of", Api.RunningServer.Attesting);
        using var again = await Ready(address);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        JsonNode onboarding;
        do
        {
            onboarding = JsonNode.Parse(
                await again.GetStringAsync(new Uri($"/api/onboardings/{id}", UriKind.Relative))
            )!;
        } while (!onboarding["ended"]!.GetValue<bool>() && await timer.WaitForNextTickAsync(deadline.Token));

        Assert.Equal("completed", onboarding["stage"]!.GetValue<string>());
        second.Interrupt();
        Assert.Equal(0, (await second.End()).ExitCode);
    }

    [Theory]
    [InlineData("0.0.0.0", true)]
    [InlineData("127.0.0.1", false)]
    public async Task Keys_that_would_go_unencrypted_beyond_this_machine_are_warned_of(string host, bool isWarned)
    {
        var port = FreePort();
        using var server = ChildProcess.Start(
            _folder,
            "--urls",
            $"http://{host}:{port}",
            "--Authentication:Mode=ApiKey",
            $"--Authentication:ApiKeys:shop:Hash={new string('a', 64)}",
            "--Authentication:ApiKeys:shop:Roles=SalesAgent"
        );
        using var client = await Ready($"http://127.0.0.1:{port}");
        server.Interrupt();

        Assert.Equal(isWarned, (await server.End()).Errors.Contains("without encryption", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--dta", "x")]
    [InlineData("onboard")]
    [InlineData("fly")]
    public async Task What_it_does_not_know_is_1_and_named(params string[] arguments)
    {
        var ended = await ChildProcess.Run(_folder, arguments);

        Assert.Equal(1, ended.ExitCode);
        Assert.NotEmpty(ended.Errors);
        Assert.DoesNotContain("   at ", ended.Errors, StringComparison.Ordinal);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<HttpClient> Ready(string address)
    {
        var client = new HttpClient { BaseAddress = new Uri(address) };
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        while (true)
        {
            try
            {
                if (
                    (
                        await client.GetAsync(new Uri("/api/health/ready", UriKind.Relative), deadline.Token)
                    ).IsSuccessStatusCode
                )
                    return client;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await timer.WaitForNextTickAsync(deadline.Token);
        }
    }
}
