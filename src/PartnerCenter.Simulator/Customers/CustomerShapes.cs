using System.Text.Json.Nodes;
using PartnerCenter.Simulator.Relationships;
using PartnerCenter.Simulator.Surface;

namespace PartnerCenter.Simulator.Customers;

/// <summary>The customer on the wire: C §5.1.</summary>
internal static class CustomerShapes
{
    internal static JsonObject Whole(CustomerTenant customer, CustomerRelationship relationship) =>
        Json.Of(
            ("id", customer.Id),
            ("commerceId", customer.CommerceId),
            ("companyProfile", Company(customer)),
            ("billingProfile", Billing(customer)),
            ("relationshipToPartner", relationship.IsActive ? "reseller" : "none"),
            ("allowDelegatedAccess", relationship.Resellers.Count > 0 ? true : null),
            ("associatedPartnerId", relationship.Resellers is [var reseller, ..] ? reseller : null),
            ("links", Json.Links($"/customers/{customer.Id}")),
            ("attributes", Json.Attributes("Customer"))
        );

    /// <summary>Items of lists leave the billing profile out (C §5.4).</summary>
    internal static JsonObject Item(CustomerTenant customer) =>
        Json.Of(
            ("id", customer.Id),
            ("companyProfile", Company(customer)),
            ("relationshipToPartner", "reseller"),
            ("links", Json.Links($"/customers/{customer.Id}")),
            ("attributes", Json.Attributes("Customer"))
        );

    internal static JsonObject Company(CustomerTenant customer) =>
        Json.Of(
            ("tenantId", customer.Id),
            ("domain", customer.Domain),
            ("companyName", customer.CompanyName),
            ("organizationRegistrationNumber", customer.RegistrationNumber),
            ("links", Json.Links($"/customers/{customer.Id}/profiles/company")),
            ("attributes", Json.Attributes("CustomerCompanyProfile"))
        );

    internal static JsonObject Billing(CustomerTenant customer)
    {
        var billing = customer.Billing;
        return Json.Of(
            ("id", billing.Id),
            ("firstName", billing.FirstName),
            ("lastName", billing.LastName),
            ("email", billing.Email),
            ("culture", billing.Culture),
            ("language", billing.Language),
            ("companyName", billing.CompanyName),
            ("defaultAddress", Address(billing.Address)),
            ("links", Json.Links($"/customers/{customer.Id}/profiles/billing")),
            ("attributes", Json.Attributes("CustomerBillingProfile", billing.Etag))
        );
    }

    internal static JsonObject Address(Address a) =>
        Json.Of(
            ("country", a.Country),
            ("region", a.Region),
            ("city", a.City),
            ("state", a.State),
            ("addressLine1", a.AddressLine1),
            ("addressLine2", a.AddressLine2),
            ("addressLine3", a.AddressLine3),
            ("postalCode", a.PostalCode),
            ("firstName", a.FirstName),
            ("middleName", a.MiddleName),
            ("lastName", a.LastName),
            ("phoneNumber", a.PhoneNumber)
        );
}
