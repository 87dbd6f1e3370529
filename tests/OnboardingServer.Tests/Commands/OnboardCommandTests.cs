using System.Text.Json.Nodes;
using Onboarding;
using Onboarding.Requests;
using PartnerCenter.Simulator;
using PartnerCenter.Simulator.Faults;
using Scenarios;

namespace OnboardingServer.Tests.Commands;

/// <summary>The command as scripts see it: exit codes, stdout, stderr.</summary>
public sealed class OnboardCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("command-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_completed_onboarding_is_0_and_prints_what_exists_and_again_the_same()
    {
        var file = Request(Requests.Direct());
        var first = await ChildProcess.Run(_folder, "onboard", file, "--as-of", Api.RunningServer.Attesting);
        var again = await ChildProcess.Run(_folder, "onboard", file, "--json", "--as-of", Api.RunningServer.Attesting);

        Assert.True(first.ExitCode == 0, first.Errors);
        foreach (var what in new[] { "COMPLETED", "  tenant ", "  agreement ", "  order ", "  subscription " })
            Assert.Contains(what, first.Output, StringComparison.Ordinal);
        Assert.Contains("SIMULATION", first.Errors, StringComparison.Ordinal);
        Assert.Contains("by the rules of 2026-01-04", first.Errors, StringComparison.Ordinal);
        Assert.Equal(0, again.ExitCode);
        var resource = JsonNode.Parse(again.Output)!;
        Assert.Equal("completed", resource["stage"]!.GetValue<string>());
        Assert.Contains(resource["exists"]!["tenantId"]!.GetValue<string>(), first.Output, StringComparison.Ordinal);
        Assert.True(Directory.Exists(Path.Combine(_folder, "data")));
    }

    [Theory]
    [InlineData("new-customer-direct.json")]
    [InlineData("several-subscriptions.json")]
    public async Task A_sample_completes_under_todays_rules(string sample)
    {
        var run = await ChildProcess.Run(_folder, "onboard", Path.Combine(Repository.Root, "samples", sample));

        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        Assert.Contains("COMPLETED", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("next week", "--as-of takes a day")]
    [InlineData("2027-02-01", "no partner is served by the simulator")]
    public async Task A_day_that_is_none_or_has_nobody_to_hold_for_is_1(string day, string message)
    {
        var run = await ChildProcess.Run(
            _folder,
            "onboard",
            Request(Requests.Direct()),
            "--as-of",
            day,
            "--Partners:default:BaseAddress=http://127.0.0.1:9"
        );

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_request_is_2_with_every_finding_on_stderr_and_nothing_on_stdout()
    {
        var good = Requests.Direct();
        var refused = await ChildProcess.Run(
            _folder,
            "onboard",
            Request(good with { Customer = good.Customer with { CompanyName = "X", DomainPrefix = "no-hyphens" } }),
            "--json",
            "--data",
            "elsewhere"
        );

        Assert.Equal((2, ""), (refused.ExitCode, refused.Output));
        Assert.Contains("/customer/companyName", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("/customer/domainPrefix", refused.Errors, StringComparison.Ordinal);
        Assert.True(Directory.Exists(Path.Combine(_folder, "elsewhere")));
    }

    [Fact]
    public async Task What_somebody_has_to_look_at_is_2_and_nothing_is_begun_until_it_is_acknowledged()
    {
        var good = Requests.Direct();
        var file = Request(good with { Customer = good.Customer with { CompanyName = "Test Customer GmbH" } });

        var held = await ChildProcess.Run(_folder, "onboard", file, "--as-of", Api.RunningServer.Attesting);
        Assert.Equal((2, ""), (held.ExitCode, held.Output));
        Assert.Contains(
            "review customer.name-doubtful at /customer/companyName",
            held.Errors,
            StringComparison.Ordinal
        );
        Assert.Contains("--acknowledge", held.Errors, StringComparison.Ordinal);
        var acknowledged = await ChildProcess.Run(
            _folder,
            "onboard",
            file,
            "--acknowledge",
            "--json",
            "--as-of",
            Api.RunningServer.Attesting
        );
        var again = await ChildProcess.Run(_folder, "onboard", file, "--as-of", Api.RunningServer.Attesting);

        Assert.True(acknowledged.ExitCode == 0, acknowledged.Errors);
        var resource = JsonNode.Parse(acknowledged.Output)!;
        Assert.Equal(
            "customer.name-doubtful",
            Assert.Single(resource["findings"]!.AsArray())!["code"]!.GetValue<string>()
        );
        Assert.Equal(
            "customer.name-doubtful",
            Assert.Single(resource["request"]!["acknowledged"]!.AsArray())!.GetValue<string>()
        );
        Assert.Equal(0, again.ExitCode);
    }

    [Fact]
    public async Task What_shows_only_after_the_submission_is_2_too_and_goes_on_with_the_acknowledgement()
    {
        await using var simulator = await SimulatorHost.StartAsync(
            new SimulatorOptions
            {
                AsOf = new DateOnly(2026, 1, 4),
                Partners = [SimulatedPartners.DirectBill with { AddressStatus = "StreetPartial" }],
            }
        );
        simulator.Faults.Add(
            new SimulatedFault
            {
                Operation = "validation.address",
                Kind = FaultKind.BadGateway,
                Count = 1,
            }
        );
        string[] command =
        [
            "onboard",
            Request(Requests.Direct(partner: "default")),
            $"--Partners:default:BaseAddress={simulator.Address}",
            "--Partners:default:Kind=DirectBill",
            "--Partners:default:Agreements=Attestation, Direct",
        ];

        var held = await ChildProcess.Run(_folder, command);
        Assert.True(held.ExitCode == 2, held.Output + held.Errors);
        Assert.Contains("review address.doubtful", held.Errors, StringComparison.Ordinal);
        Assert.Empty(simulator.Ledger.Tenants);
        var acknowledged = await ChildProcess.Run(_folder, [.. command, "--acknowledge"]);

        Assert.True(acknowledged.ExitCode == 0, acknowledged.Output + acknowledged.Errors);
        Assert.Single(simulator.Ledger.Orders);
    }

    [Fact]
    public async Task What_is_not_JSON_is_2()
    {
        var malformed = Path.Combine(_folder, "malformed.json");
        await File.WriteAllTextAsync(malformed, "{ \"reference\": ");

        Assert.Equal(2, (await ChildProcess.Run(_folder, "onboard", malformed)).ExitCode);
    }

    [Fact]
    public async Task A_customer_that_is_waited_for_is_simulated_and_that_is_said()
    {
        var run = await ChildProcess.Run(
            _folder,
            "onboard",
            Request(Requests.Existing("default")),
            "--Simulation:CustomersAnswer=00:00:01",
            "--as-of",
            Api.RunningServer.Attesting
        );

        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        Assert.Contains("awaiting-customer-acceptance", run.Errors + run.Output, StringComparison.Ordinal);
        Assert.Contains(
            "accept something are simulated too: they do so after 1 s",
            run.Errors,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(3, "relationships.mpaStatus", 2206, false)]
    [InlineData(4, "carts.create", 800030, false)]
    [InlineData(5, "subscriptions.update", 3000, true)]
    public async Task Other_outcomes_have_codes_of_their_own(int code, string operation, int refusal, bool isUndo)
    {
        await using var simulator = await SimulatorHost.StartAsync(
            new SimulatorOptions { AsOf = new DateOnly(2026, 1, 4) }
        );
        simulator.Faults.Add(
            new SimulatedFault
            {
                Operation = operation,
                Kind = FaultKind.Refuse,
                Code = refusal,
                Status = 400,
                Skip = operation == "relationships.mpaStatus" ? 1 : 0,
            }
        );
        if (isUndo)
            simulator.Faults.Add(
                new SimulatedFault
                {
                    Operation = "carts.checkout",
                    Kind = FaultKind.OrderError,
                    Code = 800066,
                    Product = Requests.MarketplaceBackup,
                }
            );

        var request = Requests.Indirect() with
        {
            Subscriptions =
            [
                Requests.Line(Requests.BusinessBasic, 5),
                .. isUndo ? [Requests.Marketplace()] : Array.Empty<SubscriptionLine>(),
            ],
        };
        var ended = await ChildProcess.Run(
            _folder,
            "onboard",
            Request(request),
            "--json",
            $"--Partners:default:BaseAddress={simulator.Address}",
            "--Partners:default:Kind=IndirectProvider",
            "--Partners:default:Agreements=Attestation, Direct"
        );

        Assert.True(code == ended.ExitCode, ended.Output + ended.Errors);
        Assert.NotNull(JsonNode.Parse(ended.Output)!["outcome"]);
    }

    [Fact]
    public async Task Interrupted_it_says_how_to_go_on_and_the_same_command_goes_on()
    {
        await using var simulator = await SimulatorHost.StartAsync(
            new SimulatorOptions
            {
                AsOf = new DateOnly(2026, 1, 4),
                Partners = [SimulatedPartners.DirectBill with { OrderCompletionDelay = TimeSpan.FromDays(1) }],
            }
        );
        string[] command =
        [
            "onboard",
            Request(Requests.Direct(partner: "default")),
            $"--Partners:default:BaseAddress={simulator.Address}",
            "--Partners:default:Kind=DirectBill",
            "--Partners:default:Agreements=Attestation, Direct",
        ];
        using (var child = ChildProcess.Start(_folder, command))
        {
            await Until(() => simulator.Ledger.Orders.Count > 0);
            child.Interrupt();
            var interrupted = await child.End();
            Assert.Equal(1, interrupted.ExitCode);
            Assert.Contains("run the same command again", interrupted.Errors, StringComparison.Ordinal);
        }

        simulator.Control.StepClock(TimeSpan.FromDays(2));
        var ended = await ChildProcess.Run(_folder, command);

        Assert.True(ended.ExitCode == 0, ended.Output + ended.Errors);
        Assert.Single(simulator.Ledger.Orders);
        Assert.Single(simulator.Ledger.Tenants);
    }

    [Fact]
    public async Task A_directory_in_use_a_missing_file_and_a_wrong_key_are_1_and_named_without_a_stack_trace()
    {
        await using var server = Hosting.ServerHost.Build(Api.RunningServer.Settings(Path.Combine(_folder, "data")));
        await server.Start(default);
        var file = Request(Requests.Direct());

        var inUse = await ChildProcess.Run(_folder, "onboard", file);
        var missing = await ChildProcess.Run(_folder, "onboard", "nothing.json");
        var wrong = await ChildProcess.Run(_folder, "onboard", file, "--data", "other", "--Waits:Operator", "soon");

        Assert.All([inUse, missing, wrong], ended => Assert.Equal((1, ""), (ended.ExitCode, ended.Output)));
        Assert.Contains($"process {Environment.ProcessId}", inUse.Errors, StringComparison.Ordinal);
        Assert.Contains("nothing.json", missing.Errors, StringComparison.Ordinal);
        Assert.Contains("Waits:Operator", wrong.Errors, StringComparison.Ordinal);
        Assert.All(
            [inUse, missing, wrong],
            ended => Assert.DoesNotContain("   at ", ended.Errors, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_secret_goes_from_stdin_into_the_vault_and_is_not_printed()
    {
        using var child = ChildProcess.Start(_folder, "secret", "partner-one");
        child.Type("s3cr3t-of-the-application\n");
        var ended = await child.End();

        Assert.Equal(0, ended.ExitCode);
        Assert.DoesNotContain("s3cr3t", ended.Output + ended.Errors, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(Path.Combine(_folder, "data", "vault")));
    }

    private string Request(OnboardingRequest request)
    {
        var path = Path.Combine(_folder, "request.json");
        File.WriteAllText(path, DurableJson.Write(request));
        return path;
    }

    private static async Task Until(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        while (!condition())
            await timer.WaitForNextTickAsync(deadline.Token);
    }
}
