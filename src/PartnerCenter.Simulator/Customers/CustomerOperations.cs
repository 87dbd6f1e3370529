using PartnerCenter.Simulator.Audit;
using PartnerCenter.Simulator.Errors;
using PartnerCenter.Simulator.Subscriptions;
using PartnerCenter.Simulator.Surface;

namespace PartnerCenter.Simulator.Customers;

/// <summary>Customers, from the list to the end of the relationship: C §5.3, §5.4, §5.6, §5.8, §5.9.</summary>
internal static class CustomerOperations
{
    internal static IEnumerable<BoundOperation> All { get; } =
    [
        new("customers.create", "POST", "/v1/customers", TokenRule.Both, CustomerCreation.Create),
        new("customers.list", "GET", "/v1/customers", TokenRule.Both, CustomerList.List),
        new("customers.get", "GET", "/v1/customers/{customerId}", TokenRule.Both, Get) { Customer = CustomerRule.Read },
        new(
            "customers.removeRelationship",
            "PATCH",
            "/v1/customers/{customerId}",
            TokenRule.AppAndUser,
            RemoveRelationship
        )
        {
            Customer = CustomerRule.Read,
        },
        new("customers.delete", "DELETE", "/v1/customers/{customerId}", TokenRule.Both, Delete)
        {
            Customer = CustomerRule.Read,
        },
        new(
            "customers.validationStatus",
            "GET",
            "/v1/customers/{customerId}/validationStatus",
            TokenRule.AppAndUser,
            ValidationStatus
        )
        {
            Customer = CustomerRule.Read,
        },
    ];

    private static Answer Get(OperationCall call) => Answer.Ok(CustomerShapes.Whole(call.Customer, call.Relationship));

    private static Answer ValidationStatus(OperationCall call)
    {
        if (!string.Equals(call.Query("type"), "account", StringComparison.OrdinalIgnoreCase))
            throw new Refusal(VendorErrors.BadInput, "The query parameter type must be account.");
        if (call.Customer.Review is not { } review)
            throw new Refusal(VendorErrors.AccountStatusNotFound);
        return Answer.Ok(
            Json.Of(
                ("type", "account"),
                ("status", review.StatusAt(call.Now)),
                ("lastUpdateDateTime", Json.Utc(review.EndsAt <= call.Now ? review.EndsAt : review.StartedAt))
            )
        );
    }

    private static Answer RemoveRelationship(OperationCall call)
    {
        call.Body.MustBeObject();
        if (
            call.Body["relationshipToPartner"].Filled is not { } wanted
            || !wanted.Equals("none", StringComparison.OrdinalIgnoreCase)
        )
            throw new Refusal(
                VendorErrors.InvalidProperty,
                "relationshipToPartner can only be set to none.",
                ["relationshipToPartner"]
            );
        // Subscriptions of an order under way count too: else they would become active without a partner who is
        // responsible.
        if (OwnSubscriptions(call).Any(s => SubscriptionLifecycle.StatusAt(s, call.Now) is "active" or "pending"))
            throw new Refusal(VendorErrors.ActiveSubscriptionsExist);
        if (call.Partner.IsSandbox)
            Purge(call);
        else
            End(call);
        AuditTrail.Write(call, "remove_partner_customer_relationship", "customer", call.Customer, []);

        // The vendor echoes a skeleton in PascalCase with nulls (C §5.8), which the writer of answers would leave out.
        return Answer.Ok(
            new System.Text.Json.Nodes.JsonObject
            {
                ["Id"] = null,
                ["CommerceId"] = null,
                ["CompanyProfile"] = null,
                ["BillingProfile"] = null,
                ["RelationshipToPartner"] = "none",
                ["AllowDelegatedAccess"] = null,
                ["UserCredentials"] = null,
                ["CustomDomains"] = null,
                ["AssociatedPartnerId"] = null,
                ["Attributes"] = new System.Text.Json.Nodes.JsonObject { ["ObjectType"] = "Customer" },
            }
        );
    }

    private static Answer Delete(OperationCall call)
    {
        if (!call.Partner.IsSandbox)
            throw new Refusal(VendorErrors.DeleteNotAllowedInProduction);
        if (call.Customer.HasBadAddress)
            throw new Refusal(
                VendorErrors.CustomerNotDeletable,
                "A customer with an invalid address cannot be deleted."
            );
        if (
            OwnSubscriptions(call)
                .Any(s => s.BlocksDeletion && SubscriptionLifecycle.StatusAt(s, call.Now) is "active" or "suspended")
        )
            throw new Refusal(
                VendorErrors.CustomerNotDeletable,
                "Software and reservation orders must be cancelled first."
            );
        AuditTrail.Write(call, "delete_customer", "customer", call.Customer, []);
        Purge(call);
        return Answer.NoContent;
    }

    private static IEnumerable<Subscription> OwnSubscriptions(OperationCall call) =>
        call.World.SubscriptionsByCustomer[call.Customer.Id].Where(s => s.Partner == call.Partner.TenantId);

    private static void End(OperationCall call)
    {
        call.World.Relationships.Put(call.Relationship with { IsActive = false });
        call.Effect("relationshipRemoved", call.Relationship.Key, call.Customer.Id);
    }

    /// <summary>
    /// The sandbox's delete: what the partner has with the tenant ends; the tenant goes with all it has when nobody
    /// else has anything with it, then its name is free again and the quota is back (C §5.9). What other partners sold
    /// is never touched (C §24.12).
    /// </summary>
    private static void Purge(OperationCall call)
    {
        var world = call.World;
        var id = call.Customer.Id;
        foreach (var subscription in OwnSubscriptions(call).ToList())
            world.Subscriptions.Put(
                subscription with
                {
                    Status = "deleted",
                    EndedAt = subscription.EndedAt ?? call.Now,
                }
            );
        world.Relationships.Put(call.Relationship with { IsActive = false });
        if (world.RelationshipsByCustomer[id].Any(r => r.IsActive))
        {
            call.Effect("relationshipRemoved", call.Relationship.Key, id);
            return;
        }
        world.Domains.Remove(call.Customer.Domain);
        world.Customers.Remove(id);
        call.Effect("tenantDeleted", id, id);
    }
}
