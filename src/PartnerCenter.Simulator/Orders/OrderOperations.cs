using System.Text.Json.Nodes;
using PartnerCenter.Simulator.Audit;
using PartnerCenter.Simulator.Carts;
using PartnerCenter.Simulator.Catalog;
using PartnerCenter.Simulator.Errors;
using PartnerCenter.Simulator.Surface;

namespace PartnerCenter.Simulator.Orders;

/// <summary>Orders: C §18.</summary>
internal static class OrderOperations
{
    private const string Path = "/v1/customers/{customerId}/orders";

    internal static IEnumerable<BoundOperation> All { get; } =
    [
        new("orders.create", "POST", Path, TokenRule.Both, Create) { Customer = CustomerRule.Commerce },
        new("orders.list", "GET", Path, TokenRule.Both, List) { Customer = CustomerRule.Commerce },
        new(
            "orders.get",
            "GET",
            Path + "/{orderId}",
            TokenRule.Both,
            call => Answer.Ok(OrderShapes.Whole(call, Find(call), WithPrice(call)))
        )
        {
            Customer = CustomerRule.Commerce,
        },
        new("orders.patch", "PATCH", Path + "/{orderId}", TokenRule.Both, Patch) { Customer = CustomerRule.Commerce },
        new(
            "orders.provisioningStatus",
            "GET",
            Path + "/{orderId}/provisioningstatus",
            TokenRule.AppAndUser,
            ProvisioningStatus
        )
        {
            Customer = CustomerRule.Commerce,
            NeedsGdap = true,
        },
        new(
            "orders.activationLinks",
            "GET",
            Path + "/{orderId}/lineitems/{lineItemNumber}/activationlinks",
            TokenRule.Both,
            ActivationLinks
        )
        {
            Customer = CustomerRule.Commerce,
        },
    ];

    internal static Order Find(OperationCall call)
    {
        var order = call.World.Orders.Find(call.Route("orderId"));
        return order is not null && order.Partner == call.Partner.TenantId && order.CustomerId == call.Customer.Id
            ? order
            : throw new Refusal(VendorErrors.OrderNotFound);
    }

    /// <summary>Bought in one step (C §18.2): the same checks as a cart's, all of them refusing.</summary>
    private static Answer Create(OperationCall call)
    {
        call.Body.MustBeObject();
        if (call.Relationship.Resellers.Count > 0)
            Tokens.Authorization.RequireUser(call);
        var sent = call.Body["lineItems"].Items;
        if (sent.Count == 0)
            throw new Refusal(VendorErrors.InvalidRequest, "lineItems is required.");
        if (!sent.Select(l => l["lineItemNumber"].Int ?? 0).Order().SequenceEqual(Enumerable.Range(0, sent.Count)))
            throw new Refusal(VendorErrors.LineItemNumbers);
        var lines = sent.OrderBy(l => l["lineItemNumber"].Int ?? 0).Select(l => Line(call, l)).ToList();
        PurchaseGate.Check(call, call.Body["partnerOnRecordAttestationAccepted"].Bool, lines);
        var order = OrderPlacement.Place(
            call,
            lines,
            call.Body["partnerOnRecordAttestationAccepted"].Bool,
            null,
            call.Scripted.OutcomeFor(lines.Select(l => l.ProductId), 0)
        );
        return Answer.Created(OrderShapes.Whole(call, order, WithPrice(call)));
    }

    private static CartLine Line(OperationCall call, RequestBody body)
    {
        var offer = body["offerId"].Filled ?? throw new Refusal(VendorErrors.InvalidOfferId);
        if (offer.Split(':').Length != 3)
            throw new Refusal(VendorErrors.InvalidOfferId);
        var (_, sku) = CatalogLookup.RequireCurrent(call, offer);
        var term = body["termDuration"].Filled?.ToUpperInvariant();
        var billing =
            Pricing.BillingWord(
                body["billingCycle"].Filled
                    ?? call.Body["billingCycle"].Filled
                    ?? (sku.Terms.Count == 0 ? "one_time" : "monthly")
            ) ?? throw new Refusal(VendorErrors.BillingCycleInvalid);
        var quantity = body["quantity"].Int ?? 1;
        if (quantity < sku.Min || quantity > sku.Max)
            throw new Refusal(VendorErrors.QuantityOutOfRange);
        if (sku.Terms.Count > 0 && !sku.Terms.Contains($"{term}:{billing}"))
            throw new Refusal(VendorErrors.BillingCycleInvalid);
        if (!sku.Purchasable)
            throw new Refusal(VendorErrors.OfferNoLongerAvailable);
        if (sku.Attestation && body["attestationAccepted"].Bool is not true)
            throw new Refusal(VendorErrors.AttestationRequired);
        var line = new CartLine
        {
            Id = body["lineItemNumber"].Int ?? 0,
            CatalogItemId = offer,
            Quantity = quantity,
            BillingCycle = billing,
            TermDuration = term,
            FriendlyName = body["friendlyName"].Filled,
            PromotionId = body["promotionId"].Filled,
            Reseller = body["partnerIdOnRecord"].Filled,
            AdditionalResellers = [.. body["additionalPartnerIdsOnRecord"].Items.Select(i => i.Required)],
            AttestationAccepted = body["attestationAccepted"].Bool,
        };
        Resellers.Check(call, line);
        return line;
    }

