using System.Text.Json.Nodes;
using PartnerCenter.Simulator.Catalog;
using PartnerCenter.Simulator.Errors;
using PartnerCenter.Simulator.State;
using PartnerCenter.Simulator.Surface;

namespace PartnerCenter.Simulator.Carts;

/// <summary>Carts up to their checkout: C §17.1 to §17.3.</summary>
internal static class CartOperations
{
    private const string Path = "/v1/customers/{customerId}/carts";

    internal static IEnumerable<BoundOperation> All { get; } =
    [
        new("carts.create", "POST", Path, TokenRule.Both, Create) { Customer = CustomerRule.Commerce },
        new("carts.get", "GET", Path + "/{cartId}", TokenRule.Both, call => Answer.Ok(Shape(Find(call))))
        {
            Customer = CustomerRule.Commerce,
        },
        new("carts.update", "PUT", Path + "/{cartId}", TokenRule.Both, Update) { Customer = CustomerRule.Commerce },
        new("carts.checkout", "POST", Path + "/{cartId}/checkout", TokenRule.Both, Checkout.Run)
        {
            Customer = CustomerRule.Commerce,
        },
    ];

    internal static Cart Find(OperationCall call)
    {
        var cart = call.World.Carts.Find(call.Route("cartId"));
        if (cart is null || cart.Partner != call.Partner.TenantId || cart.CustomerId != call.Customer.Id)
            throw new Refusal(VendorErrors.CartNotFound);
        // An ordered cart outlives its expiry: a checkout repeated late must still find its result.
        if (!cart.IsOrdered && cart.ExpiresAt <= call.Now)
            throw new Refusal(VendorErrors.CartNotFound, "The cart has expired.");
        return cart;
    }

    private static Answer Create(OperationCall call)
    {
        if (call.Partner.PartnerType == SimulatedPartnerKind.IndirectReseller)
            throw new Refusal(VendorErrors.Forbidden, "Indirect resellers cannot purchase.");
        call.Body.MustBeObject();
        var cart = new Cart
        {
            Id = Ids.New(),
            Partner = call.Partner.TenantId,
            CustomerId = call.Customer.Id,
            CreatedAt = call.Now,
            ModifiedAt = call.Now,
            ExpiresAt = call.Now + call.Partner.CartLifetime,
            ModifiedBy = call.Token.UserId ?? call.Token.ApplicationId,
            ResellerAttested = call.Body["partnerOnRecordAttestationAccepted"].Bool,
            Lines = CartReader.Lines(call, call.Body),
        };
        call.World.Carts.Put(cart);
        call.Effect("cart", cart.Id, cart.CustomerId);
        return Answer.Created(Shape(cart));
    }

    private static Answer Update(OperationCall call)
    {
        var cart = Find(call);
        if (cart.IsOrdered)
            throw new Refusal(VendorErrors.CartAlreadySubmitted);
        call.Body.MustBeObject();
        cart = cart with
        {
            ModifiedAt = call.Now,
            ModifiedBy = call.Token.UserId ?? call.Token.ApplicationId,
            ResellerAttested = call.Body["partnerOnRecordAttestationAccepted"].Bool,
            Lines = CartReader.Lines(call, call.Body),
        };
        call.World.Carts.Put(cart);
        return Answer.Created(Shape(cart));
    }

    internal static JsonObject Shape(Cart cart) =>
        Json.Of(
            ("id", cart.Id),
            ("creationTimestamp", Json.Utc(cart.CreatedAt)),
            ("lastModifiedTimestamp", Json.Utc(cart.ModifiedAt)),
            ("expirationTimestamp", Json.Utc(cart.ExpiresAt)),
            ("lastModifiedUser", cart.ModifiedBy),
            ("status", cart.IsOrdered ? "Ordered" : "Active"),
            ("lineItems", Json.Array(cart.Lines.Select(l => (JsonNode)Shape(l)))),
            ("partnerOnRecordAttestationAccepted", cart.ResellerAttested),
            ("links", Json.Links($"/customers/{cart.CustomerId}/carts/{cart.Id}")),
            ("attributes", Json.Attributes("Cart"))
        );

    private static JsonObject Shape(CartLine line)
    {
        var sku = Product.Find(line.ProductId)?.FindSku(line.SkuId);
        return Json.Of(
            ("id", line.Id),
            ("catalogItemId", line.CatalogItemId),
            ("friendlyName", line.FriendlyName),
            ("quantity", line.Quantity),
            ("currencyCode", line.CurrencyCode),
            ("billingCycle", line.BillingCycle),
            ("termDuration", line.TermDuration),
            ("promotionId", line.PromotionId),
            ("customTermEndDate", Json.Utc(line.CustomTermEndDate)),
            ("participants", Participants(line)),
            (
                "provisioningContext",
                line.ProvisioningContext is { } context ? JsonNode.Parse(context) : new JsonObject()
            ),
            ("attestationAccepted", line.AttestationAccepted),
            ("renewsTo", line.RenewsTo is { } term ? Json.Of(("termDuration", term)) : null),
            ("orderGroup", line.OrderGroup),
            ("pricing", sku is null ? null : Pricing.Shape(sku, line.TermDuration, line.BillingCycle, line.Quantity)),
            ("error", line.Error is { } error ? Shape(error) : null)
        );
    }

    private static JsonObject Shape(LineError error) =>
        Json.Of(
            ("errorCode", error.Code),
            ("errorDescription", error.Description),
            (
                "additionalInformation",
                error.AvailableQuantity is null && error.PurchasedQuantity is null
                    ? null
                    : Json.Of(
                        ("availableQuantity", error.AvailableQuantity),
                        ("purchasedQuantity", error.PurchasedQuantity)
                    )
            )
        );

    private static JsonArray? Participants(CartLine line)
    {
        var pairs = new List<JsonNode>();
        if (line.Reseller is { } reseller)
            pairs.Add(Json.Of(("key", "transaction_reseller"), ("value", reseller)));
        pairs.AddRange(
            line.AdditionalResellers.Select(r =>
                (JsonNode)Json.Of(("key", "additional_transaction_reseller"), ("value", r))
            )
        );
        return pairs.Count == 0 ? null : Json.Array(pairs);
    }
}
