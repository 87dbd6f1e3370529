using Onboarding.Messages;
using Onboarding.Progress;
using Onboarding.Requests;
using Onboarding.Resellers;
using Onboarding.Undo;

namespace Onboarding.Subscriptions;

/// <summary>
/// The wizard's offers and licence counts: what stands alone first, add-ons once their base is there. Replayed code.
/// </summary>
internal static class SubscriptionSteps
{
    public static async Task OrderSubscriptions(this OnboardingRun onboarding, Reseller? reseller)
    {
        var plan = onboarding.Plan;
        if (plan.Lines.Count == 0)
            return;
        await onboarding.SetStage(
            Stage.Ordering,
            Actor.Us,
            plan.Lines.Count == 1 ? (Message)$"1 offer is ordered." : $"{plan.Lines.Count} offers are ordered."
        );

        var (tracker, waves) = (new OrderTracker(plan.Lines, plan.Ordering), await onboarding.PlanWaves());
        for (var number = 0; number < waves.Count; number++)
        {
            tracker.Refuse(
                waves[number]
                    .Where(tracker.LacksBase)
                    .Select(line => new RefusedLine(
                        line.Line,
                        ErrorCodes.BaseNotOrdered,
                        "What it is an add-on to is not there."
                    ))
            );
            var lines = waves[number].Select(line => line.Line).Where(line => !tracker.IsRefused(line)).ToList();
            if (lines.Count == 0)
                continue;
            if (number > 0)
                await onboarding.SetStage(
                    Stage.Ordering,
                    Actor.Us,
                    lines.Count == 1
                        ? (Message)$"1 add-on is ordered, since its base is there."
                        : $"{lines.Count} add-ons are ordered, since their base is there."
                );
            await new OrderWave(onboarding, tracker, reseller, number).Buy(lines);
        }

        await onboarding.SettleRefusals(tracker);
        await onboarding.TurnRenewalOff(tracker);
    }

    private static readonly StepFailure OnlyByHand = new(
        ErrorCodes.CannotBeUndone,
        "No call of Partner Center makes this choice: a person makes it there.",
        Retryable: false
    );

    // A subscription that is to end with its term needs a person in Partner Center too, so each is an open task.
    private static async Task TurnRenewalOff(this OnboardingRun onboarding, OrderTracker tracker)
    {
        var ending = onboarding
            .Plan.Lines.Where((line, number) => line.AtTermEnd == AtTermEnd.Cancel && !tracker.IsRefused(number))
            .ToList();
        var subscriptions = onboarding
            .Exists.Subscriptions.Where(one =>
                one.IsBilled
                && ending.Exists(line =>
                    one.Item.Equals($"{line.Product}:{line.Sku}", StringComparison.OrdinalIgnoreCase)
                    && one.Quantity == line.Quantity
                )
            )
            .Select(one => one.Id)
            .ToList();
        if (subscriptions.Count == 0)
            return;
        try
        {
            var tasks = await onboarding.CallStep(
                "renewal",
                TurnRenewalOffActivity.StoredName,
                epoch => new TurnRenewalOffInput(onboarding.Plan.Id, onboarding.Tenant, subscriptions, epoch)
            );
            for (var i = 0; i < tasks.Count; i++)
                await onboarding.CreateOpenTask($"term-end-{i + 1}", tasks[i], OnlyByHand, null);
        }
        catch (OnboardingStopped.Refused refused)
        {
            // All is bought and wanted: only its renewal is left to a person.
            await onboarding.CreateOpenTask(
                "term-end",
                $"Turn auto-renew off and choose \"Cancel at end of term\" in Partner Center for "
                    + $"{string.Join(", ", subscriptions)}.",
                new StepFailure(refused.Cause.Code, refused.Cause.Message, Retryable: false),
                null
            );
        }
    }

    private static async Task<IReadOnlyList<IReadOnlyList<PlannedLine>>> PlanWaves(this OnboardingRun onboarding)
    {
        if (onboarding.Plan.Lines.Count == 1)
            return
            [
                [new PlannedLine(0, [])],
            ];
        return (
            await onboarding.CallStep(
                "order plan",
                PlanOrdersActivity.StoredName,
                _ => new PlanOrdersInput(onboarding.Plan.Id, onboarding.Tenant)
            )
        ).Waves;
    }

    // The accepted lines stay, so each refused line becomes an open task; when no line was accepted the step fails.
    private static async Task SettleRefusals(this OnboardingRun onboarding, OrderTracker tracker)
    {
        if (tracker.Refused.Count == 0)
            return;
        if (tracker.NothingIsLeft)
            throw new OnboardingStopped.Refused(
                "ordering",
                OrderWave.FailureOf(tracker.Refused, ErrorCodes.OrderGroupRefused)
            );
        foreach (var refused in tracker.Refused)
        {
            await onboarding.CreateOpenTask(
                $"order-{refused.Line + 1}",
                $"{tracker.Describe(refused.Line)} was not bought, and what else was asked for was: order it once the "
                    + $"reason is gone, or settle this.",
                new StepFailure(refused.Code, refused.Reason, Retryable: false),
                call: null
            );
        }
    }
}
