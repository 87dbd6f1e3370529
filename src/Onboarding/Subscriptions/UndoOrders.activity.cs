using System.Runtime.ExceptionServices;
using Microsoft.DurableTask;
using Onboarding.Effects;
using Onboarding.Messages;
using Onboarding.Progress;
using Onboarding.Restores;
using Onboarding.Undo;
using PartnerCenter;
using PartnerCenter.Carts;
using PartnerCenter.Orders;
using PartnerCenter.Subscriptions;

namespace Onboarding.Subscriptions;

/// <summary>
/// Undoes orders: every subscription is cancelled inside its window, add-ons before their base; after the window
/// its renewal is turned off and it is suspended, unless the customer is to go on using it. That does not end the
/// billing, and a paid extended term may follow, so it becomes an open task (C §19.4, §20.1, §20.3). Works by cart
/// when the answer to the checkout was lost. What is refused for good does not stop the rest.
/// </summary>
[SideEffect(
    Repeat = "Looks first: a subscription that is deleted or suspended is done.",
    NotUndone = "It is an undo; a cancelled subscription cannot be brought back (C §20.3)."
)]
internal sealed class UndoOrdersActivity(
    PartnerCenterClients clients,
    IAuditLog audit,
    TimeProvider time,
    IOnboardingRecords records,
    ForgottenEffects forgotten
) : PartnerCenterActivity<UndoInput, UndoResult>(records)
{
    // By then every order that was placed is listed, and some more.
    private static readonly TimeSpan OrdersShow = TimeSpan.FromMinutes(20);

    public static ActivityName<UndoInput, UndoResult> StoredName { get; } = new("orders-undo");

    protected override async Task<UndoResult> Call(
        TaskActivityContext context,
        UndoInput input,
        CancellationToken cancellationToken
    )
    {
        var client = clients.For(input.Partner, input.Batch);
        var customer = new CustomerId(input.TenantId!.Value);
        var orders = await OrdersOf(client, customer, input, cancellationToken);
        var (left, tasks, refused) = (new List<SubscriptionOnRecord>(), new List<Message>(), new List<UndoRefusal>());
        ExceptionDispatchInfo? notYet = null;
        var lines = orders
            .Where(order => order.Status is OrderStatus.Completed or OrderStatus.PartialSuccess)
            .SelectMany(order => order.LineItems.Select(line => (Order: order.Id, Line: line)));
        foreach (var (order, line) in lines.OrderBy(item => item.Line.ParentSubscriptionId is null))
        {
            try
            {
                if (
                    line.TermDuration is null
                    && await CancelledThroughOrder(
                        client.Orders,
                        customer,
                        order,
                        line,
                        context,
                        input.Epoch,
                        cancellationToken
                    )
                )
                    continue;
                if (line.SubscriptionId is not { } id)
                    continue;
                var ids = EffectIds.For(context.InstanceId, $"{StoredName.Value}\n{id}", input.Epoch);
                var subscription = await CancelOrSuspend(
                    client.Subscriptions,
                    customer,
                    id,
                    ids,
                    input.KeepService,
                    cancellationToken
                );
                await audit.Append(
                    new AuditEntry(
                        $"{input.Onboarding}-undone-{id}",
                        time.GetUtcNow(),
                        "onboarding",
                        ActionOf(subscription),
                        input.Onboarding.Value
                    )
                    {
                        CorrelationId = ids.CorrelationId,
                        Detail = $"{customer} {id}",
                    },
                    cancellationToken
                );
                left.Add(SubscriptionsOnRecord.Of(subscription, line.OfferId));
                if (subscription.Status != SubscriptionStatus.Deleted)
                    tasks.Add(TermEnds.DescribeUnwanted(subscription));
            }
            catch (PartnerCenterException failed) when (!IsFinal(failed) && WasAnswered(failed))
            {
                // It is asked for again as a whole; the other lines do not wait for this one.
                notYet ??= ExceptionDispatchInfo.Capture(failed);
            }
            catch (PartnerCenterException failed) when (IsFinal(failed))
            {
                var what = line.SubscriptionId is { } id
                    ? $"Subscription {id} of order {order}"
                    : $"Line {line.LineItemNumber + 1} of order {order}";
                refused.Add(new UndoRefusal($"{what} has to be cancelled.", VendorFailure.From(failed).Failure));
            }
        }

        notYet?.Throw();
        tasks.AddRange(await CallOff(client, customer, orders, context, input.Epoch, cancellationToken));
        var taken = orders.SelectMany(order => order.LineItems).Select(line => line.SubscriptionId?.Value).ToHashSet();
        var exists = input.Exists with
        {
            Orders =
            [
                .. input.Exists.Orders.Where(known => orders.All(order => order.Id.Value != known.Id)),
                .. orders.Select(order => new OrderOnRecord(order.Id.Value, order.Status.ToString())),
            ],
            Subscriptions = [.. input.Exists.Subscriptions.Where(known => !taken.Contains(known.Id)), .. left],
        };
        return new UndoResult(
            exists,
            left.Count > 0 ? [$"The orders stay in the history, and used days are charged."] : [],
            tasks
        )
        {
            Refusal =
                refused.Count == 0
                    ? null
                    : new UndoRefusal(
                        Message.Join(refused.Select(refusal => refusal.OpenTaskText)),
                        refused[0].Failure
                    ),
        };
    }

    // A call that is answered "not now" or waits for an operator is repeated as a whole; the repetition sees which
    // orders have been cancelled by then.
    private static bool IsFinal(PartnerCenterException failed) =>
        VendorFailure.From(failed).Failure is { Retryable: false } failure
        && FailureClassifier.GetNotYetDelay(failure, 1) is null
        && !FailureClassifier.NeedsOperator(failure);

    private static bool WasAnswered(PartnerCenterException failed) =>
        FailureClassifier.WasAnswered(VendorFailure.From(failed).Failure);

    private static string ActionOf(Subscription subscription) =>
        subscription.Status switch
        {
            SubscriptionStatus.Deleted => "subscription.cancelled",
            SubscriptionStatus.Suspended => "subscription.suspended",
            _ => "subscription.renewal-off",
        };

    private async Task<IReadOnlyList<Order>> OrdersOf(
        PartnerCenterClient client,
        CustomerId customer,
        UndoInput input,
        CancellationToken cancellationToken
    )
    {
        var orders = new List<Order>();
        foreach (var order in input.Orders ?? [.. input.Exists.Orders.Select(order => order.Id)])
            orders.Add(await client.Orders.Get(customer, new OrderId(order), cancellation: cancellationToken));
        if (input.CartId is { } cart)
            orders.AddRange(
                await OrdersOfCheckout(client, customer, new CartId(cart), orders, input, cancellationToken)
            );

        if (forgotten.IsAny)
        {
            var record = await Need(input.Onboarding, cancellationToken);
            var lines = record.Request.Subscriptions;
            orders.AddRange(
                (await forgotten.Orders(client, record, customer, lines, cancellationToken)).Where(order =>
                    orders.All(known => known.Id != order.Id)
                )
            );
        }

        return orders.Any(order =>
            (!order.IsTerminal && !OrderLines.AwaitsPurchaseOrder(order))
            || (order.Status == OrderStatus.Completed && !order.LineItems.All(OrderLines.IsDelivered))
        )
            ? throw NotYet("An order is still being worked on.")
            : orders;
    }

    // An order that waits for its purchase order has delivered nothing; Microsoft may let it be called off or leave it
    // to lapse.
    private static async Task<IReadOnlyList<Message>> CallOff(
        PartnerCenterClient client,
        CustomerId customer,
        IReadOnlyList<Order> orders,
        TaskActivityContext context,
        int epoch,
        CancellationToken cancellationToken
    )
    {
        var tasks = new List<Message>();
        foreach (var order in orders.Where(OrderLines.AwaitsPurchaseOrder))
        {
            try
            {
                await client.Orders.Cancel(
                    customer,
                    order.Id,
                    EffectIds.For(context.InstanceId, $"{StoredName.Value}\n{order.Id}", epoch),
                    cancellation: cancellationToken
                );
            }
            catch (PartnerCenterException refused) when (refused.Fault == Fault.Refused)
            {
                tasks.Add(
                    $"Order {order.Id} waits for a purchase order and cannot be cancelled by a call: see to it that "
                        + $"none is handed in, or cancel it in Partner Center."
                );
            }
        }

        return tasks;
    }

    // Finds the orders of a checkout whose answer was lost.
    private async Task<IReadOnlyList<Order>> OrdersOfCheckout(
        PartnerCenterClient client,
        CustomerId customer,
        CartId id,
        IReadOnlyList<Order> known,
        UndoInput input,
        CancellationToken cancellationToken
    )
    {
        var cart = await FindCart(client, customer, id, cancellationToken);
        var placed = cart is not null
            ? await OrdersOfCart.Find(client, customer, cart, cancellationToken)
            : await OrdersWithoutCart(client, customer, input, cancellationToken);
        var found = placed.Where(order => known.All(other => other.Id != order.Id)).ToList();
        if (found.Count == 0 && MayStillShow(cart, input))
            throw NotYet("The cart may be ordered and its orders do not show yet.");
        return found;
    }

    // Nothing but offer, quantity and time says whose an order is: what is known to be of another wave or onboarding is
    // not it.
    private async Task<IReadOnlyList<Order>> OrdersWithoutCart(
        PartnerCenterClient client,
        CustomerId customer,
        UndoInput input,
        CancellationToken cancellationToken
    )
    {
        if (input.Began is not { } began)
            return [];
        var wanted = (await Need(input.Onboarding, cancellationToken)).Request.Subscriptions;
        var taken = await OrdersOnRecord.Find(Records, input, input.Exists, cancellationToken);
        var placed = await OrdersOfCart.FindWithoutCart(client, customer, wanted, began, cancellationToken);
        return [.. placed.Where(order => !taken.Contains(order.Id.Value))];
    }

    // A cart of which one group was refused stays active though the others are ordered, and new orders are listed late
    // (C §17.4, §18.3).
    private bool MayStillShow(Cart? cart, UndoInput input) =>
        cart?.Status == CartStatus.Ordered
        || (
            (cart is null || cart.LineItems.Select(line => line.OrderGroup).Distinct().Count() > 1)
            && input.Began is { } began
            && time.GetUtcNow() < began + OrdersShow
        );

    private static async Task<Cart?> FindCart(
        PartnerCenterClient client,
        CustomerId customer,
        CartId id,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await client.Carts.Get(customer, id, cancellationToken);
        }
        catch (PartnerCenterException expired) when (expired.Fault == Fault.NotFound)
        {
            return null;
        }
    }

    // Perpetual software is cancelled through its order, whether it shows a subscription or not; an Azure plan, which
    // has no term either, is not (C §20.2). A cancelled line has quantity 0.
    private static async Task<bool> CancelledThroughOrder(
        OrdersApi orders,
        CustomerId customer,
        OrderId order,
        OrderLine line,
        TaskActivityContext context,
        int epoch,
        CancellationToken cancellationToken
    )
    {
        if (line.Quantity == 0)
            return true;
        var ids = EffectIds.For(context.InstanceId, $"{StoredName.Value}\n{order}\n{line.LineItemNumber}", epoch);
        try
        {
            await orders.Cancel(customer, order, ids, [line], cancellationToken);
            return true;
        }
        catch (PartnerCenterException refused)
            when (line.SubscriptionId is not null && refused.Code is "800077" or "800019" or "800061" or "800063")
        {
            return false;
        }
    }

    private async Task<Subscription> CancelOrSuspend(
        SubscriptionsApi subscriptions,
        CustomerId customer,
        SubscriptionId id,
        CallIds ids,
        bool keepService,
        CancellationToken cancellationToken
    )
    {
        var standing = await subscriptions.Get(customer, id, cancellationToken);
        if (standing.Status is SubscriptionStatus.Deleted or SubscriptionStatus.Suspended)
            return standing;

        if (standing.CancellationAllowedUntilDate is null || standing.CancellationAllowedUntilDate > time.GetUtcNow())
        {
            try
            {
                return Done(await subscriptions.Cancel(customer, id, ids, cancellationToken));
            }
            catch (PartnerCenterException tooLate) when (tooLate.Code is "900117" or "900213")
            {
                // The window closed meanwhile. That answer settles the request, and suspending is another one.
                ids = new CallIds(EffectIds.For(ids.RequestId.ToString(), "suspend", 0).RequestId, ids.CorrelationId);
            }
        }

        return Done(
            keepService
                ? await subscriptions.Update(
                    customer,
                    id,
                    new SubscriptionChange { AutoRenewEnabled = false },
                    ids,
                    cancellationToken
                )
                : await subscriptions.Suspend(customer, id, ids, cancellationToken)
        );
    }

    private static Subscription Done(SubscriptionUpdate update) =>
        update is SubscriptionUpdate.Done done
            ? done.Subscription
            : throw new StepFailedException(
                new StepFailure(
                    ErrorCodes.ChangePending,
                    "The change of a subscription is under way.",
                    Retryable: false
                )
            );

    private static StepFailedException NotYet(string message) =>
        new(new StepFailure(ErrorCodes.NotVisibleYet, message, Retryable: false));
}
