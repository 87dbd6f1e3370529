using System.Text.Json.Nodes;
using PartnerCenter.Simulator.Catalog;
using PartnerCenter.Simulator.Errors;
using PartnerCenter.Simulator.Surface;

namespace PartnerCenter.Simulator.Subscriptions;

/// <summary>Subscriptions: C §19. Their change is in <see cref="SubscriptionUpdate"/>.</summary>
internal static class SubscriptionOperations
{
    private const string Path = "/v1/customers/{customerId}/subscriptions";

    internal static IEnumerable<BoundOperation> All { get; } =
    [
        new("subscriptions.list", "GET", Path, TokenRule.Both, List) { Customer = CustomerRule.Commerce },
        new(
            "subscriptions.customTermEndDates",
            "GET",
            Path + "/customTermEndDates",
            TokenRule.Both,
            CustomTermEnds.List
        )
        {
            Customer = CustomerRule.Commerce,
        },
        new(
            "subscriptions.get",
            "GET",
            Path + "/{subscriptionId}",
            TokenRule.Both,
            call => Answer.Ok(SubscriptionShapes.Whole(call, Find(call)))
        )
        {
            Customer = CustomerRule.Commerce,
        },
        new("subscriptions.update", "PATCH", Path + "/{subscriptionId}", TokenRule.Both, SubscriptionUpdate.Patch)
        {
            Customer = CustomerRule.Commerce,
        },
        new("subscriptions.addOns", "GET", Path + "/{subscriptionId}/addons", TokenRule.Both, AddOns)
        {
            Customer = CustomerRule.Commerce,
        },
        new(
            "subscriptions.azureEntitlements",
            "GET",
            Path + "/{subscriptionId}/azureEntitlements",
            TokenRule.Both,
            AzureEntitlements
        )
        {
            Customer = CustomerRule.Commerce,
        },
        new(
            "subscriptions.provisioningStatus",
            "GET",
            Path + "/{subscriptionId}/provisioningstatus",
            TokenRule.AppAndUser,
            ProvisioningStatus
        )
        {
            Customer = CustomerRule.Commerce,
            NeedsGdap = true,
        },
        new("subscriptions.register", "POST", Path + "/{subscriptionId}/registrations", TokenRule.Both, Register)
        {
            Customer = CustomerRule.Commerce,
        },
        new(
            "subscriptions.registrationStatus",
            "GET",
            Path + "/{subscriptionId}/registrationstatus",
            TokenRule.Both,
            RegistrationStatus
        )
        {
            Customer = CustomerRule.Commerce,
        },
    ];

    internal static Subscription Find(OperationCall call)
    {
        var found = call.World.Subscriptions.Find(call.Route("subscriptionId"));
        return
            found is not null
            && found.Partner == call.Partner.TenantId
            && found.CustomerId == call.Customer.Id
            && SubscriptionLifecycle.IsVisible(found, call.Now)
            ? found
            : throw new Refusal(VendorErrors.SubscriptionNotFound);
    }

    private static Answer List(OperationCall call)
    {
        var (order, reseller) = (call.Query("order_id"), call.Query("mpn_id"));
        var items = call
            .World.SubscriptionsByCustomer[call.Customer.Id]
            .Where(s =>
                s.Partner == call.Partner.TenantId
                && SubscriptionLifecycle.IsVisible(s, call.Now)
                && (
                    order is null
                    || (s.OrderId.Equals(order, StringComparison.OrdinalIgnoreCase) && s.ListedByOrderFrom <= call.Now)
                )
                && (reseller is null || s.Reseller == reseller)
            )
            .Select(s => (JsonNode)SubscriptionShapes.Whole(call, s));
        return Answer.Ok(Json.Collection(items, call.Self));
    }

    /// <summary>
    /// Lists the add-ons of the older commerce: a new commerce add-on is a subscription beside its base, not under it
    /// (C §17.1).
    /// </summary>
    private static Answer AddOns(OperationCall call)
    {
        Find(call);
        return Answer.Ok(Json.Collection([], call.Self));
    }

    /// <summary>Lists the Azure subscriptions under an Azure plan; for other subscriptions the list is empty.</summary>
    private static Answer AzureEntitlements(OperationCall call)
    {
        var plan = Find(call);
        return Answer.Ok(
            Json.Collection(
                Enumerable
                    .Range(1, plan.AzureSubscriptions)
                    .Select(number =>
                        (JsonNode)
                            Json.Of(
                                (
                                    "id",
                                    State.Ids.Derived(
                                        plan.Id,
                                        "azure",
                                        number.ToString(System.Globalization.CultureInfo.InvariantCulture)
                                    )
                                ),
                                ("friendlyName", $"Azure subscription {number}"),
                                ("status", SubscriptionLifecycle.StatusAt(plan, call.Now)),
                                ("subscriptionId", plan.Id)
                            )
                    ),
                call.Self
            )
        );
    }

    private static Answer ProvisioningStatus(OperationCall call)
    {
        var s = Find(call);
        return Answer.Ok(
            Json.Of(
                ("skuId", State.Ids.Derived(s.ProductId, s.SkuId)),
                (
                    "status",
                    call.Now < s.ProvisionedAt ? "pending"
                    : call.Partner.ProvisioningFails ? "failed"
                    : "success"
                ),
                ("quantity", s.Quantity),
                ("endDate", Json.Utc(s.TermEnd)),
                ("attributes", Json.Attributes("SubscriptionProvisioningStatus"))
            )
        );
    }

    /// <summary>
    /// Registers a subscription for reservations; only Azure subscriptions need it, and it takes a second.
    /// </summary>
    private static Answer Register(OperationCall call)
    {
        var s = Find(call);
        if (Product.Find(s.ProductId)?.Kind is not (ProductKind.Azure or ProductKind.AzureReservation))
            throw new Refusal(VendorErrors.InvalidSubscription);
        call.World.Subscriptions.Put(s with { RegisteredAt = s.RegisteredAt ?? call.Now.AddSeconds(1) });
        return new Answer(202)
        {
            Headers = [("Location", $"/customers/{s.CustomerId}/subscriptions/{s.Id}/registrationstatus")],
        };
    }

    private static Answer RegistrationStatus(OperationCall call)
    {
        var s = Find(call);
        var status =
            s.RegisteredAt is not { } at ? "NotRegistered"
            : at <= call.Now ? "registered"
            : "registering";
        return Answer.Ok(Json.Of(("subscriptionId", s.Id), ("status", status)));
    }
}
