using System.Globalization;
using Microsoft.Extensions.Options;
using Onboarding.Agreements;
using Onboarding.Customers;
using PartnerCenter;
using PartnerCenter.Simulator;
using PartnerCenter.Simulator.Calendar;
using PartnerCenter.Simulator.Webhooks;
using PartnerCenter.Webhooks;

namespace OnboardingServer.Hosting;

/// <summary>
/// The first run, without a Partner Center account: partners without a <c>BaseAddress</c> are served by a simulator in
/// this process, whose state lies in the data directory. A partner whose address is http on loopback can be nothing but
/// a simulator in another process: what its profile leaves out, and the credentials that every simulator takes, are
/// filled in for it too.
/// </summary>
internal sealed class SimulationMode : IAsyncDisposable
{
    private const string StateFile = "simulator.jsonl";

    private readonly List<string> _inProcess = [];
    private readonly List<string> _simulated = [];
    private bool _attests;
    private Uri? _elsewhere;

    public bool IsOn => _simulated.Count > 0;

    /// <summary>The partners that the simulator of this process serves.</summary>
    public IReadOnlyCollection<string> InProcess => _inProcess;

    public SimulatorHost? Simulator { get; private set; }

    /// <summary>
    /// Finds out who is simulated. With no partner configured at all two are made up, one of each kind.
    /// </summary>
    public static SimulationMode Of(ConfigurationManager configuration)
    {
        if (!configuration.GetSection("Partners").GetChildren().Any())
        {
            configuration.AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["Partners:default:Kind"] = nameof(PartnerKind.IndirectProvider),
                    ["Partners:direct:Kind"] = nameof(PartnerKind.DirectBill),
                }
            );
        }

        var simulation = new SimulationMode
        {
            _attests =
                DateOnly.TryParse(
                    configuration[$"{SimulationModeOptions.Section}:{nameof(SimulationModeOptions.AsOf)}"]
                        ?? configuration[$"{SimulationModeOptions.FormerSection}:{nameof(SimulationModeOptions.AsOf)}"],
                    CultureInfo.InvariantCulture,
                    out var day
                )
                && day < DatedRules.AttestationRetired.From,
        };
        foreach (var partner in configuration.GetSection("Partners").GetChildren())
        {
            var address = partner["BaseAddress"];
            if (string.IsNullOrWhiteSpace(address))
                simulation._inProcess.Add(partner.Key);
            if (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri is { IsLoopback: true, Scheme: "http" })
            {
                simulation._elsewhere ??= uri;
                simulation._simulated.Add(partner.Key);
            }
            else if (string.IsNullOrWhiteSpace(address))
            {
                simulation._simulated.Add(partner.Key);
            }
        }

        return simulation;
    }

    public void Register(IServiceCollection services)
    {
        foreach (var name in _simulated)
            services.AddOptions<PartnerProfile>(name).PostConfigure(Complete);
        if (IsOn)
            services.AddOptions<EnhancedAttestationOptions>().PostConfigure(NameAsTheSimulatorDoes);
    }

    /// <exception cref="IOException">The simulator's state is in use.</exception>
    /// <exception cref="StartException">
    /// A day is named, and there is no simulator here that could be as of it.
    /// </exception>
    public async Task Start(IServiceProvider services, CancellationToken cancellationToken)
    {
        if (_inProcess.Count > 0)
        {
            var directory = services.GetRequiredService<DurableTask.Sqlite.JournalFile>().Directory;
            Simulator = await SimulatorHost.StartAsync(
                new SimulatorOptions { StateFile = Path.Combine(directory, StateFile), AsOf = AsOf(services) },
                ct: cancellationToken
            );
        }
        else if (AsOf(services) is { } day)
        {
            throw new StartException(
                $"{SimulationModeOptions.Section}:{nameof(SimulationModeOptions.AsOf)} (--as-of) is "
                    + $"{day:yyyy-MM-dd}, but no partner is served by the simulator of this process: it has no "
                    + "effect on Partner Center."
            );
        }

        if (Simulator is { } simulator)
        {
            // Events of the simulator are signed with a certificate of its own, which nobody else believes.
            var believed = services.GetRequiredService<IOptions<EventSignatureOptions>>().Value;
            believed.CertificateHosts.Add(simulator.Address.Authority);
            believed.Roots.Add(WebhookCertificate.Root);
            if (services.GetRequiredService<IOptions<SimulationModeOptions>>().Value.CustomersAnswer is not null)
                SimulatedCustomers.AddSampleCustomer(simulator);
        }

        var vault = services.GetRequiredService<ISecretVault>();
        var profiles = services.GetRequiredService<IOptionsMonitor<PartnerProfile>>();
        foreach (var profile in _simulated.Select(profiles.Get))
        {
            // A token names its tenant, so one that was kept for another simulated partner is of no use.
            await Keep(vault, profile.CredentialName, "simulation", cancellationToken);
            await Keep(vault, profile.RefreshTokenName, $"rt.{profile.TenantId}.simulation", cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Simulator is { } simulator)
            await simulator.DisposeAsync();
    }

    private static DateOnly? AsOf(IServiceProvider services) =>
        services.GetRequiredService<IOptions<SimulationModeOptions>>().Value.AsOf;

    private void Complete(PartnerProfile profile)
    {
        profile.BaseAddress ??= Simulator?.Address;
        profile.Authority ??= profile.BaseAddress;
        if (profile.TenantId == Guid.Empty)
            profile.TenantId = Guid.Parse(
                profile.Kind == PartnerKind.DirectBill
                    ? SimulatedPartners.DirectBillTenantId
                    : SimulatedPartners.IndirectProviderTenantId
            );
        if (_attests && profile.Capabilities.Agreements)
            profile.Agreements ??= AgreementWays.Attestation | AgreementWays.Direct | AgreementWays.Enhanced;
        if (profile.ClientId.Length == 0)
            profile.ClientId = "simulation";
        // The name under which vaults of 0.1 have it.
        if (profile.CredentialName.Length == 0)
            profile.CredentialName = $"rehearsal-{profile.TenantId}";
        if (profile.MailDomains.Count == 0)
            profile.MailDomains.Add(
                profile.Kind == PartnerKind.DirectBill
                    ? SimulatedPartners.DirectBill.MailDomain
                    : SimulatedPartners.IndirectProvider.MailDomain
            );
    }

    private void NameAsTheSimulatorDoes(EnhancedAttestationOptions attestation)
    {
        attestation.IdMember ??= "attestationId";
        attestation.UrlTemplate ??= (Simulator?.Address ?? _elsewhere) is { } simulator
            ? $"{simulator.GetLeftPart(UriPartial.Authority)}/attestation/{{attestationId}}"
            : null;
        attestation.StatusPath ??= "/v1/attestations/enhanced/{attestationId}";
        attestation.StatusMember ??= "status";
        attestation.AgreementMember ??= "attestationId";
        attestation.EmailMember ??= "signatoryEmail";
        attestation.PhoneMember ??= "signatoryPhoneNumber";
    }

    private static async Task Keep(ISecretVault vault, string name, string value, CancellationToken cancellationToken)
    {
        if (await vault.Find(name, cancellationToken) is null)
            await vault.Set(name, value, cancellationToken);
    }
}
