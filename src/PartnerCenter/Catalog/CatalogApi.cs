using PartnerCenter.Wire;

namespace PartnerCenter.Catalog;

/// <summary>
/// The products, SKUs, availabilities and promotions that can be bought. Country-wide paths take ISO 3166-1 alpha-2;
/// the paths of a customer know its country and segment. Errors: NotFound 400013, 400018, 400019, 400072; Refused
/// 400030, 400036. Source: C §14, C §15.
/// </summary>
public sealed class CatalogApi : ApiGroup
{
    internal CatalogApi(PartnerCenterHttp http)
        : base(http) { }

    /// <summary>
    /// Products of a view (<c>OnlineServices</c>: licences of new commerce). Without a segment all but nonprofit.
    /// Source: C §14.
    /// </summary>
    /// <exception cref="PartnerCenterException">
    /// Refused 400036: view not allowed; 400030: segment not allowed; 2000: no such country.
    /// </exception>
    [Route("GET", "/v1/products"), Token(TokenKind.Either)]
    public Task<IReadOnlyList<Product>> Products(
        string country,
        string targetView = "OnlineServices",
        string? targetSegment = null,
        CancellationToken cancellation = default
    ) =>
        Call()
            .Query("country", country)
            .Query("targetView", targetView)
            .Query("targetSegment", targetSegment)
            .ReadList<Product>(cancellation);

    /// <summary>One product. Source: C §14.</summary>
    /// <exception cref="PartnerCenterException">
    /// NotFound 400013; 400072 (delivered with 200). Refused 2000: no such country.
    /// </exception>
    [Route("GET", "/v1/products/{productId}"), Token(TokenKind.Either)]
    public Task<Product> Product(ProductId product, string country, CancellationToken cancellation = default) =>
        Call().At("productId", product.Value).Query("country", country).Read<Product>(cancellation);

    /// <summary>The SKUs of a product. Source: C §14.</summary>
    /// <exception cref="PartnerCenterException">
    /// NotFound 400013. Refused 400030: segment not allowed; 2000: no such country.
    /// </exception>
    [Route("GET", "/v1/products/{productId}/skus"), Token(TokenKind.Either)]
    public Task<IReadOnlyList<Sku>> Skus(
        ProductId product,
        string country,
        string? targetSegment = null,
        CancellationToken cancellation = default
    ) =>
        Call()
            .At("productId", product.Value)
            .Query("country", country)
            .Query("targetSegment", targetSegment)
            .ReadList<Sku>(cancellation);

    /// <summary>One SKU. Source: C §14.</summary>
    /// <exception cref="PartnerCenterException">
    /// NotFound 400013, 400018; 400072 (delivered with 200). Refused 2000: no such country.
    /// </exception>
    [Route("GET", "/v1/products/{productId}/skus/{skuId}"), Token(TokenKind.Either)]
    public Task<Sku> Sku(ProductId product, SkuId sku, string country, CancellationToken cancellation = default) =>
        Call().At("productId", product.Value).At("skuId", sku.Value).Query("country", country).Read<Sku>(cancellation);

    /// <summary>Lists the availabilities of a SKU in a country: its current terms and prices. Source: C §14.</summary>
    /// <exception cref="PartnerCenterException">
    /// NotFound 400013, 400018. Refused 400030: segment not allowed; 2000: no such country.
    /// </exception>
    [Route("GET", "/v1/products/{productId}/skus/{skuId}/availabilities"), Token(TokenKind.Either)]
    public Task<IReadOnlyList<Availability>> Availabilities(
        ProductId product,
        SkuId sku,
        string country,
        string? targetSegment = null,
        CancellationToken cancellation = default
    ) =>
        Call()
            .At("productId", product.Value)
            .At("skuId", sku.Value)
            .Query("country", country)
            .Query("targetSegment", targetSegment)
            .ReadList<Availability>(cancellation);

    /// <summary>One availability. Source: C §14.</summary>
    /// <exception cref="PartnerCenterException">
    /// NotFound 400013, 400018, 400019; 400072 (delivered with 200). Refused 2000: no such country.
    /// </exception>
    [Route("GET", "/v1/products/{productId}/skus/{skuId}/availabilities/{availabilityId}"), Token(TokenKind.Either)]
    public Task<Availability> Availability(
        ProductId product,
        SkuId sku,
        string availabilityId,
        string country,
        CancellationToken cancellation = default
    ) =>
        Call()
            .At("productId", product.Value)
            .At("skuId", sku.Value)
            .At("availabilityId", availabilityId)
            .Query("country", country)
            .Read<Availability>(cancellation);

