using System.Text.Json.Nodes;
using PartnerCenter.Simulator.Errors;
using PartnerCenter.Simulator.Surface;
using PartnerCenter.Simulator.Validation;

namespace PartnerCenter.Simulator.Catalog;

/// <summary>Products, SKUs, availabilities, for a country and for a customer: C §14.</summary>
internal static class CatalogOperations
{
    private static readonly string[] Segments = ["commercial", "education", "government", "nonprofit"];

    internal static IEnumerable<BoundOperation> All { get; } =
    [
        new("catalog.products", "GET", "/v1/products", TokenRule.Both, Products),
        new("catalog.product", "GET", "/v1/products/{productId}", TokenRule.Both, OneProduct),
        new("catalog.skus", "GET", "/v1/products/{productId}/skus", TokenRule.Both, Skus),
        new("catalog.sku", "GET", "/v1/products/{productId}/skus/{skuId}", TokenRule.Both, OneSku),
        new(
            "catalog.availabilities",
            "GET",
            "/v1/products/{productId}/skus/{skuId}/availabilities",
            TokenRule.Both,
            Availabilities
        ),
        new(
            "catalog.availability",
            "GET",
            "/v1/products/{productId}/skus/{skuId}/availabilities/{availabilityId}",
            TokenRule.Both,
            OneAvailability
        ),
        new("catalog.customerProducts", "GET", "/v1/customers/{customerId}/products", TokenRule.Both, Products)
        {
            Customer = CustomerRule.Commerce,
        },
        new(
            "catalog.customerProduct",
            "GET",
            "/v1/customers/{customerId}/products/{productId}",
            TokenRule.Both,
            OneProduct
        )
        {
            Customer = CustomerRule.Commerce,
        },
        new("catalog.customerSkus", "GET", "/v1/customers/{customerId}/products/{productId}/skus", TokenRule.Both, Skus)
        {
            Customer = CustomerRule.Commerce,
        },
        new(
            "catalog.customerSku",
            "GET",
            "/v1/customers/{customerId}/products/{productId}/skus/{skuId}",
            TokenRule.Both,
            OneSku
        )
        {
            Customer = CustomerRule.Commerce,
        },
        new(
            "catalog.customerAvailabilities",
            "GET",
            "/v1/customers/{customerId}/products/{productId}/skus/{skuId}/availabilities",
            TokenRule.Both,
            Availabilities
        )
        {
            Customer = CustomerRule.Commerce,
        },
        new(
            "catalog.customerAvailability",
            "GET",
            "/v1/customers/{customerId}/products/{productId}/skus/{skuId}/availabilities/{availabilityId}",
            TokenRule.Both,
            OneAvailability
        )
        {
            Customer = CustomerRule.Commerce,
        },
    ];

    private static Answer Products(OperationCall call)
    {
        var country = CountryOf(call);
        var view =
            call.Query("targetView")
            ?? throw new Refusal(VendorErrors.BadInput, "The query parameter targetView is required.");
        var segment = SegmentOf(call);
        var items = Product
            .All.Where(p => p.IsIn(view) && Fits(p, segment))
            .Select(p => (JsonNode)CatalogShapes.Whole(p, country.Iso));
        return Answer.Ok(Json.Collection(items, call.Self));
    }

    private static Answer OneProduct(OperationCall call)
    {
        var country = CountryOf(call);
        return Answer.Ok(CatalogShapes.Whole(ProductOf(call), country.Iso));
    }

    private static Answer Skus(OperationCall call)
    {
        var country = CountryOf(call);
        var product = ProductOf(call);
        var items = Fits(product, SegmentOf(call)) ? product.Skus : [];
        return Answer.Ok(
            Json.Collection(items.Select(s => (JsonNode)CatalogShapes.Whole(product, s, country.Iso)), call.Self)
        );
    }

    private static Answer OneSku(OperationCall call)
    {
        var country = CountryOf(call);
        var product = ProductOf(call);
        return Answer.Ok(CatalogShapes.Whole(product, SkuOf(call, product), country.Iso));
    }

    private static Answer Availabilities(OperationCall call)
    {
        var country = CountryOf(call);
        var product = ProductOf(call);
        var sku = SkuOf(call, product);
        JsonNode[] items = Fits(product, SegmentOf(call)) ? [CatalogShapes.Whole(call, product, sku, country)] : [];
        return Answer.Ok(Json.Collection(items, call.Self));
    }

    private static Answer OneAvailability(OperationCall call)
    {
        var country = CountryOf(call);
        var product = ProductOf(call);
        var sku = SkuOf(call, product);
        if (
            !CatalogIds
                .AvailabilityOf(call.Core, product, sku, country.Iso, call.Now)
                .Equals(call.Route("availabilityId"), StringComparison.OrdinalIgnoreCase)
        )
            throw new Refusal(VendorErrors.AvailabilityNotFound);
        return Answer.Ok(CatalogShapes.Whole(call, product, sku, country));
    }

    /// <summary>
    /// Gets a value that says whether a product is of the segment; without a segment, everything but nonprofit, which
    /// must be asked for (C §14).
    /// </summary>
    private static bool Fits(Product product, string? segment) =>
        segment is null ? product.Segment != "nonprofit" : product.Segment == segment;

    private static string? SegmentOf(OperationCall call) =>
        call.Query("targetSegment") is not { } text
            ? null
            : Segments.FirstOrDefault(s => s.Equals(text, StringComparison.OrdinalIgnoreCase))
                ?? throw new Refusal(VendorErrors.TargetSegmentNotAllowed);

    internal static Country CountryOf(OperationCall call)
    {
        var iso =
            call.Operation.Customer == CustomerRule.None
                ? call.Query("country")
                    ?? throw new Refusal(VendorErrors.BadInput, "The query parameter country is required.")
                : call.Customer.Country;
        return Country.Find(iso) ?? throw new Refusal(VendorErrors.BadInput, $"The country '{iso}' is not known.");
    }

    private static Product ProductOf(OperationCall call) =>
        Product.Find(call.Route("productId")) ?? throw new Refusal(VendorErrors.ProductNotFound);

    private static Sku SkuOf(OperationCall call, Product product) =>
        product.FindSku(call.Route("skuId")) ?? throw new Refusal(VendorErrors.SkuNotFound);
}
