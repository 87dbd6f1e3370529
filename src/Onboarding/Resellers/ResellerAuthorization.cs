using PartnerCenter;

namespace Onboarding.Resellers;

/// <summary>
/// Checks whether Microsoft accepts a reseller as the partner on record of an order (C §10.5). The authorisation is
/// renewed yearly, so it may be lost while an onboarding waits.
/// </summary>
internal static class ResellerAuthorization
{
    /// <summary>Asks whether orders may name the reseller.</summary>
    /// <exception cref="StepFailedException">
    /// They may not: whoever is responsible for the reseller has to act.
    /// </exception>
    public static async Task Require(PartnerCenterClient client, MpnId mpnId, CancellationToken cancellationToken)
    {
        if (client.Partner.Cloud != PartnerCloud.Public)
            return;
        var checks = await client.Relationships.ValidateResellers([mpnId], cancellationToken);
        if (checks.FirstOrDefault(check => check.PartnerId == mpnId) is not { IsValidPartnerIdOnRecord: false } refused)
            return;
        throw new StepFailedException(
            new StepFailure(
                ErrorCodes.ResellerNotAuthorized,
                $"Microsoft does not take PartnerID {mpnId} as the partner on record of an order "
                    + $"({refused.ErrorCode ?? "no code"} {refused.ErrorDescription}): the reseller has to renew its "
                    + "authorisation.",
                Retryable: false
            )
        );
    }
}
