using PartnerCenter;
using PartnerCenter.Carts;
using PartnerCenter.Orders;

namespace Onboarding.Subscriptions;

/// <summary>
/// The orders that came of a cart, when the checkout did not say: no order names its cart, and a customer that was there before has orders of its own. An order is the cart's when it was
/// placed after the cart was made and every line of it is one of the cart's, by offer and quantity. A new order shows up to 15 minutes late (C §18.3).
/// </summary>
internal static class OrdersOfCart
{
    public static async Task<IReadOnlyList<Order>> Find(PartnerCenterClient client, CustomerId customer, Cart cart, CancellationToken cancellationToken) =>
        [.. (await client.Orders.List(customer, cancellationToken)).Where(order => IsOf(order, cart))];

    private static bool IsOf(Order order, Cart cart) =>
        (order.CreationDate is not { } placed || cart.CreationTimestamp is not { } made || placed >= made)
        && order.LineItems.Count > 0
        && order.LineItems.All(line => cart.LineItems.Any(ordered =>
            string.Equals(line.OfferId, ordered.CatalogItemId?.Value, StringComparison.OrdinalIgnoreCase) && (line.Quantity == ordered.Quantity || line.Quantity == 0)));
}
