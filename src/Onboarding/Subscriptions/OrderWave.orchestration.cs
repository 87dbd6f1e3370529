using Onboarding.Agreements;
using Onboarding.Customers;
using Onboarding.Effects;
using Onboarding.Progress;
using Onboarding.Resellers;
using Onboarding.Undo;

namespace Onboarding.Subscriptions;

/// <summary>
/// Lines that are bought together: a cart, its checkout, and the wait until everything is there. Replayed code.
/// </summary>
internal sealed class OrderWave(OnboardingRun onboarding, OrderTracker tracker, Reseller? reseller, int wave)
{
    /// <summary>Number of the first cart of the first wave; the plan is made of what it is made of.</summary>
    public const int FirstCart = 1;

    private const int CartsBeforeGivingUp = 4;
    private const int ReturnsBeforeGivingUp = 6;

    private readonly List<BoughtOrder> _bought = [];
    private readonly HashSet<string> _givenUp = [];
    private UnknownCheckout? _open;
    private DateTimeOffset? _operatorUntil;
    private int _stale;
    private int _missing;
    private int _reviewed;

    /// <exception cref="OnboardingStopped">A line was refused, and it is all or nothing.</exception>
    public async Task Buy(IReadOnlyList<int> lines)
    {
        onboarding.Undo.Register(UndoOfOrders());
        for (var cart = FirstCart; lines.Count > 0; cart++)
        {
            var left = await Order(lines, cart);
            lines = left.Lines;
            foreach (var trouble in left.ToPutRight)
                lines = await PutRight(trouble, lines);
        }

        if (_bought.Count > 0)
            await AwaitDelivery();
    }

    /// <summary>Several refusals as one failure: their common code, or else the general one.</summary>
    public static StepFailure FailureOf(IReadOnlyCollection<RefusedLine> refused, string general)
    {
        var codes = refused.Select(line => line.Code).Distinct().ToList();
        var code =
            codes is [var only] && !only.StartsWith("partner-center.", StringComparison.Ordinal) ? only : general;
        return new StepFailure(
            code,
            string.Join("; ", refused.Select(line => line.Reason).Distinct()),
            Retryable: false
        );
    }

    // Buys the lines. Returns those that are left to be bought, and the problems to be solved before.
    private async Task<LeftToBuy> Order(IReadOnlyList<int> lines, int number)
    {
        var (plan, firstEpoch) = (onboarding.Plan, ((wave * 100) + number) * 1000);
        try
        {
            var cart = await onboarding.CallStep(
                "cart",
                BuildCartActivity.StoredName,
                epoch => new BuildCartInput(
                    plan.Id,
                    onboarding.Tenant,
                    reseller?.MpnId,
                    lines,
                    (wave * 100) + number,
                    firstEpoch + epoch
                )
            );
            if (cart.Id is not null)
                return await CheckOutCart(cart);
            await Refuse("cart", cart.Refused, ErrorCodes.CartLineRefused);
            return new([.. lines.Where(line => !tracker.IsRefused(line))], []);
        }
        catch (OnboardingStopped.Refused refused) when (MayBePutRight(refused.Cause.Code))
        {
            return new(lines, [new(refused.Cause.Code, refused.Cause.Message)]);
        }
        catch (OnboardingStopped.Refused refused) when (tracker.KeepsWhatWorked)
        {
            await Refuse(
                refused.Cause.Step,
                [.. lines.Select(line => new RefusedLine(line, refused.Cause.Code, refused.Cause.Message))],
                refused.Cause.Code
            );
            return new([], []);
        }
    }

