using PartnerCenter.Simulator.Errors;
using PartnerCenter.Simulator.Relationships;
using PartnerCenter.Simulator.Surface;

namespace PartnerCenter.Simulator.Customers;

/// <summary>Checks that the customer of a route is the caller's, and refuses as the vendor does (C §24.3).</summary>
internal static class CustomerAccess
{
    internal static void Admit(OperationCall call)
    {
        if (call.Operation.Customer == CustomerRule.None)
            return;
        var text = call.Route("customerId");
        if (!Guid.TryParse(text, out var id))
            throw new Refusal(VendorErrors.InvalidCustomerId);
        var relationship = call.World.Relationships.Find(
            CustomerRelationship.KeyOf(call.Partner.TenantId, id.ToString())
        );
        var customer = call.World.Customers.Find(id.ToString());
        var isHidden = relationship?.VisibleFrom > call.Now && LagsBehind(call.Operation);
        if (customer is null || relationship is not { IsActive: true } || isHidden)
            throw new Refusal(
                call.Operation.Customer == CustomerRule.Commerce
                    ? VendorErrors.NoCommerceRelationship
                    : VendorErrors.TenantNotFound
            );
        call.Admit(customer, relationship);
        if (
            call.Operation.NeedsGdap
            && call.Partner.GdapRequired
            && !GranularRelationship.IsGranted(call.World, call.Partner.TenantId, customer.Id, call.Now)
        )
            throw new Refusal(
                VendorErrors.Forbidden,
                "The call needs a granular delegated admin relationship with the customer."
            );
    }

    /// <summary>
    /// C §5.2: a customer just created may be missing from agreements and commerce; by its id it is there at once.
    /// </summary>
    private static bool LagsBehind(BoundOperation operation) =>
        operation.Customer == CustomerRule.Commerce
        || operation.Name.StartsWith("agreements.", StringComparison.Ordinal);
}
