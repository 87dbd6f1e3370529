using System.Text.Json.Nodes;
using PartnerCenter.Simulator.Surface;
using PartnerCenter.Simulator.Validation;

namespace PartnerCenter.Simulator.Catalog;

/// <summary>Products, SKUs and availabilities on the wire: C §14.</summary>
internal static class CatalogShapes
{
    internal static JsonObject Whole(Product product, string country) =>
        Json.Of(
            ("id", product.Id),
            ("title", product.Title),
            ("description", product.Title),
            ("productType", Json.Of(("id", product.Type.Id), ("displayName", product.Type.DisplayName))),
            ("isMicrosoftProduct", product.IsMicrosoft),
            ("publisherName", product.Publisher),
            (
                "links",
                new JsonObject
                {
                    ["skus"] = Json.Link($"/products/{product.Id}/skus?country={country}"),
                    ["self"] = Json.Link($"/products/{product.Id}?country={country}"),
                }
            )
        );

    internal static JsonObject Whole(Product product, Sku sku, string country) =>
        Json.Of(
            ("id", sku.Id),
            ("productId", product.Id),
            ("title", sku.Title),
            ("description", sku.Title),
            ("minimumQuantity", sku.Min),
            ("maximumQuantity", sku.Max),
            ("isTrial", false),
            (
                "supportedBillingCycles",
                Json.Texts(
                    sku.Terms.Count == 0
                        ? [product.Kind == ProductKind.Azure ? "monthly" : "one_time"]
                        : sku.Terms.Select(t => t.Split(':')[1]).Distinct()
                )
            ),
            (
                "purchasePrerequisites",
                Json.Texts(
                    sku.Inventory
                        ? ["InventoryCheck", "AzureSubscriptionRegistration", "MicrosoftCustomerAgreement"]
                        : ["MicrosoftCustomerAgreement"]
                )
            ),
            (
                "inventoryVariables",
                Json.Texts(sku.Inventory ? ["CustomerId", "AzureSubscriptionId", "ArmRegionName"] : [])
            ),
            ("provisioningVariables", Json.Texts(sku.Inventory ? ["Scope", "SubscriptionId", "Duration"] : [])),
            ("actions", Json.Texts(["Refund"])),
            (
                "attestationProperties",
                sku.Attestation ? Json.Of(("attestationType", "PaidSku"), ("enforceAttestation", true)) : null
            ),
            (
                "dynamicAttributes",
                Json.Of(
                    ("isMicrosoftProduct", product.IsMicrosoft),
                    ("hasConstraints", sku.Max < 10_000),
                    ("isAddon", sku.AddonOf.Count > 0),
                    ("prerequisiteSkus", Json.Texts(sku.AddonOf))
                )
            ),
            (
                "links",
                new JsonObject
                {
                    ["availabilities"] = Json.Link(
                        $"/products/{product.Id}/skus/{sku.Id}/availabilities?country={country}"
                    ),
                    ["self"] = Json.Link($"/products/{product.Id}/skus/{sku.Id}?country={country}"),
                }
            )
        );

    internal static JsonObject Whole(OperationCall call, Product product, Sku sku, Country country)
    {
        var id = CatalogIds.AvailabilityOf(call.Core, product, sku, country.Iso, call.Now);
        return Json.Of(
            ("id", id),
            ("productId", product.Id),
            ("skuId", sku.Id),
            ("catalogItemId", CatalogIds.CatalogItem(product, sku, id)),
            ("defaultCurrency", Json.Of(("code", country.Currency), ("symbol", Pricing.SymbolOf(country.Currency)))),
            ("segment", product.Segment),
            ("country", country.Iso),
            ("isPurchasable", sku.Purchasable),
            ("isRenewable", sku.Terms.Count > 0),
            ("renewalInstructions", new JsonArray()),
            ("includedQuantityOptions", new JsonArray()),
            ("terms", Json.Array(sku.Terms.Select(t => (JsonNode)Term(call, product, sku, t)))),
            ("product", Whole(product, country.Iso)),
            ("sku", Whole(product, sku, country.Iso)),
            ("links", Json.Links($"/products/{product.Id}/skus/{sku.Id}/availabilities/{id}?country={country.Iso}"))
        );
    }

    private static JsonObject Term(OperationCall call, Product product, Sku sku, string pair)
    {
        var (duration, billing) = pair.Split(':') is [var left, var right] ? (left, right) : (pair, "");
        var options = sku
            .Terms.Select(t => t.Split(':')[0])
            .Distinct()
            .Select(d => (JsonNode)Json.Of(("termDuration", d)));
        return Json.Of(
            ("id", State.Ids.Derived(product.Id, sku.Id, pair)),
            ("duration", duration),
            ("description", $"{duration} commitment, {billing} billing"),
            ("billingCycle", Pricing.CatalogWord(billing)),
            ("renewalOptions", Json.Array(options)),
            (
                "cancellationPolicies",
                new JsonArray(
                    Json.Of(
                        (
                            "refundOptions",
                            new JsonArray(
                                Json.Of(
                                    ("sequenceId", 0),
                                    ("type", "Full"),
                                    (
                                        "expiresAfter",
                                        System.Xml.XmlConvert.ToString(
                                            Pricing.CancellationWindow(product, duration, call.Partner)
                                        )
                                    )
                                )
                            )
                        )
                    )
                )
            )
        );
    }
}