    // Each group of a cart is an order or a refusal for itself: what was bought is never bought again, whatever is put
    // right for the others.
    private async Task<LeftToBuy> CheckOutCart(BuildCartResult cart)
    {
        var plan = onboarding.Plan;
        foreach (var line in cart.Lines.Where(line => line.Promotion is not null))
            await onboarding.AddTimelineEntry($"Promotion {line.Promotion} applies to {tracker.Describe(line.Line)}.");
        _open = new(cart.Id!.Value, onboarding.Context.CurrentUtc);
        var result = await onboarding.CallStep(
            "checkout",
            CheckOutCartActivity.StoredName,
            epoch => new CheckOutCartInput(plan.Id, plan.Partner, onboarding.Tenant, cart.Id.Value, epoch, plan.Batch)
            {
                Lines = cart.Lines,
            }
        );
        _open = null;
        _bought.AddRange(
            result.Orders.Select(order => new BoughtOrder(order.Id, [.. OrderTracker.LinesOf(cart, order)]))
        );
        onboarding.Exists = onboarding.Exists with
        {
            Orders =
            [
                .. onboarding.Exists.Orders,
                .. result.Orders.Select(order => new OrderOnRecord(order.Id, order.Status)),
            ],
        };
        if (result.Orders.Count > 0)
            await onboarding.AddTimelineEntry(
                $"Ordered: {string.Join(", ", result.Orders.Select(order => order.Id))}."
            );

        // Only a group that is known by its id is certain not to be among the orders.
        var toPutRight = result
            .Refused.Where(group => LinesOf(cart, group).Any())
            .DistinctBy(group => group.Code)
            .Where(group => MayBePutRight(group.Code))
            .Select(group => new ToPutRight(group.Code, group.Reason))
            .ToList();
        var isPutRight = toPutRight.Select(one => one.Code).ToHashSet();
        var (again, refused) = (
            result.Refused.Where(group => isPutRight.Contains(group.Code)),
            result.Refused.Where(group => !isPutRight.Contains(group.Code))
        );
        await Refuse(
            "checkout",
            [.. refused.SelectMany(group => RefusedBy(cart, group, result.Orders))],
            ErrorCodes.OrderGroupRefused
        );
        return new([.. again.SelectMany(group => LinesOf(cart, group))], toPutRight);
    }

    private static IEnumerable<int> LinesOf(BuildCartResult cart, RefusedGroup group) =>
        cart.Lines.Where(line => line.Group is not null && line.Group == group.Group).Select(line => line.Line);

    private static IEnumerable<RefusedLine> RefusedBy(
        BuildCartResult cart,
        RefusedGroup group,
        IReadOnlyList<OrderMade> orders
    )
    {
        var lines = LinesOf(cart, group).ToList();
        if (lines.Count == 0)
            lines =
            [
                .. cart
                    .Lines.Where(line => !orders.Any(order => order.Offers.Contains(line.Offer)))
                    .Select(line => line.Line),
            ];
        return lines.Select(line => new RefusedLine(line, group.Code, $"group {group.Group}: {group.Reason}"));
    }

    // Each only so often: what does not help for good is a refusal.
    private bool MayBePutRight(string code) =>
        code switch
        {
            ErrorCodes.CatalogStale => ++_stale < CartsBeforeGivingUp,
            ErrorCodes.AgreementMissing => ++_missing < ReturnsBeforeGivingUp || onboarding.IsAtLeast(4),
            ErrorCodes.AccountUnderReview => ++_reviewed < ReturnsBeforeGivingUp,
            _ => WaitsForOperator(code),
        };

    private bool WaitsForOperator(string code) => onboarding.IsAtLeast(4) && FailureClassifier.IsPartnersTrouble(code);

    // A condition that was met before need not be met any more: go back to the step that meets it. Lines that then
    // cannot be bought are left out when the accepted orders are kept.
    private async Task<IReadOnlyList<int>> PutRight(ToPutRight trouble, IReadOnlyList<int> lines)
    {
        try
        {
            await PutRight(trouble);
            return lines;
        }
        catch (OnboardingStopped.Refused refused) when (tracker.KeepsWhatWorked && _bought.Count > 0)
        {
            await Refuse(
                refused.Cause.Step,
                [.. lines.Select(line => new RefusedLine(line, refused.Cause.Code, refused.Cause.Message))],
                refused.Cause.Code
            );
            return [];
        }
    }

