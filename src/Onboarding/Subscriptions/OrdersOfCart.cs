using Onboarding.Requests;
using PartnerCenter;
using PartnerCenter.Carts;
using PartnerCenter.Orders;

namespace Onboarding.Subscriptions;

/// <summary>
/// The orders that came of a cart, when the checkout did not say: no order names its cart, and a customer that was
/// there before has orders of its own. An order is the cart's when it was placed after the cart was made and every line
/// of it is one of the cart's, by offer and quantity. A new order shows up to 15 minutes late (C §18.3).
/// </summary>
internal static class OrdersOfCart
{
    // Of this machine and of Microsoft's.
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromMinutes(10);

    public static async Task<IReadOnlyList<Order>> Find(
        PartnerCenterClient client,
        CustomerId customer,
        Cart cart,
        CancellationToken cancellationToken
    ) => [.. (await client.Orders.List(customer, cancellationToken)).Where(order => IsOf(order, cart))];

    /// <summary>
    /// Finds the orders of a cart that is not found: "not found" alone does not prove that nothing was ordered. They
    /// were placed since the checkout began, and every line of them is one of the request's, by offer and quantity.
    /// </summary>
    public static async Task<IReadOnlyList<Order>> FindWithoutCart(
        PartnerCenterClient client,
        CustomerId customer,
        IReadOnlyList<SubscriptionLine> lines,
        DateTimeOffset began,
        CancellationToken cancellationToken
    ) =>
        [
            .. (await client.Orders.List(customer, cancellationToken)).Where(order =>
                IsOf(order, lines, began - ClocksDiffer)
            ),
        ];

    private static bool IsOf(Order order, IReadOnlyList<SubscriptionLine> lines, DateTimeOffset from) =>
        order.CreationDate >= from
        && order.LineItems.Count > 0
        && order.LineItems.All(line =>
            lines.Any(wanted =>
                line.OfferId is { } offer
                && Offers.IsOf(wanted, offer)
                && (line.Quantity == wanted.Quantity || line.Quantity == 0)
            )
        );

    private static bool IsOf(Order order, Cart cart) =>
        (order.CreationDate is not { } placed || cart.CreationTimestamp is not { } made || placed >= made)
        && order.LineItems.Count > 0
        && order.LineItems.All(line =>
            cart.LineItems.Any(ordered =>
                string.Equals(line.OfferId, ordered.CatalogItemId?.Value, StringComparison.OrdinalIgnoreCase)
                && (line.Quantity == ordered.Quantity || line.Quantity == 0)
            )
        );
}
