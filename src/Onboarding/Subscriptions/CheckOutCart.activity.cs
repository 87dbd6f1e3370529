using Microsoft.DurableTask;
using Onboarding.Effects;
using Onboarding.Progress;
using PartnerCenter;
using PartnerCenter.Carts;

namespace Onboarding.Subscriptions;

internal sealed record CheckOutCartInput(
    OnboardingId Onboarding, string Partner, Guid Customer, Guid Cart, int Epoch, string? Batch)
    : StepInput;

/// <summary>An order that was placed, with the catalog items of its lines.</summary>
internal sealed record OrderMade(string Id, string Status, IReadOnlyList<string> Offers);

/// <summary>What checkout made, one order per group, and why other groups were refused. Both at once is normal (C §17.4).</summary>
internal sealed record CheckOutCartResult(IReadOnlyList<OrderMade> Orders, IReadOnlyList<RefusedGroup> Refused);

internal sealed record RefusedGroup(string? Group, string Code, string Reason);

/// <summary>Buys (C §17.4): pivot 3.</summary>
[Effect(Repeat = "The same MS-RequestId until answered, and checkout is idempotent per cart: an ordered cart states its orders again.", UndoneBy = "orders-undo")]
internal sealed class CheckOutCartActivity(
    PartnerCenterClients clients, IAuditLog audit, TimeProvider time,
    IOnboardingRecords records)
    : PartnerCenterActivity<CheckOutCartInput, CheckOutCartResult>(records)
{
    public static ActivityName<CheckOutCartInput, CheckOutCartResult> StoredName { get; } = new("carts-checkout");

    protected override async Task<CheckOutCartResult> Call(TaskActivityContext context, CheckOutCartInput input, CancellationToken cancellationToken)
    {
        var client = clients.For(input.Partner, input.Batch);
        var ids = EffectIds.For(context.InstanceId, $"{StoredName.Value}\n{input.Cart}", input.Epoch);
        CheckoutResult result;
        try
        {
            result = await client.Carts.Checkout(new CustomerId(input.Customer), new CartId(input.Cart), ids, cancellationToken);
        }
        catch (PartnerCenterException exception) when (exception.Code == "800065")
        {
            // Submitted before, and this service does not state the result again.
            var cart = await client.Carts.Get(new CustomerId(input.Customer), new CartId(input.Cart), cancellationToken);
            result = new CheckoutResult { Orders = await OrdersOfCart.Find(client, new CustomerId(input.Customer), cart, cancellationToken) };
            if (result.Orders.Count == 0) throw new StepFailedException(new StepFailure(ErrorCodes.NotVisibleYet, "The orders of the cart do not show yet.", Retryable: false), exception);
        }
        catch (PartnerCenterException exception) when (OrderRefusals.Of(exception) is { } code)
        {
            throw new StepFailedException(new StepFailure(code, exception.Message, Retryable: false), exception);
        }

        foreach (var order in result.Orders)
        {
            await audit.Append(new AuditEntry($"{input.Onboarding}-ordered-{order.Id}", time.GetUtcNow(), "onboarding", "order.placed", input.Onboarding.Value)
            {
                CorrelationId = ids.CorrelationId,
                Detail = $"{input.Customer} {order.Id}",
            }, cancellationToken);
        }

        return new CheckOutCartResult(
            [.. result.Orders.Select(order => new OrderMade(order.Id.Value, order.Status.ToString(), [.. order.LineItems.Select(line => line.OfferId).OfType<string>()]))],
            [.. result.Errors.Select(error => new RefusedGroup(error.OrderGroupId, OrderRefusals.CodeOf(error.Code), $"{error.Code} {error.Description ?? "no reason given"}"))]);
    }
}
