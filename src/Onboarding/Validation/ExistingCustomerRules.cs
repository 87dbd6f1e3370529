using Onboarding.Requests;
using PartnerCenter;

namespace Onboarding.Validation;

/// <summary>Checks the members that identify a customer that has a tenant.</summary>
internal static class ExistingCustomerRules
{
    public static void Check(OnboardingRequest request, PartnerProfile? partner, FindingList findings)
    {
        var customer = request.Customer;
        if (customer.TenantId is null && customer.Domain is null)
            findings.Error(
                ErrorCodes.FieldRequired,
                "/customer",
                $"An existing customer is named by tenantId, by domain, or by both."
            );
        if (
            customer.Domain is { } domain && Uri.CheckHostName(domain) != UriHostNameType.Dns
            || customer.Domain?.Contains('.') == false
        )
            findings.Error(ErrorCodes.FieldInvalid, "/customer/domain", $"A domain such as contoso.com.");
        if (customer.CompanyName is { } name)
            CompanyNames.Check(name, findings);
        if (customer.Address is { } address)
            AddressRules.CheckCountry(address.Country, findings);
        if (request.Contact is { } contact)
        {
            ContactRules.Check(contact, "/contact", partner, null, null, findings);
            if (contact.Phone is { } phone && !Phones.IsPossible(phone, customer.Address?.Country))
                findings.Error(
                    ErrorCodes.PhoneInvalid,
                    "/contact/phone",
                    $"No possible phone number; write it with + and the calling code."
                );
        }

        if (partner is { Capabilities.RelationshipRequests: false } && partner.Cloud == PartnerCloud.UsGovernment)
            findings.Error(
                ErrorCodes.NoRelationshipRequests,
                "/customer/kind",
                $"There is no relationship request in the US Government cloud: only new customers can be taken there."
            );
    }
}
