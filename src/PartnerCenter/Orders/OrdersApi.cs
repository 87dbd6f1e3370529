using PartnerCenter.Wire;

namespace PartnerCenter.Orders;

/// <summary>
/// Orders. A new one may be missing from the list for 15 minutes, while it can be read by id. Source: C §18.
/// </summary>
public sealed class OrdersApi : ApiGroup
{
    internal OrdersApi(PartnerCenterHttp http)
        : base(http) { }

    /// <summary>One order; poll it for its status and its subscription ids. Source: C §18.3.</summary>
    /// <exception cref="PartnerCenterException">NotFound 20000.</exception>
    [Route("GET", "/v1/customers/{customerId}/orders/{orderId}"), Token(TokenKind.Either)]
    public Task<Order> Get(
        CustomerId customer,
        OrderId order,
        bool includePrice = false,
        CancellationToken cancellation = default
    ) =>
        Call()
            .For(customer)
            .At("orderId", order.Value)
            .Query("include_price", includePrice ? "true" : null)
            .Read<Order>(cancellation);

    /// <summary>
    /// All orders of a customer, up to 15 minutes late: an order that is missing may exist. Source: C §18.3.
    /// </summary>
    /// <exception cref="PartnerCenterException">Refused 20002: no relationship with the customer (yet).</exception>
    [Route("GET", "/v1/customers/{customerId}/orders"), Token(TokenKind.Either)]
    public Task<IReadOnlyList<Order>> List(CustomerId customer, CancellationToken cancellation = default) =>
        Call().For(customer).ReadList<Order>(cancellation);

    /// <summary>
    /// The delivery of each line, or null while the service knows nothing of it (800007). Needs a GDAP role.
    /// Source: C §18.3.
    /// </summary>
    /// <exception cref="PartnerCenterException">
    /// NotFound 20000. Unauthorized 2032: no GDAP role. 800007 is the null.
    /// </exception>
    [Route("GET", "/v1/customers/{customerId}/orders/{orderId}/provisioningstatus"), Token(TokenKind.AppAndUser)]
    public async Task<IReadOnlyList<OrderLineProvisioning>?> ProvisioningStatus(
        CustomerId customer,
        OrderId order,
        CancellationToken cancellation = default
    )
    {
        try
        {
            return await Call().For(customer).At("orderId", order.Value).ReadList<OrderLineProvisioning>(cancellation);
        }
        catch (PartnerCenterException unknown) when (unknown.Code == "800007")
        {
            return null;
        }
    }

    /// <summary>
    /// Cancels an order, or some of its lines, of the kinds C §20.2 allows. Seats of new commerce are not among them
    /// (800077): cancel the subscription. Source: C §18.4.
    /// </summary>
    /// <exception cref="PartnerCenterException">
    /// NotFound 20000. Refused 800077, 800063: cancel the subscription instead; 800019, 800061: not to be cancelled
    /// here or any more.
    /// </exception>
    [Route("PATCH", "/v1/customers/{customerId}/orders/{orderId}"), Token(TokenKind.Either)]
    public Task<Order> Cancel(
        CustomerId customer,
        OrderId order,
        CallIds ids,
        IReadOnlyList<OrderLine>? lines = null,
        CancellationToken cancellation = default
    ) =>
        Call(ids)
            .For(customer)
            .At("orderId", order.Value)
            .Json(
                new
                {
                    id = order,
                    status = OrderStatus.Cancelled,
                    lineItems = lines?.Select(line => new
                    {
                        lineItemNumber = line.LineItemNumber,
                        offerId = line.OfferId,
                    }),
                }
            )
            .Read<Order>(cancellation);

    /// <summary>Attaches the customer's purchase order. Source: C §18.5.</summary>
    /// <exception cref="PartnerCenterException">
    /// Refused 900252 document, 900253 tender evidence, 900254 price missing.
    /// </exception>
    [Route("POST", "/v1/customers/{customerId}/orders/{orderId}/attachment"), Token(TokenKind.Either)]
    public Task<IReadOnlyList<Attachment>> Attach(
        CustomerId customer,
        OrderId order,
        PurchaseOrderEvidence evidence,
        CallIds ids,
        CancellationToken cancellation = default
    ) => Call(ids).For(customer).At("orderId", order.Value).Form(evidence.ToWire).ReadList<Attachment>(cancellation);

    /// <summary>Lists the attachments of an order. Source: C §18.5.</summary>
    /// <exception cref="PartnerCenterException">NotFound 20000.</exception>
    [Route("GET", "/v1/customers/{customerId}/orders/{orderId}/attachments"), Token(TokenKind.Either)]
    public Task<IReadOnlyList<Attachment>> Attachments(
        CustomerId customer,
        OrderId order,
        CancellationToken cancellation = default
    ) => Call().For(customer).At("orderId", order.Value).ReadList<Attachment>(cancellation);
}
