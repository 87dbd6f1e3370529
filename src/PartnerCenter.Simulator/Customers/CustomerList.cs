using PartnerCenter.Simulator.Errors;
using PartnerCenter.Simulator.Relationships;
using PartnerCenter.Simulator.Surface;

namespace PartnerCenter.Simulator.Customers;

/// <summary>The list of customers with seek paging and filter: C §3.5, §5.4.</summary>
internal static class CustomerList
{
    internal static Answer List(OperationCall call) => Answer.Ok(Seek.Page(call, Found(call), CustomerShapes.Item));

    private static IEnumerable<CustomerTenant> Found(OperationCall call)
    {
        var own = call.World.RelationshipsByPartner[call.Partner.TenantId];
        if (call.Query("filter") is not { } text)
            return Visible(call, own).Select(p => p.Customer);
        var filter = Seek.ReadFilter(text);
        var value = filter["Value"].Filled ?? throw new Refusal(VendorErrors.BadInput, "The filter needs a Value.");
        if (
            filter["Operator"].Filled is { } op
            && !op.Replace("_", "", StringComparison.Ordinal).Equals("startswith", StringComparison.OrdinalIgnoreCase)
        )
            throw new Refusal(VendorErrors.BadInput, $"The operator '{op}' is not supported; use starts_with.");
        var field = (filter["Field"].Filled ?? "").ToLowerInvariant();
        // Callers search by domain after a lost answer, so the result must not depend on the number of customers.
        if (field == "domain")
            own =
            [
                .. call
                    .World.CustomersByDomain.StartingWith(value)
                    .Select(id => call.World.Relationships.Find(CustomerRelationship.KeyOf(call.Partner.TenantId, id)))
                    .OfType<CustomerRelationship>(),
            ];
        Func<(CustomerRelationship Relationship, CustomerTenant Customer), bool> fits = field switch
        {
            "companyname" => p => p.Customer.CompanyName.StartsWith(value, StringComparison.OrdinalIgnoreCase),
            "domain" => _ => true,
            "indirectreseller" => p =>
                p.Relationship.Resellers.Any(r => r.StartsWith(value, StringComparison.OrdinalIgnoreCase)),
            "indirectcloudsolutionprovider" => p =>
                p.Relationship.Partner.StartsWith(value, StringComparison.OrdinalIgnoreCase),
            _ => throw new Refusal(VendorErrors.BadInput, $"The field '{field}' cannot be filtered."),
        };
        return Visible(call, own).Where(fits).Select(p => p.Customer);
    }

    private static IEnumerable<(CustomerRelationship Relationship, CustomerTenant Customer)> Visible(
        OperationCall call,
        IReadOnlyList<CustomerRelationship> relationships
    )
    {
        foreach (var relationship in relationships)
        {
            if (
                relationship.IsActive
                && relationship.VisibleFrom <= call.Now
                && call.World.Customers.Find(relationship.CustomerId) is { } customer
            )
                yield return (relationship, customer);
        }
    }
}
