using PartnerCenter.Simulator.Errors;
using PartnerCenter.Simulator.Surface;

namespace PartnerCenter.Simulator.Catalog;

/// <summary>Finds the product and the SKU of a catalogItemId as they are today.</summary>
internal static class CatalogLookup
{
    /// <summary>
    /// An id of an earlier generation is no longer found: 400019, at the cart or only at checkout (C §24.5).
    /// </summary>
    internal static (Product Product, Sku Sku) RequireCurrent(OperationCall call, string catalogItemId)
    {
        if (catalogItemId.Split(':') is not [var productId, var skuId, var availability])
            throw new Refusal(VendorErrors.AvailabilityNotFound, $"The catalogue item {catalogItemId} was not found.");
        var product = Product.Find(productId) ?? throw new Refusal(VendorErrors.ProductNotFound);
        var sku = product.FindSku(skuId) ?? throw new Refusal(VendorErrors.SkuNotFound);
        if (
            !CatalogIds
                .AvailabilityOf(call.Core, product, sku, call.Customer.Country, call.Now)
                .Equals(availability, StringComparison.OrdinalIgnoreCase)
        )
            throw new Refusal(VendorErrors.AvailabilityNotFound, $"The availability {availability} was not found.");
        return (product, sku);
    }
}
