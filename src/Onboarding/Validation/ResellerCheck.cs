using Onboarding.Messages;
using Onboarding.Requests;
using PartnerCenter;
using PartnerCenter.Relationships;

namespace Onboarding.Validation;

/// <summary>
/// Checks whether the reseller is the provider's, active, and has signed the Microsoft Partner Agreement (C §10.1,
/// §10.4).
/// </summary>
internal static class ResellerCheck
{
    private const string Path = "/reseller/tenantId";

    public static async Task<IReadOnlyList<Finding>> Check(
        PartnerCenterClient client,
        ResellerTenantId tenant,
        CancellationToken cancellationToken
    ) =>
        await Problem(client, tenant, cancellationToken) is { } problem
            ? [new(ErrorCodes.ResellerNotReady, Path, FindingSeverity.Error, problem)]
            : [];

    private static async Task<Message?> Problem(
        PartnerCenterClient client,
        ResellerTenantId tenant,
        CancellationToken cancellationToken
    )
    {
        var resellers = await client.Relationships.IndirectResellers(cancellationToken);
        if (resellers.FirstOrDefault(reseller => reseller.Id == tenant) is not { } reseller)
            return $"This tenant is none of the provider's active resellers.";
        return await Problem(client, reseller, asksForAgreement: true, cancellationToken);
    }

    /// <summary>Says why nothing can be sold through a reseller; null where nothing is known against it.</summary>
    /// <param name="client">Of the provider.</param>
    /// <param name="reseller">As the provider's list has it.</param>
    /// <param name="asksForAgreement">Whether Microsoft is asked for the reseller's partner agreement.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<Message?> Problem(
        PartnerCenterClient client,
        PartnerRelationship reseller,
        bool asksForAgreement,
        CancellationToken cancellationToken
    )
    {
        if (!reseller.IsActive)
            return $"The provider's relationship with this reseller is not active.";
        if (reseller.MpnId is not { } mpnId)
            return $"The reseller has no PartnerID, which its orders would need.";
        if (!asksForAgreement || !client.Partner.Capabilities.MpaStatus)
            return null;
        return await client.Relationships.MpaStatus(mpnId, cancellationToken) switch
        {
            MpaStatus.Signed => null,
            MpaStatus.NotSigned => $"The reseller has not signed the Microsoft Partner Agreement.",
            MpaStatus.OtherRegion => $"The reseller belongs to another region than the provider.",
            _ => $"The reseller is not enrolled as an indirect reseller.",
        };
    }
}
