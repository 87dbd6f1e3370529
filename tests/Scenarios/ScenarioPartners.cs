using PartnerCenter.Simulator;

namespace Scenarios;

/// <summary>
/// The simulated partners of the scenarios: the two well-known ones, and a direct-bill partner's sandbox. The partner's
/// own word is still taken of all of them, as C §9.0 says of old sandboxes and other clouds, so that most scenarios
/// come to their point without a customer; those of the customer agreement go by the date.
/// </summary>
public static class ScenarioPartners
{
    public const string SandboxTenantId = "5a4db000-0000-4000-8000-000000000003";

    public static SimulatedPartner Sandbox { get; } =
        SimulatedPartners.DirectBill with
        {
            TenantId = SandboxTenantId,
            Name = "sandbox",
            MpnId = "5100003",
            Environment = SimulatedEnvironment.Sandbox,
        };

    public const string PlainTenantId = "a77e5000-0000-4000-8000-000000000004";

    /// <summary>A direct-bill partner whose profile says nothing of agreements: the ways of today are open.</summary>
    public static SimulatedPartner Plain { get; } =
        SimulatedPartners.DirectBill with
        {
            TenantId = PlainTenantId,
            Name = "plain",
            MpnId = "5100004",
        };

    public static IReadOnlyList<SimulatedPartner> All { get; } =
    [
        .. ((SimulatedPartner[])[.. SimulatedPartners.WellKnown, Sandbox, Plain]).Select(partner =>
            partner with
            {
                AttestationMode = AttestationMode.Both,
            }
        ),
    ];

    /// <summary>The options with one partner's switches changed.</summary>
    public static SimulatorOptions With(
        this SimulatorOptions options,
        string tenant,
        Func<SimulatedPartner, SimulatedPartner> change
    ) =>
        new()
        {
            Clock = options.Clock,
            FaultSeed = options.FaultSeed,
            Partners = [.. options.Partners.Select(partner => partner.TenantId == tenant ? change(partner) : partner)],
        };
}
