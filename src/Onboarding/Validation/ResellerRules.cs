using Onboarding.Requests;
using PartnerCenter;

namespace Onboarding.Validation;

/// <summary>Checks that the partner of the request may name a reseller.</summary>
internal static class ResellerRules
{
    public static void Check(OnboardingRequest request, PartnerProfile? partner, FindingList findings)
    {
        if (partner is null)
            return;
        if (request.Reseller is null)
        {
            if (partner.Capabilities.IndirectResellers)
                findings.Warning(
                    ErrorCodes.ResellerMissing,
                    "/reseller",
                    $"No reseller is named: the customer becomes the provider's own."
                );
        }
        else if (partner.Kind == PartnerKind.DirectBill)
        {
            findings.Error(
                ErrorCodes.ResellerNotAllowed,
                "/reseller",
                $"A direct-bill partner sells without resellers; leave reseller out."
            );
        }
        else if (!partner.Capabilities.IndirectResellers)
        {
            findings.Error(
                ErrorCodes.ResellerNotAllowed,
                "/reseller",
                $"There are no resellers in the cloud {partner.Cloud}; leave reseller out."
            );
        }
        else if (request.Reseller.TenantId == partner.TenantId)
        {
            findings.Error(
                ErrorCodes.ResellerNotAllowed,
                "/reseller/tenantId",
                $"This is the provider's own tenant, not a reseller's."
            );
        }
    }
}