    private async Task PutRight(ToPutRight trouble)
    {
        switch (trouble.Code)
        {
            case ErrorCodes.CatalogStale:
                await onboarding.AddTimelineEntry(
                    $"The catalog has changed since the cart was made; it is made anew.",
                    trouble.Code
                );
                break;
            case ErrorCodes.AgreementMissing when _missing < ReturnsBeforeGivingUp:
                await onboarding.AddTimelineEntry(
                    $"Microsoft misses the customer's agreement at checkout: back to the agreement.",
                    trouble.Code
                );
                await onboarding.ConfirmAgreement(_missing);
                await GoOn(_missing);
                break;
            case ErrorCodes.AgreementMissing:
                await AwaitOperator(trouble);
                break;
            case var code when FailureClassifier.IsPartnersTrouble(code):
                await AwaitOperator(trouble);
                break;
            default:
                await onboarding.AddTimelineEntry(
                    $"Microsoft reviews the customer's account again: back to waiting for the review.",
                    trouble.Code
                );
                await onboarding.AwaitAccountReview();
                await GoOn(_reviewed);
                break;
        }
    }

    private Task AwaitOperator(ToPutRight trouble)
    {
        _operatorUntil ??= onboarding.Context.CurrentUtc + onboarding.Plan.Waits.Operator;
        return onboarding.AwaitOperator(
            "checkout",
            new StepFailure(trouble.Code, trouble.Reason, Retryable: false),
            _operatorUntil.Value
        );
    }

    // It may take a while until the checkout accepts a condition that was just met.
    private async Task GoOn(int returns)
    {
        await onboarding.SetStage(Stage.Ordering, Actor.Us, $"Back to the order.");
        if (returns > 1)
            await onboarding.Wait(Retries.PollDelay(returns * 4, TimeSpan.FromMinutes(15)));
    }

    private async Task Refuse(string step, IReadOnlyList<RefusedLine> refused, string general)
    {
        if (refused.Count == 0)
            return;
        if (!tracker.KeepsWhatWorked)
            throw new OnboardingStopped.Refused(step, FailureOf(refused, general));
        tracker.Refuse(refused);
        foreach (var line in refused)
            await onboarding.AddTimelineEntry($"Not bought: {tracker.Describe(line.Line)}: {line.Reason}", line.Code);
    }

    // When that takes too long nothing is undone, since all is bought: it ends with an open task.
    private async Task AwaitDelivery()
    {
        await onboarding.SetStage(Stage.Provisioning, Actor.Microsoft, $"Microsoft provisions the subscriptions.");
        var deadline = onboarding.Context.CurrentUtc + onboarding.Plan.Waits.Provisioning;
        // An order that was just placed is not ready yet.
        if (onboarding.IsAtLeast(OnboardingRun.WritesWithSteps))
            await onboarding.Wait(Retries.PollDelay(1, onboarding.Plan.Waits.Look));
        for (var look = 1; ; look++)
        {
            var progress = await Look();
            foreach (var failed in progress.Orders.Where(order => order.Progress == OrderProgress.Failed))
                await GiveUp(failed.Id, "provisioning", ErrorCodes.OrderNotCompleted, failed.Failure!);
            if (progress.AreAll(OrderProgress.Ready, OrderProgress.Failed))
                return;
            if (progress.IsAny(OrderProgress.AwaitsPurchaseOrder))
            {
                await AwaitPurchaseOrder();
                await onboarding.SetStage(Stage.Provisioning, Actor.Microsoft, $"Microsoft goes on with the orders.");
                (deadline, look) = (onboarding.Context.CurrentUtc + onboarding.Plan.Waits.PurchaseOrder, 0);
            }
            else if (onboarding.Context.CurrentUtc >= deadline)
            {
                await onboarding.CreateOpenTask(
                    wave == 0 ? "provisioning" : $"provisioning-{wave + 1}",
                    $"The orders are placed and not all subscriptions are active: look into them with Microsoft.",
                    new StepFailure(ErrorCodes.WaitExpired, "Provisioning took longer than it may.", Retryable: false),
                    call: null
                );
                tracker.LeaveAddOns();
                return;
            }
            else
            {
                await onboarding.WaitForEventOrTimeout(
                    OnboardingNames.CustomerChanged,
                    Retries.PollDelay(look, TimeSpan.FromMinutes(15))
                );
            }
        }
    }