    private static Answer List(OperationCall call)
    {
        var billing = call.Query("billingType") is { } text
            ? Pricing.BillingWord(text)
                ?? throw new Refusal(VendorErrors.EnumNotParseable, $"The billing type '{text}' is not known.")
            : null;
        var items = call
            .World.OrdersByCustomer[call.Customer.Id]
            .Where(o =>
                o.Partner == call.Partner.TenantId
                && o.ListedFrom <= call.Now
                && (billing is null || o.BillingCycle == billing)
            )
            .Select(o => (JsonNode)OrderShapes.Whole(call, o, WithPrice(call)));
        return Answer.Ok(Json.Collection(items, call.Self));
    }

    private static Answer ProvisioningStatus(OperationCall call)
    {
        var order = Find(call);
        if (!OrderLifecycle.ShowsSubscriptions(order, call.Now))
            throw new Refusal(VendorErrors.ProvisioningUnavailable);
        var items = order.Lines.Select(line =>
        {
            var subscription = call.World.Subscriptions.Find(line.SubscriptionId);
            var status =
                line.IsCancelled || line.SubscriptionId is null || subscription is { Status: "deleted" } ? "unfulfilled"
                : call.Now < order.ProvisionedAt ? "prefulfillmentPending"
                : "fulfilled";
            return (JsonNode)
                Json.Of(
                    ("lineItemNumber", line.Number),
                    ("status", status),
                    (
                        "quantityProvisioningInformation",
                        new JsonArray(Json.Of(("quantity", line.Quantity), ("status", status)))
                    )
                );
        });
        return Answer.Ok(Json.Collection(items, call.Self));
    }

    private static Answer ActivationLinks(OperationCall call)
    {
        var order = Find(call);
        var line = int.TryParse(call.Route("lineItemNumber"), out var number)
            ? order.Lines.FirstOrDefault(l => l.Number == number)
            : null;
        if (line?.SubscriptionId is null || Product.Find(line.ProductId)?.Kind != ProductKind.SaaS)
            throw new Refusal(VendorErrors.NotFound);
        return Answer.Ok(
            Json.Collection(
                [
                    Json.Of(
                        ("lineItemNumber", line.Number),
                        ("link", Json.Link($"https://activation.example/{line.SubscriptionId}"))
                    ),
                ],
                call.Self
            )
        );
    }

    /// <summary>Cancelling by the order: only what the matrix of C §20.2 allows.</summary>
    private static Answer Patch(OperationCall call)
    {
        var order = Find(call);
        call.Body.MustBeObject();
        if (!string.Equals(call.Body["status"].Filled, "cancelled", StringComparison.OrdinalIgnoreCase))
            throw new Refusal(VendorErrors.InvalidRequest, "An order's status can only be set to cancelled.");
        var wanted = call.Body["lineItems"].Items.Select(l => l["lineItemNumber"].Int ?? -1).ToList();
        var lines = wanted.Count == 0 ? order.Lines : [.. order.Lines.Where(l => wanted.Contains(l.Number))];
        if (lines.Count == 0 || wanted.Any(n => order.Lines.All(l => l.Number != n)))
            throw new Refusal(VendorErrors.InvalidRequest, "lineItems names a line that the order does not have.");
        if (OrderLifecycle.StatusAt(order, call.Now) is not "completed")
            throw new Refusal(VendorErrors.OrderNotCancellable);
        foreach (var line in lines)
            CheckCancellable(call, order, line);

        foreach (var line in lines)
        {
            if (call.World.Subscriptions.Find(line.SubscriptionId) is { } subscription)
                call.World.Subscriptions.Put(subscription with { Status = "deleted", EndedAt = call.Now });
        }
        order = order with
        {
            Lines = [.. order.Lines.Select(l => lines.Contains(l) ? l with { IsCancelled = true } : l)],
        };
        if (order.Lines.All(l => l.IsCancelled))
            order = order with { Outcome = "cancelled" };
        call.World.Orders.Put(order);
        call.Effect("orderCancelled", order.Id, order.CustomerId);
        AuditTrail.Write(call, "update_order", "order", call.Customer, [("OrderId", order.Id)]);
        return Answer.Ok(OrderShapes.Whole(call, order, withPrice: false));
    }

    private static void CheckCancellable(OperationCall call, Order order, OrderLine line)
    {
        var product = Product.Find(line.ProductId) ?? throw new Refusal(VendorErrors.OrderNotCancellable);
        switch (product.Kind)
        {
            case ProductKind.OnlineServicesNCE:
                throw new Refusal(VendorErrors.PatchSubscriptionInstead);
            case ProductKind.SaaS or ProductKind.Azure:
                throw new Refusal(VendorErrors.CancelBySubscription);
            case ProductKind.AzureReservation when !call.Partner.IsSandbox:
                throw new Refusal(VendorErrors.CancelNotAllowed);
        }

        var window = call.Partner.IsSandbox
            ? TimeSpan.FromDays(60)
            : Pricing.CancellationWindow(product, line.TermDuration, call.Partner);
        if (line.IsCancelled || call.Now >= order.CreatedAt + window)
            throw new Refusal(VendorErrors.OrderNotCancellable);
    }

    private static bool WithPrice(OperationCall call) =>
        string.Equals(call.Query("include_price"), "true", StringComparison.OrdinalIgnoreCase);
}
