using System.Text.Json.Nodes;
using PartnerCenter.Simulator.Catalog;
using PartnerCenter.Simulator.Surface;

namespace PartnerCenter.Simulator.Subscriptions;

/// <summary>Subscriptions on the wire: C §19.1.</summary>
internal static class SubscriptionShapes
{
    /// <summary>
    /// The end that is written for a subscription without a term, as recorded: the vendor's client takes no
    /// subscription without an end.
    /// </summary>
    private static readonly DateTimeOffset Endless = new(9999, 12, 14, 0, 0, 0, TimeSpan.Zero);

    internal static JsonObject Whole(OperationCall call, Subscription written)
    {
        var now = call.Now;
        var s = SubscriptionLifecycle.Renewed(written, now);
        var status = SubscriptionLifecycle.StatusAt(written, now);
        var product = Product.Find(s.ProductId)!;
        var sku = product.FindSku(s.SkuId)!;
        var until = SubscriptionLifecycle.CancellationAllowedUntil(s);
        var cycleEnd = SubscriptionLifecycle.CycleEnd(s, now);
        var country = call.Customer.Country;
        var links = new JsonObject
        {
            ["product"] = Json.Link($"/products/{s.ProductId}?country={country}"),
            ["sku"] = Json.Link($"/products/{s.ProductId}/skus/{s.SkuId}?country={country}"),
            ["availability"] = Json.Link(
                $"/products/{s.ProductId}/skus/{s.SkuId}/availabilities/{s.CatalogItemId.Split(':')[^1]}?country={country}"
            ),
            ["self"] = Json.Link($"/customers/{s.CustomerId}/subscriptions/{s.Id}"),
        };
        return Json.Of(
            ("id", s.Id),
            ("offerId", s.CatalogItemId),
            ("offerName", sku.Title),
            ("friendlyName", s.FriendlyName),
            ("productType", Json.Of(("id", product.Type.Id), ("displayName", product.Type.DisplayName))),
            ("quantity", s.Quantity),
            ("unitType", product.Kind == ProductKind.Azure ? "Usage-based" : "Licenses"),
            ("hasPurchasableAddons", false),
            ("creationDate", Json.Utc(s.CreatedAt)),
            ("effectiveStartDate", Json.Utc(s.TermStart)),
            (
                "commitmentEndDate",
                Json.Utc(
                    s.TermEnd is { } end ? new DateTimeOffset(end.AddDays(-1).UtcDateTime.Date, TimeSpan.Zero) : Endless
                )
            ),
            ("commitmentEndDateTime", Json.Utc(s.TermEnd)),
            ("cancellationAllowedUntilDate", product.Kind == ProductKind.Azure ? null : Json.Utc(until)),
            ("billingCycleEndDate", Json.Utc(cycleEnd)),
            ("billingCycleEndDateTime", Json.Utc(cycleEnd)),
            ("status", status),
            ("autoRenewEnabled", s.AutoRenew),
            ("isTrial", false),
            ("billingType", product.Kind == ProductKind.Azure ? "usage" : "license"),
            ("billingCycle", s.BillingCycle),
            ("termDuration", s.TermDuration),
            ("renewalTermDuration", s.TermDuration),
            (
                "refundOptions",
                until > now && product.Kind != ProductKind.Azure
                    ? new JsonArray(Json.Of(("type", "Full"), ("expiresAt", Json.Utc(until))))
                    : new JsonArray()
            ),
            ("refundableQuantity", product.IsNewCommerceSeat ? Refundable(s, now) : null),
            ("promotionId", s.PromotionId),
            ("customTermEndDate", Json.Utc(s.CustomTermEndDate)),
            ("scheduledNextTermInstructions", s.Schedule is null ? null : JsonNode.Parse(s.Schedule)),
            ("nextChargeInstructions", s.NextCharge is null ? null : JsonNode.Parse(s.NextCharge)),
            ("partnerId", s.Reseller),
            ("isMicrosoftProduct", product.IsMicrosoft),
            ("publisherName", product.Publisher),
            ("suspensionReasons", status == "suspended" ? Json.Texts(["CustomerCancellation"]) : null),
            ("contractType", "subscription"),
            ("actions", Json.Texts(status == "active" && until > now ? ["Edit", "Cancel"] : ["Edit"])),
            ("attentionNeeded", false),
            ("actionTaken", false),
            ("orderId", s.OrderId),
            ("links", links),
            ("attributes", Json.Attributes("Subscription", ""))
        );
    }

    private static JsonObject Refundable(Subscription s, DateTimeOffset now)
    {
        var parts = SubscriptionLifecycle.Refundable(s, now);
        return Json.Of(
            ("totalQuantity", parts.Sum(p => p.Quantity)),
            (
                "details",
                Json.Array(
                    parts.Select(p =>
                        (JsonNode)
                            Json.Of(("quantity", p.Quantity), ("allowedUntilDateTime", Json.Utc(p.RefundableUntil)))
                    )
                )
            )
        );
    }
}