    /// <summary>Products a customer may buy. Source: C §14.</summary>
    /// <exception cref="PartnerCenterException">
    /// Refused 20002: no relationship with the customer (yet); 400036: view not allowed.
    /// </exception>
    [Route("GET", "/v1/customers/{customerId}/products"), Token(TokenKind.Either)]
    public Task<IReadOnlyList<Product>> ProductsFor(
        CustomerId customer,
        string targetView = "OnlineServices",
        CancellationToken cancellation = default
    ) => Call().For(customer).Query("targetView", targetView).ReadList<Product>(cancellation);

    /// <summary>The SKUs of a product that a customer may buy. Source: C §14.</summary>
    /// <exception cref="PartnerCenterException">
    /// NotFound 400013. Refused 20002: no relationship with the customer (yet).
    /// </exception>
    [Route("GET", "/v1/customers/{customerId}/products/{productId}/skus"), Token(TokenKind.Either)]
    public Task<IReadOnlyList<Sku>> SkusFor(
        CustomerId customer,
        ProductId product,
        CancellationToken cancellation = default
    ) => Call().For(customer).At("productId", product.Value).ReadList<Sku>(cancellation);

    /// <summary>Lists the availabilities of a SKU for a customer; carts are made from these. Source: C §14.</summary>
    /// <exception cref="PartnerCenterException">
    /// NotFound 400013, 400018. Refused 20002: no relationship with the customer (yet).
    /// </exception>
    [
        Route("GET", "/v1/customers/{customerId}/products/{productId}/skus/{skuId}/availabilities"),
        Token(TokenKind.Either)
    ]
    public Task<IReadOnlyList<Availability>> AvailabilitiesFor(
        CustomerId customer,
        ProductId product,
        SkuId sku,
        CancellationToken cancellation = default
    ) =>
        Call().For(customer).At("productId", product.Value).At("skuId", sku.Value).ReadList<Availability>(cancellation);

    /// <summary>The promotions of a country and segment. Source: C §15.</summary>
    /// <exception cref="PartnerCenterException">Refused 2000: no such country or segment.</exception>
    [Route("GET", "/v1/productpromotions"), Token(TokenKind.Either)]
    public Task<IReadOnlyList<Promotion>> Promotions(
        string country,
        string segment = "commercial",
        CancellationToken cancellation = default
    ) => Call().Query("country", country).Query("segment", segment).ReadList<Promotion>(cancellation);

    /// <summary>
    /// Lists the promotions that a customer may have for these lines. Changes nothing. Source: C §15.
    /// </summary>
    /// <exception cref="PartnerCenterException">
    /// Refused 20002: no relationship with the customer (yet); 2000, 3000: a line is incomplete. What a line is not
    /// eligible for is told in the answer.
    /// </exception>
    [Route("POST", "/v1/customers/{customerId}/promotionEligibilities"), Token(TokenKind.Either)]
    public Task<IReadOnlyList<EligibilityAnswer>> PromotionEligibilities(
        CustomerId customer,
        IReadOnlyList<EligibilityQuestion> items,
        CancellationToken cancellation = default
    ) => Call().For(customer).Json(new { items }).ReadList<EligibilityAnswer>(cancellation);

    /// <summary>
    /// Checks whether items with an inventory prerequisite may be bought. Items the catalog does not know are left out.
    /// Source: C §15.
    /// </summary>
    /// <exception cref="PartnerCenterException">Refused 2000: no such country, or the body is incomplete.</exception>
    [Route("POST", "/v1/extensions/product/checkInventory"), Token(TokenKind.Either)]
    public Task<IReadOnlyList<InventoryItem>> CheckInventory(
        string country,
        IReadOnlyList<InventoryTarget> items,
        InventoryContext context,
        CancellationToken cancellation = default
    ) =>
        Call()
            .For(context.CustomerId)
            .Query("country", country)
            .Json(new { targetItems = items, inventoryContext = context })
            .ReadList<InventoryItem>(cancellation);
}
