using System.Text.Json;
using System.Text.Json.Nodes;
using PartnerCenter.Wire;

namespace PartnerCenter.Subscriptions;

/// <summary>Subscriptions: read, change, cancel. Source: C §19.</summary>
public sealed class SubscriptionsApi : ApiGroup
{
    internal SubscriptionsApi(PartnerCenterHttp http)
        : base(http) { }

    /// <summary>One subscription. Source: C §19.2.</summary>
    /// <exception cref="PartnerCenterException">NotFound 20003.</exception>
    [Route("GET", "/v1/customers/{customerId}/subscriptions/{subscriptionId}"), Token(TokenKind.Either)]
    public Task<Subscription> Get(
        CustomerId customer,
        SubscriptionId subscription,
        CancellationToken cancellation = default
    ) => Call().For(customer).At("subscriptionId", subscription.ToString()).Read<Subscription>(cancellation);

    /// <summary>All subscriptions of a customer. Source: C §19.2.</summary>
    /// <exception cref="PartnerCenterException">Refused 20002: no relationship with the customer (yet).</exception>
    [Route("GET", "/v1/customers/{customerId}/subscriptions"), Token(TokenKind.Either)]
    public Task<IReadOnlyList<Subscription>> List(CustomerId customer, CancellationToken cancellation = default) =>
        Call().For(customer).ReadList<Subscription>(cancellation);

    /// <summary>The subscriptions an order made, up to 15 minutes late. Source: C §19.2.</summary>
    /// <exception cref="PartnerCenterException">Refused 20002: no relationship with the customer (yet).</exception>
    [Route("GET", "/v1/customers/{customerId}/subscriptions"), Token(TokenKind.Either)]
    public Task<IReadOnlyList<Subscription>> ByOrder(
        CustomerId customer,
        OrderId order,
        CancellationToken cancellation = default
    ) => Call().For(customer).Query("order_id", order.Value).ReadList<Subscription>(cancellation);

    /// <summary>
    /// Cancels a subscription of new commerce: inside <see cref="Subscription.CancellationAllowedUntilDate"/>, at once,
    /// and for good. One that is deleted already is done. Source: C §19.3, C §20.
    /// </summary>
    /// <exception cref="PartnerCenterException">
    /// Refused 900117, 900213: the window has passed, suspend instead. Conflict 800082: too fresh; 900278: an operation
    /// is pending, try after 24 hours; 2055.
    /// </exception>
    [Route("PATCH", "/v1/customers/{customerId}/subscriptions/{subscriptionId}"), Token(TokenKind.Either)]
    public Task<SubscriptionUpdate> Cancel(
        CustomerId customer,
        SubscriptionId subscription,
        CallIds ids,
        CancellationToken cancellation = default
    ) => Change(customer, subscription, new() { Status = SubscriptionStatus.Deleted }, Call(ids), cancellation);

    /// <summary>
    /// Stops the service and the renewal; in new commerce billing goes on to the end of the term. Source: C §19.3.
    /// </summary>
    /// <exception cref="PartnerCenterException">
    /// Refused 800040: not from where it stands; 900115: the Azure plan is in use; 900279: the term has ended. Conflict
    /// 800082: too fresh; 900278; 2055.
    /// </exception>
    [Route("PATCH", "/v1/customers/{customerId}/subscriptions/{subscriptionId}"), Token(TokenKind.Either)]
    public Task<SubscriptionUpdate> Suspend(
        CustomerId customer,
        SubscriptionId subscription,
        CallIds ids,
        CancellationToken cancellation = default
    ) =>
        Change(
            customer,
            subscription,
            new() { Status = SubscriptionStatus.Suspended, AutoRenewEnabled = false },
            Call(ids),
            cancellation
        );

    /// <summary>
    /// Reads the subscription, applies the change to the whole resource, and writes it; what is left out would be
    /// reset. Sends nothing when the subscription is so already. Source: C §19.3.
    /// </summary>
    /// <exception cref="PartnerCenterException">
    /// Conflict: read again by calling again, with new ids. Refused: C §4.2, rows of the subscription.
    /// </exception>
    [Route("PATCH", "/v1/customers/{customerId}/subscriptions/{subscriptionId}"), Token(TokenKind.Either)]
    public Task<SubscriptionUpdate> Update(
        CustomerId customer,
        SubscriptionId subscription,
        SubscriptionChange change,
        CallIds ids,
        CancellationToken cancellation = default
    ) => Change(customer, subscription, change, Call(ids), cancellation);

