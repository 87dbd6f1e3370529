using System.Text.Json.Nodes;
using PartnerCenter.Simulator.Catalog;
using PartnerCenter.Simulator.Errors;
using PartnerCenter.Simulator.Orders;
using PartnerCenter.Simulator.Surface;

namespace PartnerCenter.Simulator.Carts;

/// <summary>
/// Checkout: C §17.4. Idempotent by cart; each order group succeeds or fails for itself; after a partial failure a
/// repeat tries only what failed.
/// </summary>
internal static class Checkout
{
    internal static Answer Run(OperationCall call)
    {
        var cart = CartOperations.Find(call);
        if (cart.IsOrdered)
        {
            return call.Partner.RefuseSecondCheckout
                ? throw new Refusal(VendorErrors.CartAlreadySubmitted)
                : Result(call, cart, []);
        }

        if (cart.Lines.Any(l => l.Error is not null))
            throw new Refusal(
                cart.Lines.Any(l => l.Error?.Code == LineErrors.Attestation)
                    ? VendorErrors.AttestationRequired
                    : VendorErrors.CartItemErrors
            );
        foreach (var line in cart.Lines)
            CatalogLookup.RequireCurrent(call, line.CatalogItemId);
        PurchaseGate.Check(call, cart.ResellerAttested, cart.Lines);

        var orders = new Dictionary<string, string>(cart.Orders);
        var errors = new List<JsonNode>();
        var groups = cart.Lines.GroupBy(l => l.OrderGroup).Where(g => !orders.ContainsKey(g.Key)).ToList();
        for (var i = 0; i < groups.Count; i++)
        {
            var group = groups[i];
            var products = group.Select(l => l.ProductId).ToList();
            if (call.Scripted.ForGroup(products, i) is { } scripted)
            {
                errors.Add(
                    Json.Of(
                        ("orderGroupId", group.Key),
                        ("code", scripted.Code!.Value),
                        ("description", scripted.Description ?? VendorErrors.Of(scripted.Code.Value).Description)
                    )
                );
                continue;
            }
            var order = OrderPlacement.Place(
                call,
                [.. group],
                cart.ResellerAttested,
                cart.Id,
                call.Scripted.OutcomeFor(products, i)
            );
            orders[group.Key] = order.Id;
        }

        cart = cart with { Orders = orders, ModifiedAt = call.Now, IsOrdered = errors.Count == 0 };
        call.World.Carts.Put(cart);
        return Result(call, cart, errors);
    }

    private static Answer Result(OperationCall call, Cart cart, List<JsonNode> errors) =>
        Answer.Created(
            Json.Of(
                (
                    "orders",
                    Json.Array(
                        cart.Orders.Values.Select(id =>
                            (JsonNode)OrderShapes.Whole(call, call.World.Orders.Find(id)!, withPrice: false)
                        )
                    )
                ),
                ("orderErrors", errors.Count == 0 ? null : Json.Array(errors)),
                ("attributes", Json.Attributes("CartCheckoutResult"))
            )
        );
}
