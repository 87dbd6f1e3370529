using PartnerCenter.Wire;

namespace PartnerCenter.Carts;

/// <summary>Carts: free to make, expire by themselves, cost money at checkout. Source: C §17.</summary>
public sealed class CartsApi : ApiGroup
{
    internal CartsApi(PartnerCenterHttp http)
        : base(http) { }

    /// <summary>
    /// Makes a cart; it comes back with prices, order groups and the error of each faulty line. Source: C §17.1.
    /// </summary>
    /// <exception cref="PartnerCenterException">
    /// NotFound 400019: read the availability again. Refused: C §4.2, rows of the cart.
    /// </exception>
    [Route("POST", "/v1/customers/{customerId}/carts"), Token(TokenKind.Either)]
    public Task<Cart> Create(
        CustomerId customer,
        NewCart cart,
        CallIds ids,
        CancellationToken cancellation = default
    ) => Call(ids).For(customer).Json(cart).Read<Cart>(cancellation);

    /// <summary>A cart as it is now. Source: C §17.3.</summary>
    /// <exception cref="PartnerCenterException">NotFound 800008: unknown or expired.</exception>
    [Route("GET", "/v1/customers/{customerId}/carts/{cartId}"), Token(TokenKind.Either)]
    public Task<Cart> Get(CustomerId customer, CartId cart, CancellationToken cancellation = default) =>
        Call().For(customer).At("cartId", cart.ToString()).Read<Cart>(cancellation);

    /// <summary>Writes the whole cart back, while it is active. Does not prolong it. Source: C §17.3.</summary>
    /// <exception cref="PartnerCenterException">
    /// NotFound 800008: unknown or expired. Refused 800065: submitted already; otherwise as create.
    /// </exception>
    [Route("PUT", "/v1/customers/{customerId}/carts/{cartId}"), Token(TokenKind.Either)]
    public Task<Cart> Update(CustomerId customer, Cart cart, CallIds ids, CancellationToken cancellation = default) =>
        Call(ids).For(customer).At("cartId", cart.Id.ToString()).Json(cart).Read<Cart>(cancellation);

    /// <summary>
    /// Buys. Repeatable per cart: groups that succeeded are stated again, groups that failed are tried again.
    /// Subscription ids may be missing until provisioned: poll the order. Source: C §17.4.
    /// </summary>
    /// <exception cref="PartnerCenterException">
    /// Conflict 800064, 800060: wait, read cart and orders. Refused 800065: submitted before, read the orders; 13605
    /// agreement missing; 800073 to 800075 account review; NotFound 400019: rebuild the cart; 800008: expired.
    /// </exception>
    [Route("POST", "/v1/customers/{customerId}/carts/{cartId}/checkout"), Token(TokenKind.Either)]
    public Task<CheckoutResult> Checkout(
        CustomerId customer,
        CartId cart,
        CallIds ids,
        CancellationToken cancellation = default
    ) => Call(ids).For(customer).At("cartId", cart.ToString()).Read<CheckoutResult>(cancellation);
}