    private async Task AwaitPurchaseOrder()
    {
        var waiting = new Waiting(
            Stage.AwaitingPurchaseOrder,
            Actor.Operator,
            $"the customer's purchase order",
            $"Microsoft asks for the customer's purchase order: attach it to the order in Partner Center.",
            onboarding.Plan.Waits.PurchaseOrder
        );
        try
        {
            await onboarding.WaitUntil(
                waiting,
                async _ =>
                    await Look() is var progress && progress.IsAny(OrderProgress.AwaitsPurchaseOrder) ? null : progress
            );
        }
        catch (OnboardingStopped.Expired) when (tracker.KeepsWhatWorked)
        {
            foreach (
                var order in (await Look()).Orders.Where(order => order.Progress == OrderProgress.AwaitsPurchaseOrder)
            )
                await GiveUp(
                    order.Id,
                    "purchase order",
                    ErrorCodes.WaitExpired,
                    $"Order {order.Id} waits for a purchase order that nobody handed in."
                );
        }
    }

    private Task GiveUp(string order, string step, string code, string reason)
    {
        if (!_givenUp.Add(order))
            return Task.CompletedTask;
        return Refuse(
            step,
            [.. _bought.Single(bought => bought.Id == order).Lines.Select(line => new RefusedLine(line, code, reason))],
            code
        );
    }

    private async Task<CheckOrdersResult> Look()
    {
        var watched = _bought.Select(order => order.Id).Where(id => !_givenUp.Contains(id)).ToList();
        var progress = await onboarding.CallStep(
            "provisioning",
            CheckOrdersActivity.StoredName,
            _ => new CheckOrdersInput(onboarding.Plan.Partner, onboarding.Tenant, watched, onboarding.Plan.Batch)
        );
        var subscriptions = progress.Orders.SelectMany(order => order.Subscriptions).ToList();
        onboarding.Exists = onboarding.Exists with
        {
            Orders =
            [
                .. onboarding.Exists.Orders.Select(known =>
                    progress.Orders.FirstOrDefault(order => order.Id == known.Id) is { } seen
                        ? known with
                        {
                            Status = seen.Status,
                        }
                        : known
                ),
            ],
            Subscriptions =
            [
                .. onboarding.Exists.Subscriptions.Where(known => !subscriptions.Exists(seen => seen.Id == known.Id)),
                .. subscriptions,
            ],
        };
        return progress;
    }

    private RegisteredUndo UndoOfOrders() =>
        new(
            wave == 0 ? "orders" : $"orders-{wave + 1}",
            $"The ordered subscriptions have to be cancelled.",
            UndoOrdersActivity.StoredName,
            epoch => new UndoInput
            {
                Onboarding = onboarding.Plan.Id,
                Partner = onboarding.Plan.Partner,
                Batch = onboarding.Plan.Batch,
                Domain = onboarding.Plan.Domain,
                TenantId = onboarding.Tenant,
                CartId = _open?.Cart,
                Began = _open?.At,
                Orders = [.. _bought.Select(order => order.Id)],
                Exists = onboarding.Exists,
                Epoch = epoch,
            }
        );

    private sealed record BoughtOrder(string Id, IReadOnlyList<int> Lines);

    private sealed record LeftToBuy(IReadOnlyList<int> Lines, IReadOnlyList<ToPutRight> ToPutRight);

    private sealed record ToPutRight(string Code, string Reason);

    private sealed record UnknownCheckout(Guid Cart, DateTimeOffset At);
}
