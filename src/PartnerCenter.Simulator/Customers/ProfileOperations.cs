using System.Text.Json.Nodes;
using PartnerCenter.Simulator.Audit;
using PartnerCenter.Simulator.Errors;
using PartnerCenter.Simulator.State;
using PartnerCenter.Simulator.Surface;

namespace PartnerCenter.Simulator.Customers;

/// <summary>Billing and company profile, organization and domains: C §5.3, §5.5.</summary>
internal static class ProfileOperations
{
    internal static IEnumerable<BoundOperation> All { get; } =
    [
        new(
            "customers.billingProfile",
            "GET",
            "/v1/customers/{customerId}/profiles/billing",
            TokenRule.Both,
            call => Answer.Ok(CustomerShapes.Billing(call.Customer))
        )
        {
            Customer = CustomerRule.Read,
        },
        new(
            "customers.updateBillingProfile",
            "PUT",
            "/v1/customers/{customerId}/profiles/billing",
            TokenRule.Both,
            UpdateBilling
        )
        {
            Customer = CustomerRule.Read,
        },
        new(
            "customers.companyProfile",
            "GET",
            "/v1/customers/{customerId}/profiles/company",
            TokenRule.Both,
            call => Answer.Ok(CustomerShapes.Company(call.Customer))
        )
        {
            Customer = CustomerRule.Read,
        },
        new(
            "customers.organization",
            "GET",
            "/v1/customers/{customerId}/organization",
            TokenRule.AppAndUser,
            Organization
        )
        {
            Customer = CustomerRule.Read,
            NeedsGdap = true,
        },
        new(
            "customers.customDomains",
            "GET",
            "/v1/customers/{customerId}/customDomains",
            TokenRule.AppAndUser,
            call => Answer.Ok(Json.Texts([call.Customer.Domain]))
        )
        {
            Customer = CustomerRule.Read,
            NeedsGdap = true,
        },
    ];

    /// <summary>
    /// Changes the profile just before this call, as another writer would (fault <c>etagConflict</c>).
    /// </summary>
    internal static void TouchEtag(OperationCall call)
    {
        if (
            call.Operation.Name == "customers.updateBillingProfile"
            && call.World.Customers.Find(call.Route("customerId")) is { } customer
        )
            call.World.Customers.Put(customer with { Billing = customer.Billing with { Etag = Ids.NewEtag() } });
    }

    private static Answer UpdateBilling(OperationCall call)
    {
        call.Body.MustBeObject();
        var header = RequestReader.First(call.Request, "If-Match");
        if (call.Partner.StrictHeaders && header is not ['"', .., '"'])
            throw new Refusal(VendorErrors.BadInput, "If-Match is required and must be in double quotes.");
        // The vendor's own SDK never sends the header and relies on the ETag inside the resource (C §3.6).
        var etag =
            header?.Trim('"')
            ?? call.Body["attributes"]["etag"].Filled
            ?? throw new Refusal(VendorErrors.BadInput, "If-Match is required.");
        if (etag != call.Customer.Billing.Etag && etag != "*")
            throw new Refusal(
                call.Partner.EtagConflictAs2055
                    ? VendorErrors.EtagNoLongerValid
                    : VendorErrors.EtagNoLongerValid with
                    {
                        Status = 412,
                    }
            );
        var billing = CustomerCreation.ReadBilling(call, call.Body) with { Id = call.Customer.Billing.Id };
        if (billing.Address.Country != call.Customer.Country)
            throw new Refusal(
                VendorErrors.InvalidProperty,
                "The country of a customer cannot change.",
                ["defaultAddress.country"]
            );
        var customer = call.Customer with { Billing = billing };
        call.World.Customers.Put(customer);
        call.Effect("billingProfile", billing.Id, customer.Id);
        AuditTrail.Write(call, "update_customer_billing_profile", "customer", customer, []);
        return Answer.Ok(CustomerShapes.Billing(customer));
    }

    private static Answer Organization(OperationCall call)
    {
        var address = call.Customer.Billing.Address;
        return Answer.Ok(
            new JsonArray(
                Json.Of(
                    ("street", address.AddressLine1),
                    ("countryLetterCode", address.Country),
                    ("postalCode", address.PostalCode),
                    ("city", address.City),
                    ("state", address.State),
                    ("displayName", call.Customer.CompanyName),
                    ("technicalNotificationMails", Json.Texts([call.Customer.Billing.Email]))
                )
            )
        );
    }
}
