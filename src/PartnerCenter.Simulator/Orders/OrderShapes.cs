using System.Text.Json.Nodes;
using PartnerCenter.Simulator.Catalog;
using PartnerCenter.Simulator.Surface;

namespace PartnerCenter.Simulator.Orders;

/// <summary>Orders on the wire: C §18.1.</summary>
internal static class OrderShapes
{
    internal static JsonObject Whole(OperationCall call, Order order, bool withPrice)
    {
        var self = $"/customers/{order.CustomerId}/orders/{order.Id}";
        var links = Json.Links(self);
        links["provisioningStatus"] = Json.Link($"{self}/provisioningstatus");
        links["patchOperation"] = Json.Link(self, "PATCH");
        return Json.Of(
            ("id", order.Id),
            ("alternateId", order.AlternateId),
            ("referenceCustomerId", order.CustomerId),
            ("billingCycle", order.BillingCycle),
            ("currencyCode", order.Currency),
            ("currencySymbol", Pricing.SymbolOf(order.Currency)),
            ("lineItems", Json.Array(order.Lines.Select(l => (JsonNode)Line(call, order, l, withPrice)))),
            ("creationDate", Json.Utc(order.CreatedAt)),
            ("status", OrderLifecycle.StatusAt(order, call.Now)),
            ("transactionType", "UserPurchase"),
            ("totalPrice", withPrice ? order.Lines.Sum(PriceOf) : null),
            ("partnerOnRecordAttestationAccepted", order.ResellerAttested),
            ("client", new JsonObject()),
            ("links", links),
            ("attributes", Json.Attributes("Order"))
        );
    }

    private static JsonObject Line(OperationCall call, Order order, OrderLine line, bool withPrice)
    {
        var subscription = OrderLifecycle.ShowsSubscriptions(order, call.Now) ? line.SubscriptionId : null;
        var sku = Product.Find(line.ProductId)?.FindSku(line.SkuId);
        var product = $"/products/{line.ProductId}";
        var country = call.Customer.Country;
        var links = new JsonObject
        {
            ["product"] = Json.Link($"{product}?country={country}"),
            ["sku"] = Json.Link($"{product}/skus/{line.SkuId}?country={country}"),
            ["availability"] = Json.Link(
                $"{product}/skus/{line.SkuId}/availabilities/{line.CatalogItemId.Split(':')[^1]}?country={country}"
            ),
        };
        if (subscription is not null)
        {
            links["subscription"] = Json.Link($"/customers/{order.CustomerId}/subscriptions/{subscription}");
            links["provisioningStatus"] = Json.Link(
                $"/customers/{order.CustomerId}/orders/{order.Id}/provisioningstatus"
            );
            if (Product.Find(line.ProductId)?.Kind == ProductKind.SaaS)
                links["activationLinks"] = Json.Link(
                    $"/customers/{order.CustomerId}/orders/{order.Id}/lineitems/{line.Number}/activationlinks"
                );
        }
        return Json.Of(
            ("lineItemNumber", line.Number),
            ("offerId", line.CatalogItemId),
            ("subscriptionId", subscription),
            ("friendlyName", line.FriendlyName ?? sku?.Title),
            ("quantity", line.IsCancelled ? 0 : line.Quantity),
            ("termDuration", line.TermDuration),
            ("billingCycle", line.BillingCycle),
            ("customTermEndDate", Json.Utc(line.CustomTermEndDate)),
            ("transactionType", "New"),
            ("partnerIdOnRecord", line.Reseller),
            (
                "additionalPartnerIdsOnRecord",
                line.AdditionalResellers.Count > 0 ? Json.Texts(line.AdditionalResellers) : null
            ),
            ("provisioningContext", line.ProvisioningContext is { } context ? JsonNode.Parse(context) : null),
            ("promotionId", line.PromotionId),
            ("attestationAccepted", line.AttestationAccepted),
            (
                "pricing",
                withPrice && sku is not null
                    ? Pricing.Shape(sku, line.TermDuration, line.BillingCycle, line.Quantity)
                    : null
            ),
            ("links", links)
        );
    }

    private static decimal PriceOf(OrderLine line) =>
        Product.Find(line.ProductId)?.FindSku(line.SkuId) is { } sku && !line.IsCancelled
            ? Pricing.Extended(sku, line.TermDuration, line.BillingCycle, line.Quantity)
            : 0;
}
