using System.Globalization;
using System.Text.Json.Nodes;
using PartnerCenter.Simulator.Errors;
using PartnerCenter.Simulator.Surface;

namespace PartnerCenter.Simulator.Catalog;

/// <summary>Promotions, eligibility for them, and inventory: C §15.</summary>
internal static class PromotionOperations
{
    internal static IEnumerable<BoundOperation> All { get; } =
    [
        new("promotions.list", "GET", "/v1/productpromotions", TokenRule.Both, List),
        new(
            "promotions.get",
            "GET",
            "/v1/productpromotions/{promotionId}",
            TokenRule.Both,
            call =>
                Answer.Ok(
                    Shape(call, Promotions.Find(call.Route("promotionId")) ?? throw new Refusal(VendorErrors.NotFound))
                )
        ),
        new(
            "promotions.eligibility",
            "POST",
            "/v1/customers/{customerId}/promotionEligibilities",
            TokenRule.Both,
            Eligibility
        )
        {
            Customer = CustomerRule.Commerce,
        },
        new("inventory.check", "POST", "/v1/extensions/product/checkInventory", TokenRule.Both, CheckInventory),
    ];

    private static Answer List(OperationCall call)
    {
        CatalogOperations.CountryOf(call);
        var segment =
            call.Query("segment")
            ?? throw new Refusal(VendorErrors.BadInput, "The query parameter segment is required.");
        var items = segment.Equals("commercial", StringComparison.OrdinalIgnoreCase) ? Promotions.All : [];
        return Answer.Ok(Json.Collection(items.Select(p => (JsonNode)Shape(call, p)), call.Self));
    }

    private static JsonObject Shape(OperationCall call, Promotion p) =>
        Json.Of(
            ("id", p.Id),
            ("name", p.Name),
            ("description", p.Name),
            ("startDate", Json.Utc(new DateTimeOffset(call.Now.Year, 1, 1, 0, 0, 0, TimeSpan.Zero))),
            ("endDate", Json.Utc(new DateTimeOffset(call.Now.Year + 1, 1, 1, 0, 0, 0, TimeSpan.Zero))),
            ("properties", Json.Of(("isAutoApplicable", true))),
            (
                "requiredProducts",
                new JsonArray(
                    Json.Of(
                        ("productId", p.ProductId),
                        ("skuId", p.SkuId),
                        (
                            "term",
                            Json.Of(
                                ("duration", p.Term.Split(':')[0]),
                                ("billingCycle", Pricing.CatalogWord(p.Term.Split(':')[1]))
                            )
                        ),
                        (
                            "pricingPolicies",
                            new JsonArray(
                                Json.Of(
                                    ("policyType", "PercentDiscount"),
                                    ("value", p.Discount.ToString(CultureInfo.InvariantCulture))
                                )
                            )
                        )
                    )
                )
            )
        );

    private static Answer Eligibility(OperationCall call)
    {
        call.Body.MustBeObject();
        var items = call.Body["items"].Items;
        if (items.Count == 0)
            throw new Refusal(VendorErrors.BadInput, "items is required.");
        return Answer.Created(
            Json.Collection(items.Select((item, index) => (JsonNode)Judge(item, index)).ToList(), call.Self)
        );
    }

    private static JsonObject Judge(RequestBody item, int index)
    {
        var catalogItem = item["catalogItemId"].Required;
        var quantity = item["quantity"].Int ?? 1;
        var term =
            $"{item["termDuration"].Filled?.ToUpperInvariant()}:{Pricing.BillingWord(item["billingCycle"].Filled)}";
        var known =
            catalogItem.Split(':') is [var product, var sku, _] && Product.Find(product)?.FindSku(sku) is not null;
        var candidates = item["promotionId"].Filled is { } asked
            ? Promotions.Find(asked) is { } one
                ? [one]
                : []
            : Promotions
                .All.Where(p => catalogItem.StartsWith($"{p.ProductId}:{p.SkuId}:", StringComparison.OrdinalIgnoreCase))
                .ToArray();
        var eligibilities =
            candidates.Length == 0
                ?
                [
                    Verdict(
                        item["promotionId"].Filled ?? "",
                        [
                            Error(
                                !known ? "InvalidCatalogItemId"
                                : item["promotionId"].Filled is null ? "NoPromotionsAvailable"
                                : "InvalidPromotion"
                            ),
                        ]
                    ),
                ]
                : candidates.Select(p => Verdict(p.Id, Errors(p, catalogItem, term, quantity))).ToArray();
        return Json.Of(
            ("id", item["id"].Int ?? index),
            ("catalogItemId", catalogItem),
            ("quantity", quantity),
            ("termDuration", item["termDuration"].Filled),
            ("billingCycle", item["billingCycle"].Filled),
            ("promotionId", item["promotionId"].Filled),
            ("eligibilities", Json.Array(eligibilities))
        );
    }

    private static List<JsonNode> Errors(Promotion p, string catalogItem, string term, int quantity)
    {
        var errors = new List<JsonNode>();
        if (!catalogItem.StartsWith($"{p.ProductId}:{p.SkuId}:", StringComparison.OrdinalIgnoreCase))
            errors.Add(Error("InvalidCatalogItemId"));
        else if (p.Term != term)
            errors.Add(Error("Term"));
        else if (quantity > p.LargestPurchase)
            errors.Add(
                Json.Of(
                    ("type", "SeatCount"),
                    ("description", "Too many seats."),
                    ("minimumRequiredSeats", 1),
                    ("maximumRequiredSeats", p.LargestPurchase),
                    ("availableSeats", p.LargestPurchase)
                )
            );
        return errors;
    }

    private static JsonObject Error(string type) => Json.Of(("type", type), ("description", $"Not eligible: {type}."));

    private static JsonObject Verdict(string promotion, List<JsonNode> errors) =>
        Json.Of(
            ("promotionId", promotion),
            ("isEligible", errors.Count == 0),
            ("errors", errors.Count == 0 ? null : Json.Array(errors))
        );

    /// <summary>
    /// Answers the inventory of the target items; items that are not in the catalogue are left out without an error.
    /// </summary>
    private static Answer CheckInventory(OperationCall call)
    {
        CatalogOperations.CountryOf(call);
        call.Body.MustBeObject();
        var results = new JsonArray();
        foreach (var item in call.Body["targetItems"].Items)
        {
            if (Product.Find(item["productId"].Filled) is not { } product)
                continue;
            foreach (var sku in product.Skus.Where(s => item["skuId"].Filled is not { } asked || s.Id == asked))
            {
                // The one place of the sku where nobody has asked for another.
                var region = call.Body["inventoryContext"]["armRegionName"].Filled ?? "westeurope";
                var restricted = sku.Inventory && call.Body["inventoryContext"]["azureSubscriptionId"].Filled is null;
                results.Add(
                    (JsonNode)
                        Json.Of(
                            ("productId", product.Id),
                            ("skuId", sku.Id),
                            ("isRestricted", restricted),
                            (
                                "restrictions",
                                restricted
                                    ? new JsonArray(
                                        Json.Of(
                                            ("reasonCode", "NotAvailableForSubscription"),
                                            ("description", "An Azure subscription is required."),
                                            ("properties", Json.Of(("type", "Location"), ("values", region)))
                                        )
                                    )
                                    : new JsonArray()
                            )
                        )
                );
            }
        }
        return Answer.Ok(results);
    }
}