    /// <summary>
    /// Gets the delivery state, or null while the service has none for the subscription. Needs a GDAP role.
    /// Source: C §19.5.
    /// </summary>
    /// <exception cref="PartnerCenterException">
    /// NotFound 20003. Unauthorized 2032: no GDAP role. For 800007 the result is null.
    /// </exception>
    [
        Route("GET", "/v1/customers/{customerId}/subscriptions/{subscriptionId}/provisioningstatus"),
        Token(TokenKind.AppAndUser)
    ]
    public async Task<SubscriptionProvisioning?> ProvisioningStatus(
        CustomerId customer,
        SubscriptionId subscription,
        CancellationToken cancellation = default
    )
    {
        try
        {
            return await Call()
                .For(customer)
                .At("subscriptionId", subscription.ToString())
                .Read<SubscriptionProvisioning>(cancellation);
        }
        catch (PartnerCenterException unknown) when (unknown.Code == "800007")
        {
            return null;
        }
    }

    /// <summary>Registers an Azure subscription for reservations; runs on by itself. Source: C §19.5.</summary>
    /// <exception cref="PartnerCenterException">NotFound 20003. Refused 800021: nothing to be registered.</exception>
    [Route("POST", "/v1/customers/{customerId}/subscriptions/{subscriptionId}/registrations"), Token(TokenKind.Either)]
    public Task Register(
        CustomerId customer,
        SubscriptionId subscription,
        CallIds ids,
        CancellationToken cancellation = default
    ) => Call(ids).For(customer).At("subscriptionId", subscription.ToString()).Send(cancellation);

    /// <summary>Gets the state of the registration for reservations. Source: C §19.5.</summary>
    /// <exception cref="PartnerCenterException">NotFound 20003.</exception>
    [
        Route("GET", "/v1/customers/{customerId}/subscriptions/{subscriptionId}/registrationstatus"),
        Token(TokenKind.Either)
    ]
    public Task<SubscriptionRegistration> RegistrationStatus(
        CustomerId customer,
        SubscriptionId subscription,
        CancellationToken cancellation = default
    ) =>
        Call().For(customer).At("subscriptionId", subscription.ToString()).Read<SubscriptionRegistration>(cancellation);

    /// <summary>
    /// The days a new subscription of this term (<c>P1M</c>, <c>P1Y</c>) may be made to end on; at most 300.
    /// Source: C §15.
    /// </summary>
    /// <exception cref="PartnerCenterException">
    /// Refused 20002: no relationship with the customer (yet); 900242: the term has no such days.
    /// </exception>
    [Route("GET", "/v1/customers/{customerId}/subscriptions/customTermEndDates"), Token(TokenKind.Either)]
    public Task<IReadOnlyList<CustomTermEndDate>> CustomTermEndDates(
        CustomerId customer,
        string termDuration,
        CancellationToken cancellation = default
    ) => Call().For(customer).Query("term_duration", termDuration).ReadList<CustomTermEndDate>(cancellation);

    private async Task<SubscriptionUpdate> Change(
        CustomerId customer,
        SubscriptionId subscription,
        SubscriptionChange change,
        Call write,
        CancellationToken cancellation
    )
    {
        var read = Call(member: nameof(Get)).For(customer).At("subscriptionId", subscription.ToString());
        var before = await read.Send(cancellation);
        // An answer that cannot be parsed as a subscription is not written back.
        var current = read.Parse(before, Parsed);
        var changed = read.Parse(before, body => Changed(body, change));
        if (changed.Body is null)
            return new SubscriptionUpdate.Done(current);

        write
            .For(customer)
            .At("subscriptionId", subscription.ToString())
            .Header("If-Match", Seek.Quoted(current.Attributes?.Etag));
        var answer = await write.Json(changed.Body).Send(cancellation);
        return answer.Status == 202
            ? new SubscriptionUpdate.Accepted(answer.Location, answer.RetryAfter)
            : new SubscriptionUpdate.Done(write.Parse(answer, Parsed));
    }

    private static Subscription? Parsed(byte[] body) =>
        JsonSerializer.Deserialize<Subscription>(body, PartnerCenterJson.Options);

    private static Resource Changed(byte[] body, SubscriptionChange change)
    {
        var resource = JsonSerializer.Deserialize<JsonObject>(body, PartnerCenterJson.Options)!;
        var changed = false;
        if (change.Status is { } status && Read<SubscriptionStatus>("status") != status)
            Write("status", JsonSerializer.SerializeToNode(status, PartnerCenterJson.Options));
        if (change.Quantity is { } quantity && Read<int>("quantity") != quantity)
            Write("quantity", quantity);
        if (change.AutoRenewEnabled is { } renew && Read<bool>("autoRenewEnabled") != renew)
            Write("autoRenewEnabled", renew);
        if (change.FriendlyName is { } name && resource["friendlyName"]?.ToString() != name)
            Write("friendlyName", name);
        if (change.PartnerId is { } partner && resource["partnerId"]?.ToString() != partner.Value)
            Write("partnerId", partner.Value);
        return new(changed ? JsonSerializer.SerializeToUtf8Bytes(resource, PartnerCenterJson.Options) : null);

        T? Read<T>(string member) => resource[member].Deserialize<T?>(PartnerCenterJson.Options);

        void Write(string member, JsonNode? value)
        {
            resource[member] = value;
            changed = true;
        }
    }

    private sealed record Resource(byte[]? Body);
}
