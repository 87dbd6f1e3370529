using Onboarding.Validation;
using PartnerCenter;
using PartnerCenter.Catalog;

namespace Onboarding.Reference;

/// <summary>A SKU with the ways in which it can be bought in a country.</summary>
internal sealed record Offer(Sku Sku, IReadOnlyList<Availability> Availabilities);

/// <summary>
/// The offers for sale, cached for ten minutes: good enough to check and to choose from. Carts are made from
/// availabilities that are read anew.
/// </summary>
internal sealed class OfferDirectory(TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    private readonly TimedCache<(string Partner, string Country), IReadOnlyList<Product>> _products = new(
        Lifetime,
        200,
        time
    );
    private readonly TimedCache<(string Partner, string Country, string Product), IReadOnlyList<Sku>> _skus = new(
        Lifetime,
        5_000,
        time
    );
    private readonly TimedCache<(string Partner, string Country, string Product, string Sku), Offer?> _offers = new(
        Lifetime,
        10_000,
        time
    );

    /// <summary>The licence-based products of a country.</summary>
    public Task<IReadOnlyList<Product>> Products(
        PartnerCenterClient client,
        string country,
        CancellationToken cancellationToken
    ) =>
        _products.Get(
            (client.Partner.Name, country),
            cancel => client.Catalog.Products(country, cancellation: cancel),
            cancellationToken
        );

    public Task<IReadOnlyList<Sku>> Skus(
        PartnerCenterClient client,
        string country,
        ProductId product,
        CancellationToken cancellationToken
    ) =>
        _skus.Get(
            (client.Partner.Name, country, product.Value),
            cancel => client.Catalog.Skus(product, country, cancellation: cancel),
            cancellationToken
        );

    /// <summary>Null: there is no such SKU in the country.</summary>
    /// <exception cref="PartnerCenterException">Partner Center could not be asked.</exception>
    public Task<Offer?> Find(
        PartnerCenterClient client,
        string country,
        ProductId product,
        SkuId sku,
        CancellationToken cancellationToken
    ) =>
        _offers.Get(
            (client.Partner.Name, country, product.Value, sku.Value),
            cancel => Ask(client.Catalog, country, product, sku, cancel),
            cancellationToken
        );

    private static async Task<Offer?> Ask(
        CatalogApi catalog,
        string country,
        ProductId product,
        SkuId sku,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var availabilities = await catalog.Availabilities(product, sku, country, cancellation: cancellationToken);

            // Without a segment the answer leaves out what is for nonprofit organisations (C §14).
            if (availabilities.Count == 0)
                availabilities = await catalog.Availabilities(product, sku, country, "nonprofit", cancellationToken);
            return new(
                availabilities.FirstOrDefault(availability => availability.Sku is not null)?.Sku
                    ?? await catalog.Sku(product, sku, country, cancellationToken),
                availabilities
            );
        }
        catch (PartnerCenterException unknown) when (unknown.Fault is Fault.NotFound or Fault.Refused)
        {
            return null;
        }
    }
}
