using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Onboarding;
using Onboarding.Requests;
using OnboardingServer.Tests.Api;
using Scenarios;

namespace OnboardingServer.Tests.Commands;

/// <summary>The commands, as a process of their own, with a server that runs.</summary>
public sealed class RemoteCommandTests : IAsyncLifetime
{
    private const string Key = "a-key-of-the-terminal";

    private readonly string _folder = Directory.CreateTempSubdirectory("remote-").FullName;
    private RunningServer? _server;

    private RunningServer Server => _server!;

    public async Task InitializeAsync()
    {
        _server = await RunningServer.Start(
            ("Simulation:CustomersAnswer", "00:00:00"),
            ("Authentication:Mode", "ApiKey"),
            ("Authentication:ApiKeys:terminal:Hash", Hash(Key)),
            ("Authentication:ApiKeys:terminal:Roles", "SalesAgent,Operator")
        );
        _server.Client.DefaultRequestHeaders.Add("X-Api-Key", Key);
    }

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_request_is_carried_out_on_the_server_and_the_same_file_finds_it_again()
    {
        var file = await Written("request.json", DurableJson.Write(Requests.Direct("From Afar")));

        var first = await Run("onboard", file, "--json");
        var second = await Run("onboard", file);

        Assert.True(first.ExitCode == 0, first.Output + first.Errors);
        var end = JsonNode.Parse(first.Output)!;
        Assert.Equal("completed", end["stage"]!.GetValue<string>());
        var id = end["id"]!.GetValue<string>();
        Assert.True(second.ExitCode == 0, second.Output + second.Errors);
        Assert.Contains($"{id})", second.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(_folder));

        var history = await Run("history", id);
        Assert.Equal((0, ""), (history.ExitCode, history.Errors));
        Assert.StartsWith($"{id}  completed  From Afar GmbH", history.Output, StringComparison.Ordinal);
        Assert.Contains("creating-customer", history.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_person_has_to_look_at_begins_nothing_until_it_is_acknowledged()
    {
        var doubtful = Requests.Direct("Doubtful");
        doubtful = doubtful with { Customer = doubtful.Customer with { CompanyName = "Test Kunden GmbH" } };
        var file = await Written("request.json", DurableJson.Write(doubtful));

        var refused = await Run("onboard", file);
        var none = await Server.Get("onboardings");
        var acknowledged = await Run("onboard", file, "--acknowledge");

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains(
            "review customer.name-doubtful at /customer/companyName",
            refused.Errors,
            StringComparison.Ordinal
        );
        Assert.Empty(none.Body["items"]!.AsArray());
        Assert.True(acknowledged.ExitCode == 0, acknowledged.Output + acknowledged.Errors);
    }

    [Fact]
    public async Task A_batch_runs_while_the_server_does_and_its_refused_rows_are_told_with_their_findings()
    {
        var file = await Written(
            "list.csv",
            BatchFiles.Csv(BatchFiles.Row(1), BatchFiles.Row(2, ("customer.address.postalCode", "1")))
        );

        var ended = await Run("batch", file, "--results", "results.csv");

        Assert.True(ended.ExitCode == 2, ended.Output + ended.Errors);
        Assert.Contains("completed        1", ended.Output, StringComparison.Ordinal);
        Assert.Contains("  row 2  LIST-0002", ended.Errors, StringComparison.Ordinal);
        Assert.Contains("/customer/address/postalCode: ", ended.Errors, StringComparison.Ordinal);
        Assert.Contains(
            "LIST-0001",
            await File.ReadAllTextAsync(Path.Combine(_folder, "results.csv")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_waits_is_cancelled_by_its_id_and_an_id_that_is_none_is_1()
    {
        var waiting = Requests.Direct("Waits Here");
        waiting = waiting with { Approval = ApprovalDemand.Required };
        var id = await Server.Accepted(waiting);
        await Server.Until(id, now => now["stage"]!.GetValue<string>() == "awaiting-approval");

        var resumed = await Run("resume", id);
        var cancelled = await Run("cancel", id);
        var end = await Server.UntilEnded(id);
        var nobody = await Run("cancel", "ob-nobody");

        Assert.Equal(1, resumed.ExitCode);
        Assert.DoesNotContain("   at ", resumed.Errors, StringComparison.Ordinal);
        Assert.Equal((0, ""), (cancelled.ExitCode, cancelled.Errors));
        Assert.Equal("cancelled", end["stage"]!.GetValue<string>());
        Assert.Equal(1, nobody.ExitCode);
        Assert.NotEmpty(nobody.Errors);
    }

    [Theory]
    [InlineData("http://onboarding.example.com", "unencrypted")]
    [InlineData("onboarding.example.com", "expected an address")]
    [InlineData("https://user:secret@onboarding.example.com", "expected an address")]
    public async Task An_address_that_is_none_or_would_take_the_key_unencrypted_is_refused(string address, string why)
    {
        using var child = ChildProcess.StartWith([(ServerKey, Key)], _folder, "history", "ob-1", "--server", address);
        var ended = await child.End();

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains(why, ended.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_key_it_is_said_which_variable_has_it_and_a_folder_is_not_taken_beside_a_server()
    {
        using var child = ChildProcess.Start(_folder, "history", "ob-1", "--server", Server.Address.ToString());
        var keyless = await child.End();
        var both = await Run("history", "ob-1", "--data", _folder);
        var here = await ChildProcess.Run(_folder, "cancel", "ob-1");

        Assert.Equal(1, keyless.ExitCode);
        Assert.Contains("ONBOARDING_API_KEY", keyless.Errors, StringComparison.Ordinal);
        Assert.Equal(1, both.ExitCode);
        Assert.Contains("--server takes no --data", both.Errors, StringComparison.Ordinal);
        Assert.Equal(1, here.ExitCode);
        Assert.Contains("--server URL", here.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_are_broken_at_words_where_a_width_is_known()
    {
        var doubtful = Requests.Direct("Doubtful");
        doubtful = doubtful with { Customer = doubtful.Customer with { CompanyName = "Test Kunden GmbH" } };
        var file = await Written("request.json", DurableJson.Write(doubtful));

        using var child = ChildProcess.StartWith(
            [(ServerKey, Key), ("COLUMNS", "60")],
            _folder,
            "onboard",
            file,
            "--server",
            Server.Address.ToString()
        );
        var ended = await child.End();

        var lines = ended.Errors.TrimEnd().Split('\n');
        Assert.All(lines, line => Assert.InRange(line.TrimEnd().Length, 1, 60));
        Assert.Contains("customer.name-doubtful at /customer/companyName", ended.Errors, StringComparison.Ordinal);
    }

    private const string ServerKey = "ONBOARDING_API_KEY";

    private async Task<Ended> Run(params string[] arguments)
    {
        using var child = ChildProcess.StartWith(
            [(ServerKey, Key)],
            _folder,
            [.. arguments, "--server", Server.Address.ToString()]
        );
        return await child.End();
    }

    private async Task<string> Written(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        await File.WriteAllTextAsync(path, text);
        return path;
    }

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
