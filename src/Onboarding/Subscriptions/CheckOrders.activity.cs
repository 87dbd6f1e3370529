using Microsoft.DurableTask;
using Onboarding.Effects;
using Onboarding.Progress;
using PartnerCenter;
using PartnerCenter.Orders;
using PartnerCenter.Subscriptions;

namespace Onboarding.Subscriptions;

internal sealed record CheckOrdersInput(string Partner, Guid Customer, IReadOnlyList<string> Orders, string? Batch)
    : StepInput;

/// <summary>The progress of an order.</summary>
internal enum OrderProgress
{
    Pending,

    /// <summary>Every line has an active subscription, or needs none.</summary>
    Ready,

    /// <summary>A person must hand in the customer's purchase order (C §18.5).</summary>
    AwaitsPurchaseOrder,

    /// <summary>The order ended and something of it was not delivered.</summary>
    Failed,
}

/// <summary>One order as it stands. <paramref name="Failure"/> says why it failed.</summary>
internal sealed record OrderLook(
    string Id,
    string Status,
    OrderProgress Progress,
    string? Failure,
    IReadOnlyList<SubscriptionOnRecord> Subscriptions
);

/// <summary>The orders as they stand.</summary>
internal sealed record CheckOrdersResult(IReadOnlyList<OrderLook> Orders)
{
    public bool AreAll(params OrderProgress[] states) => Orders.All(order => states.Contains(order.Progress));

    public bool IsAny(OrderProgress state) => Orders.Any(order => order.Progress == state);
}

/// <summary>
/// Reads orders and their subscriptions, with the lags of C §18.3 and §19.5. Delivery per line (C §18.3) needs a GDAP
/// role, which a new customer has not granted, so the subscription's own status decides.
/// </summary>
[Idempotent]
internal sealed class CheckOrdersActivity(PartnerCenterClients clients, IOnboardingRecords records)
    : PartnerCenterActivity<CheckOrdersInput, CheckOrdersResult>(records)
{
    public static ActivityName<CheckOrdersInput, CheckOrdersResult> StoredName { get; } = new("orders-check");

    protected override async Task<CheckOrdersResult> Call(
        TaskActivityContext context,
        CheckOrdersInput input,
        CancellationToken cancellationToken
    )
    {
        var client = clients.For(input.Partner, input.Batch);
        var orders = new List<OrderLook>();
        foreach (var id in input.Orders)
            orders.Add(await Look(client, new CustomerId(input.Customer), new OrderId(id), cancellationToken));
        return new CheckOrdersResult(orders);
    }

    private static async Task<OrderLook> Look(
        PartnerCenterClient client,
        CustomerId customer,
        OrderId id,
        CancellationToken cancellationToken
    )
    {
        var order = await client.Orders.Get(customer, id, cancellation: cancellationToken);
        var ready = order.Status == OrderStatus.Completed && order.LineItems.All(OrderLines.IsDelivered);
        var failure =
            order.IsTerminal && order.Status != OrderStatus.Completed ? $"Order {id} ended as {order.Status}." : null;
        var subscriptions = new List<SubscriptionOnRecord>();
        foreach (var line in order.LineItems.Where(line => line.SubscriptionId is not null))
        {
            var subscription = await client.Subscriptions.Get(customer, line.SubscriptionId!.Value, cancellationToken);
            subscriptions.Add(SubscriptionsOnRecord.Of(subscription, line.OfferId));
            ready &= subscription.Status == SubscriptionStatus.Active;
            if (
                subscription.Status
                is SubscriptionStatus.Deleted
                    or SubscriptionStatus.Disabled
                    or SubscriptionStatus.Expired
            )
                failure ??= $"Subscription {subscription.Id} is {subscription.Status}.";
        }

        var progress =
            failure is not null ? OrderProgress.Failed
            : OrderLines.AwaitsPurchaseOrder(order) ? OrderProgress.AwaitsPurchaseOrder
            : ready ? OrderProgress.Ready
            : OrderProgress.Pending;
        return new(id.Value, order.Status.ToString(), progress, failure, subscriptions);
    }
}

/// <summary>Reads the states of orders and their lines.</summary>
internal static class OrderLines
{
    /// <summary>
    /// Perpetual software has no term and never gets a subscription (C §14); everything else is there once it has one.
    /// </summary>
    public static bool IsDelivered(OrderLine line) => line.SubscriptionId is not null || line.TermDuration is null;

    /// <summary>
    /// Gets a value that says whether the order waits for the purchase order to be uploaded; after that Microsoft
    /// reviews it.
    /// </summary>
    public static bool AwaitsPurchaseOrder(Order order) => order.Status == OrderStatus.PendingPoUpload;
}

/// <summary>A subscription as the record keeps it.</summary>
internal static class SubscriptionsOnRecord
{
    /// <param name="subscription">As read.</param>
    /// <param name="offer">
    /// <c>product:sku:availability</c> of its order line; the last part ages and is left out.
    /// </param>
    public static SubscriptionOnRecord Of(Subscription subscription, string? offer) =>
        new(
            subscription.Id.Value,
            string.Join(':', (offer ?? subscription.OfferId ?? "").Split(':').Take(2)),
            subscription.Quantity,
            subscription.Status.ToString(),
            subscription.CancellationAllowedUntilDate
        );
}
