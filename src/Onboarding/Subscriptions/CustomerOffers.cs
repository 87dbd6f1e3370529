using Onboarding.Requests;
using Onboarding.Validation;
using PartnerCenter;
using PartnerCenter.Catalog;

namespace Onboarding.Subscriptions;

/// <summary>
/// The offers of a SKU to a customer, read once for a cart however often the cart is tried: under a throttle a cart of
/// many lines would otherwise begin its reading anew each time and never end it.
/// </summary>
internal sealed class CustomerOffers(TimeProvider time)
{
    // Availabilities age (C §14): another cart reads them anew.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    private const int Most = 10_000;

    private readonly TimedCache<Key, IReadOnlyList<Availability>> _read = new(Lifetime, Most, time);

    /// <param name="client">The partner that sells.</param>
    /// <param name="customer">The tenant.</param>
    /// <param name="line">Of the request.</param>
    /// <param name="cart">Number of the cart it is for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<IReadOnlyList<Availability>> Of(
        PartnerCenterClient client,
        CustomerId customer,
        SubscriptionLine line,
        int cart,
        CancellationToken cancellationToken
    ) =>
        _read.Get(
            new(client.Partner.Name, customer, line.Product, line.Sku, cart),
            stop => client.Catalog.AvailabilitiesFor(customer, new ProductId(line.Product), new SkuId(line.Sku), stop),
            cancellationToken
        );

    private sealed record Key(string Partner, CustomerId Customer, string Product, string Sku, int Cart);
}
