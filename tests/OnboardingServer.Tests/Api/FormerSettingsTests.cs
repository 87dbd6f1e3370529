using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OnboardingServer.Hosting;
using PartnerCenter;

namespace OnboardingServer.Tests.Api;

/// <summary>Keys of 0.1 that have another name now still apply.</summary>
public sealed class FormerSettingsTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("former-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Section_Rehearsal_AppliesWhereSimulationSetsNothing()
    {
        await using var host = Build(("Rehearsal:AsOf", "2026-01-03"), ("Rehearsal:CustomersAnswer", "00:00:07"));
        await host.Start(CancellationToken.None);

        Assert.Equal(new DateOnly(2026, 1, 3), host.RulesAsOf);
        Assert.Equal(TimeSpan.FromSeconds(7), host.CustomersAnswer);
        var direct = host.Services.GetRequiredService<IOptionsMonitor<PartnerProfile>>().Get("direct");
        Assert.True(direct.AllowedAgreements.HasFlag(AgreementWays.Attestation));
    }

    [Fact]
    public async Task Section_Rehearsal_GivesWayToSimulation()
    {
        await using var host = Build(("Rehearsal:AsOf", "2026-01-03"), ("Simulation:AsOf", "2027-03-01"));
        await host.Start(CancellationToken.None);

        Assert.Equal(new DateOnly(2027, 3, 1), host.RulesAsOf);
        var direct = host.Services.GetRequiredService<IOptionsMonitor<PartnerProfile>>().Get("direct");
        Assert.False(direct.AllowedAgreements.HasFlag(AgreementWays.Attestation));
    }

    private ServerHost Build(params (string Key, string Value)[] settings) =>
        ServerHost.Build(
            new ServerSettings(
                _directory,
                ServerSettings.AnyPort,
                settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value)
            )
            {
                Quiet = true,
            }
        );
}
