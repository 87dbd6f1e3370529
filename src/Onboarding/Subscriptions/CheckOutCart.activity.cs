using Microsoft.DurableTask;
using Onboarding.Effects;
using Onboarding.Progress;
using Onboarding.Restores;
using PartnerCenter;
using PartnerCenter.Carts;

namespace Onboarding.Subscriptions;

internal sealed record CheckOutCartInput(
    OnboardingId Onboarding,
    string Partner,
    Guid Customer,
    Guid Cart,
    int Epoch,
    string? Batch
) : StepInput
{
    /// <summary>Gets the lines of the cart; null in histories of before 0.2.</summary>
    public IReadOnlyList<BuiltLine>? Lines { get; init; }
}

/// <summary>An order that was placed, with the catalog items of its lines.</summary>
internal sealed record OrderMade(string Id, string Status, IReadOnlyList<string> Offers);

/// <summary>
/// The result of the checkout: one order per group, and the refused groups with their reasons. Both at once is normal
/// (C §17.4).
/// </summary>
internal sealed record CheckOutCartResult(IReadOnlyList<OrderMade> Orders, IReadOnlyList<RefusedGroup> Refused);

internal sealed record RefusedGroup(string? Group, string Code, string Reason);

/// <summary>Buys (C §17.4): pivot 3.</summary>
[SideEffect(
    Repeat = "The same MS-RequestId until answered, and checkout is idempotent per cart: an ordered cart states its "
        + "orders again.",
    UndoneBy = "orders-undo"
)]
internal sealed class CheckOutCartActivity(
    PartnerCenterClients clients,
    IAuditLog audit,
    TimeProvider time,
    IOnboardingRecords records,
    ForgottenEffects forgotten
) : PartnerCenterActivity<CheckOutCartInput, CheckOutCartResult>(records)
{
    public static ActivityName<CheckOutCartInput, CheckOutCartResult> StoredName { get; } = new("carts-checkout");

    protected override async Task<CheckOutCartResult> Call(
        TaskActivityContext context,
        CheckOutCartInput input,
        CancellationToken cancellationToken
    )
    {
        var client = clients.For(input.Partner, input.Batch);
        var ids = EffectIds.For(context.InstanceId, $"{StoredName.Value}\n{input.Cart}", input.Epoch);
        if (await BoughtBefore(client, input, cancellationToken) is { } before)
            return before;
        CheckoutResult result;
        try
        {
            result = await client.Carts.Checkout(
                new CustomerId(input.Customer),
                new CartId(input.Cart),
                ids,
                cancellationToken
            );
        }
        catch (PartnerCenterException exception) when (exception.Code == "800065")
        {
            // Submitted before, and this service does not state the result again.
            var cart = await client.Carts.Get(
                new CustomerId(input.Customer),
                new CartId(input.Cart),
                cancellationToken
            );
            result = new CheckoutResult
            {
                Orders = await OrdersOfCart.Find(client, new CustomerId(input.Customer), cart, cancellationToken),
            };
            if (result.Orders.Count == 0)
                throw new StepFailedException(
                    new StepFailure(
                        ErrorCodes.NotVisibleYet,
                        "The orders of the cart do not show yet.",
                        Retryable: false
                    ),
                    exception
                );
        }
        catch (PartnerCenterException exception) when (OrderRefusals.Of(exception) is { } code)
        {
            throw new StepFailedException(new StepFailure(code, exception.Message, Retryable: false), exception);
        }

        foreach (var order in result.Orders)
            await Note(input, order.Id, "order.placed", ids.CorrelationId, cancellationToken);

        return new CheckOutCartResult(
            [
                .. result.Orders.Select(order => new OrderMade(
                    order.Id.Value,
                    order.Status.ToString(),
                    [.. order.LineItems.Select(line => line.OfferId).OfType<string>()]
                )),
            ],
            [
                .. result.Errors.Select(error => new RefusedGroup(
                    error.OrderGroupId,
                    OrderRefusals.CodeOf(error.Code),
                    $"{error.Code} {error.Description ?? "no reason given"}"
                )),
            ]
        );
    }

    // Orders that were placed in a period of which the data holds nothing count as bought; the rest of the cart is
    // refused as stale, so that a cart is made of it alone.
    private async Task<CheckOutCartResult?> BoughtBefore(
        PartnerCenterClient client,
        CheckOutCartInput input,
        CancellationToken cancellationToken
    )
    {
        if (!forgotten.IsAny)
            return null;
        var record = await Need(input.Onboarding, cancellationToken);
        var all = record.Request.Subscriptions;
        var cart =
            input.Lines
            ?? [.. all.Select((line, index) => new BuiltLine(index, $"{line.Product}:{line.Sku}", null, null))];
        var found = await forgotten.Orders(
            client,
            record,
            new CustomerId(input.Customer),
            [.. cart.Select(line => all[line.Line])],
            cancellationToken
        );
        var left = cart.ToList();
        var orders = new List<OrderMade>();
        foreach (var order in found)
        {
            var mine = order
                .LineItems.Select(bought => left.Find(line => ForgottenEffects.IsFor(bought, all[line.Line])))
                .ToList();
            if (mine.Contains(null))
                continue;
            left.RemoveAll(mine.Contains);
            orders.Add(new OrderMade(order.Id.Value, order.Status.ToString(), [.. mine.Select(line => line!.Offer)]));
            await Note(input, order.Id, "order.found", null, cancellationToken);
        }

        if (orders.Count == 0)
            return null;
        var again = left.Select(line => line.Group)
            .Distinct()
            .Select(group => new RefusedGroup(
                group,
                ErrorCodes.CatalogStale,
                "What was bought before the data was put back is left out of the cart."
            ));
        return new CheckOutCartResult(orders, [.. again]);
    }

    private Task Note(
        CheckOutCartInput input,
        OrderId order,
        string action,
        Guid? correlation,
        CancellationToken cancellationToken
    ) =>
        audit.Append(
            new AuditEntry(
                $"{input.Onboarding}-ordered-{order}",
                time.GetUtcNow(),
                "onboarding",
                action,
                input.Onboarding.Value
            )
            {
                CorrelationId = correlation,
                Detail = $"{input.Customer} {order}",
            },
            cancellationToken
        );
}
