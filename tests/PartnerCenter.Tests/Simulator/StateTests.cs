using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using PartnerCenter.Simulator;

namespace PartnerCenter.Tests.Simulator;

/// <summary>The state file: what was answered is there after any end of the process.</summary>
public sealed class StateTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("simulator");

    private string File => Path.Combine(_folder.FullName, "simulator.state");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Everything_is_there_after_a_restart_also_the_memory_of_answers()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));
        var (requestId, body) = (Guid.NewGuid().ToString(), Lab.Newcomer("survivor.onmicrosoft.com"));
        string token,
            first,
            ledger,
            subscription;
        await using (var lab = await Lab.Start(() => new SimulatorOptions { StateFile = File, Clock = clock }, clock))
        {
            first = (await lab.Send("POST", "/v1/customers", body, requestId)).Content;
            (_, _, subscription) = await lab.Bought();
            lab.Switch(p => p with { CreditLimit = 12.5m });
            lab.Host.Control.StepClock(TimeSpan.FromHours(1));
            token = await lab.Token();
            ledger = Ledger(lab.Host);
        }

        await using (var lab = await Lab.Start(() => new SimulatorOptions { StateFile = File, Clock = clock }, clock))
        {
            Assert.Equal(ledger, Ledger(lab.Host));
            Assert.Equal(first, (await lab.Send("POST", "/v1/customers", body, requestId, token: token)).Content);
            Assert.Equal(subscription, Assert.Single(lab.Host.Ledger.Subscriptions).Id);
            Assert.Equal(12.5m, lab.Host.Control.Partners[0].CreditLimit);
            Assert.Equal(clock.GetUtcNow().AddHours(1), lab.Host.Control.Now);
        }
    }

    [Fact]
    public async Task A_line_torn_by_a_kill_is_dropped_and_damage_elsewhere_is_named()
    {
        await using (var lab = await Lab.Start(clock => new SimulatorOptions { StateFile = File, Clock = clock }))
            await lab.Customer();
        var whole = await System.IO.File.ReadAllTextAsync(File);
        await System.IO.File.AppendAllTextAsync(File, "[[\"customer\",\"torn");
        await using (var lab = await Lab.Start(clock => new SimulatorOptions { StateFile = File, Clock = clock }))
            Assert.Single(lab.Host.Ledger.Tenants);
        await System.IO.File.WriteAllTextAsync(
            File,
            whole.Replace("\"billing\"", "\"bil", StringComparison.Ordinal) + "[]\n"
        );
        var damaged = await Assert.ThrowsAsync<InvalidDataException>(() =>
            SimulatorHost.StartAsync(new SimulatorOptions { StateFile = File })
        );
        Assert.Contains(File, damaged.Message, StringComparison.Ordinal);
        await System.IO.File.WriteAllTextAsync(File, "something else\n");
        await Assert.ThrowsAsync<InvalidDataException>(() =>
            SimulatorHost.StartAsync(new SimulatorOptions { StateFile = File })
        );
    }

    [Theory]
    [InlineData("[[\"customer\",\"x\",{\"id\":5}]]")]
    [InlineData("[[\"customer\",\"x\",{}]]")]
    [InlineData("{\"customer\":1}")]
    [InlineData("[[\"customer\"]]")]
    [InlineData("[[1,2]]")]
    [InlineData("[[\"planet\",\"x\"]]")]
    [InlineData("[[\"customer\",\"x\",")]
    public async Task A_line_that_is_whole_but_wrong_is_named_with_its_number(string line)
    {
        await using (var lab = await Lab.Start(clock => new SimulatorOptions { StateFile = File, Clock = clock }))
            await lab.Customer();
        var lines = (await System.IO.File.ReadAllTextAsync(File)).Count(c => c == '\n');
        await System.IO.File.AppendAllTextAsync(File, line + "\n");
        var damaged = await Assert.ThrowsAsync<InvalidDataException>(() =>
            SimulatorHost.StartAsync(new SimulatorOptions { StateFile = File })
        );
        Assert.Contains($"{File} is damaged at line {lines + 1}", damaged.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_file_becomes_a_state_file_where_it_is_and_a_foreign_one_stays()
    {
        var target = Path.Combine(_folder.FullName, "elsewhere");
        await System.IO.File.WriteAllTextAsync(target, "");
        System.IO.File.CreateSymbolicLink(File, target);
        await using (var lab = await Lab.Start(clock => new SimulatorOptions { StateFile = File, Clock = clock }))
            await lab.Customer();
        Assert.StartsWith(
            "{\"simulator\":1}\n",
            await System.IO.File.ReadAllTextAsync(target),
            StringComparison.Ordinal
        );
        Assert.NotNull(new FileInfo(File).LinkTarget);
    }

    [Theory]
    [InlineData("here")]
    [InlineData("ftp://127.0.0.1:0")]
    [InlineData("http://127.0.0.1:0/partner")]
    [InlineData("http://127.0.0.1:99999")]
    [InlineData("http://127.0.0.300:0")]
    [InlineData("http://127.0.0.1:0;http://nobody.invalid:0")]
    public async Task An_address_nobody_can_listen_on_is_named_and_never_taken_for_all_addresses(string urls)
    {
        var refused = await Assert.ThrowsAsync<ArgumentException>(() =>
            SimulatorHost.StartAsync(new SimulatorOptions(), urls)
        );
        Assert.Contains(urls.Split(';')[^1], refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_log_leaves_standard_output_to_the_program_it_runs_in()
    {
        await using var host = await SimulatorHost.StartAsync(new SimulatorOptions());
        Assert.Equal(
            LogLevel.Trace,
            host.Services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value.LogToStandardErrorThreshold
        );
    }

    [Fact]
    public async Task Https_is_spoken_with_the_certificate_for_development_or_the_way_to_it_is_told()
    {
        try
        {
            await using var host = await SimulatorHost.StartAsync(new SimulatorOptions(), "https://127.0.0.1:0");
            using var http = new HttpClient(
                new HttpClientHandler
                {
                    ServerCertificateCustomValidationCallback = (_, certificate, _, _) =>
                        certificate!.Subject == "CN=localhost",
                }
            );
            Assert.Equal("https", host.Address.Scheme);
            Assert.Contains(
                "customers.create",
                await http.GetStringAsync(new Uri(host.Address, "control/operations")),
                StringComparison.Ordinal
            );
        }
        catch (IOException missing)
        {
            Assert.Contains("dotnet dev-certs https --trust", missing.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_state_file_belongs_to_one_simulator()
    {
        await using var lab = await Lab.Start(clock => new SimulatorOptions { StateFile = File, Clock = clock });
        var taken = await Assert.ThrowsAsync<IOException>(() =>
            SimulatorHost.StartAsync(new SimulatorOptions { StateFile = File })
        );
        Assert.Contains(File, taken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_killed_program_has_lost_nothing_it_answered_for()
    {
        var domains = new List<string>();
        for (var round = 0; round < 2; round++)
        {
            var (program, address) = await Program();
            using var http = new HttpClient { BaseAddress = address };
            using var token = await http.PostAsync(
                $"{Lab.Direct}/oauth2/token",
                new FormUrlEncodedContent(
                    new Dictionary<string, string>
                    {
                        ["grant_type"] = "refresh_token",
                        ["refresh_token"] = "any",
                        ["client_id"] = "app",
                        ["resource"] = "https://api.partnercenter.microsoft.com",
                    }
                )
            );
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
                "Bearer",
                (await token.Content.ReadFromJsonAsync<JsonObject>())!["access_token"]!.GetValue<string>()
            );
            var known = (await http.GetFromJsonAsync<JsonObject>("control/ledger"))!["tenants"]!
                .AsArray()
                .Select(t => t!["domain"]!.GetValue<string>());
            Assert.Equal(domains, known);
            for (var i = 0; i < 10; i++)
            {
                var domain = $"kill{round}x{i}.onmicrosoft.com";
                using var body = new StringContent(
                    JsonSerializer.Serialize(Lab.Newcomer(domain), JsonSerializerOptions.Web),
                    Encoding.UTF8,
                    "application/json"
                );
                using var created = await http.PostAsync("v1/customers", body);
                Assert.Equal(201, (int)created.StatusCode);
                domains.Add(domain);
            }
            program.Kill();
            await program.WaitForExitAsync();
            program.Dispose();
        }
        Assert.Equal(20, domains.Count);
    }

    private static string Ledger(SimulatorHost host) =>
        JsonSerializer.Serialize(
            new
            {
                host.Ledger.Tenants,
                host.Ledger.Relationships,
                host.Ledger.Agreements,
                host.Ledger.Orders,
                host.Ledger.Subscriptions,
                host.Ledger.Effects,
            }
        );

    private async Task<(Process, Uri)> Program()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (
            var argument in (string[])
                [
                    Path.Combine(AppContext.BaseDirectory, "PartnerCenter.Simulator.dll"),
                    "--urls",
                    "http://127.0.0.1:0",
                    "--state",
                    File,
                ]
        )
            start.ArgumentList.Add(argument);
        var program = Process.Start(start)!;
        var line = await program.StandardOutput.ReadLineAsync();
        return (program, new Uri(line!.Split(' ').First(word => word.StartsWith("http", StringComparison.Ordinal))));
    }
}
