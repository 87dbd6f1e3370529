using Microsoft.DurableTask;
using Onboarding.Effects;
using Onboarding.Progress;
using PartnerCenter;
using PartnerCenter.Relationships;

namespace Onboarding.Resellers;

internal sealed record CheckResellerInput(string Partner, Guid Tenant, string? Batch) : StepInput;

/// <summary>The two ids of a reseller: customers hang under its tenant, orders name its MPN id (C §10.1).</summary>
internal sealed record Reseller(Guid Tenant, string MpnId);

/// <summary>
/// Checks whether a customer may be created and sold to under this reseller: an active relationship, the Microsoft
/// Partner Agreement signed, and authorised as partner on record (C §10.1, §10.4, §10.5).
/// </summary>
[Idempotent]
internal sealed class CheckResellerActivity(PartnerCenterClients clients, IOnboardingRecords records)
    : PartnerCenterActivity<CheckResellerInput, Reseller>(records)
{
    public static ActivityName<CheckResellerInput, Reseller> StoredName { get; } = new("resellers-check");

    protected override async Task<Reseller> Call(
        TaskActivityContext context,
        CheckResellerInput input,
        CancellationToken cancellationToken
    )
    {
        var client = clients.For(input.Partner, input.Batch);
        var tenant = new ResellerTenantId(input.Tenant);
        var relationship = (await client.Relationships.IndirectResellers(cancellationToken)).FirstOrDefault(reseller =>
            reseller.Id == tenant
        );
        if (relationship is null)
            throw NotReady($"{input.Tenant} is no indirect reseller of this provider.");
        if (!relationship.IsActive)
            throw NotReady($"The relationship with reseller {input.Tenant} is {relationship.State ?? "not active"}.");
        if (relationship.MpnId is not { } mpnId)
            throw NotReady(
                $"Partner Center shows no PartnerID (MPN id) for reseller {input.Tenant}, so no order could name it."
            );

        if (
            client.Partner.Capabilities.MpaStatus
            && await client.Relationships.MpaStatus(tenant, cancellationToken) is not MpaStatus.Signed
        )
        {
            throw NotReady($"Reseller {input.Tenant} has not signed the Microsoft Partner Agreement.");
        }

        await ResellerAuthorization.Require(client, mpnId, cancellationToken);
        return new Reseller(input.Tenant, mpnId.Value);
    }

    private static StepFailedException NotReady(string message) =>
        new(new StepFailure(ErrorCodes.ResellerNotReady, message, Retryable: false));
}
