using DurableTask.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using OnboardingServer.Hosting;

namespace OnboardingServer.Tests.Api;

/// <summary>A wrong key stops the host at its start, with the key's name and what was expected.</summary>
public sealed class StartTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("start-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("Authentication:Mode", "Sometimes", "expected None, ApiKey, EntraId")]
    [InlineData("Authentication:Mode", "7", "expected None, ApiKey, EntraId")]
    [InlineData("Authentication:Mode", "ApiKey", "Authentication:ApiKeys is empty")]
    [InlineData("Authentication:Mode", "EntraId", "Authentication:Audience is missing")]
    [InlineData("Authentication:Modus", "None", "Modus")]
    [InlineData("Kestrel:Endpoints:Http:Url", "http://0.0.0.0:80", "--urls")]
    [InlineData("Server:MaxConcurrentActivities", "0", "MaxConcurrentActivities")]
    [InlineData("Server:MaxConcurrentActivities", "many", "Server:MaxConcurrentActivities")]
    [InlineData("Waits:AccountReview", "a while", "Waits:AccountReview")]
    [InlineData("Waits:Operator", "00:00:01", "Waits:Operator: ")]
    [InlineData("Waits:Nonsense", "1", "Waits:Nonsense is no setting")]
    [InlineData("Notifications:Smtp:Prot", "25", "Prot is no setting")]
    [InlineData("Notifications:Smtp:Host", "mail.example", "Notifications:Smtp:From is missing")]
    [InlineData("Server:Nonsense", "1", "Server:Nonsense is no setting")]
    [InlineData(
        "Partners:default:Kind",
        "Wholesaler",
        "Partners:default:Kind is 'Wholesaler'; expected DirectBill or IndirectProvider"
    )]
    [InlineData("Partners:default:Colour", "red", "Partners:default:Colour is not a known key")]
    [InlineData("Partners:default:BaseAddress", "http://partner.example", "expected https")]
    [InlineData("Partners:default:BaseAddress", "https://partner.example", "Partners:default:Authority is missing")]
    [InlineData("Server:VaultKey", "/nowhere/at/all.key", "Server:VaultKey")]
    public async Task A_wrong_key_is_named_with_what_was_expected(string key, string value, string expected)
    {
        var messages = StartErrors.MessagesOf(await Failure((key, value)));

        Assert.NotNull(messages);
        Assert.Contains(messages, message => message.Contains(expected, StringComparison.Ordinal));
        Assert.DoesNotContain(messages, message => message.Contains("   at ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://*:0")]
    [InlineData("http://onboarding.example:80")]
    [InlineData("http://127.0.0.1:0;http://[::]:0")]
    public void Without_authentication_it_does_not_listen_to_others(string urls)
    {
        var refused = Assert.Throws<StartException>(() =>
            ServerHost.Build(RunningServer.Settings(_directory) with { Urls = urls })
        );

        Assert.Contains("Authentication:Mode is None", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_that_is_none_is_named() =>
        Assert.Contains(
            "'nonsense'",
            Assert
                .Throws<StartException>(() =>
                    ServerHost.Build(RunningServer.Settings(_directory) with { Urls = "nonsense" })
                )
                .Message,
            StringComparison.Ordinal
        );

    [Fact]
    public async Task A_data_directory_in_use_is_refused_and_the_holder_named()
    {
        await using var holder = ServerHost.Build(RunningServer.Settings(_directory));
        await holder.Start(default);
        await using var second = ServerHost.Build(RunningServer.Settings(_directory));

        var messages = StartErrors.MessagesOf(
            await Assert.ThrowsAsync<JournalInUseException>(() => second.Start(default))
        );

        Assert.Contains(
            messages!,
            message =>
                message.Contains($"process {Environment.ProcessId}", StringComparison.Ordinal)
                && message.Contains(_directory, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_port_in_use_is_named()
    {
        await using var holder = ServerHost.Build(RunningServer.Settings(_directory));
        await holder.Start(default);
        var other = Directory.CreateDirectory(Path.Combine(_directory, "other")).FullName;
        await using var second = ServerHost.Build(
            RunningServer.Settings(other) with
            {
                Urls = holder.Address.ToString(),
            }
        );

        var messages = StartErrors.MessagesOf(await Assert.ThrowsAnyAsync<Exception>(() => second.Start(default)));

        Assert.Contains(messages!, message => message.Contains($"{holder.Address.Port}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_onboarding_that_began_at_one_Partner_Center_does_not_go_on_at_another()
    {
        await using var elsewhere = await PartnerCenter.Simulator.SimulatorHost.StartAsync(
            new()
            {
                Partners =
                [
                    PartnerCenter.Simulator.SimulatedPartners.DirectBill with
                    {
                        OrderCompletionDelay = TimeSpan.FromDays(1),
                    },
                ],
            }
        );
        (string, string)[] there =
        [
            ("Partners:direct:BaseAddress", elsewhere.Address.ToString()),
            ("Partners:direct:Kind", "DirectBill"),
            ("Partners:direct:Agreements", "Attestation, Direct"),
        ];
        await using (var first = ServerHost.Build(RunningServer.Settings(_directory, there)))
        {
            await first.Start(default);
            await first
                .Services.GetRequiredService<Onboarding.Submission.OnboardingSubmission>()
                .Submit(Scenarios.Requests.Direct(), null, "gena", default);
        }

        var messages = StartErrors.MessagesOf(await Failure(("Partners:direct:Kind", "DirectBill")));
        await using var again = ServerHost.Build(RunningServer.Settings(_directory, there));
        await again.Start(default);

        Assert.Contains(
            messages!,
            message =>
                message.Contains("Partner direct has onboardings under way", StringComparison.Ordinal)
                && message.Contains("a simulator on this machine", StringComparison.Ordinal)
        );
    }

    private async Task<Exception> Failure(params (string, string)[] settings) =>
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using var host = ServerHost.Build(RunningServer.Settings(_directory, settings));
            await host.Start(default);
        });
}
