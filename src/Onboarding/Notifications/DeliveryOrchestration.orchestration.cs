using Microsoft.DurableTask;
using Onboarding.Effects;

namespace Onboarding.Notifications;

internal sealed record DeliveryPlan(string Delivery, int Round);

/// <summary>
/// Tells one party one thing: tries, waits longer and longer, for some three days, and gives up. Replayed code.
/// </summary>
internal sealed class DeliveryOrchestration : TaskOrchestrator<DeliveryPlan, Nothing>
{
    public static OrchestrationName<DeliveryPlan, Nothing> StoredName { get; } = new("delivery");

    public override async Task<Nothing> RunAsync(TaskOrchestrationContext context, DeliveryPlan plan)
    {
        for (var attempt = 1; ; attempt++)
        {
            var result = await context.CallStep(
                DeliverNotificationActivity.StoredName,
                new DeliverNotificationInput(plan.Delivery, plan.Round, attempt),
                Retries.OurStore
            );
            if (result.TryAgainIn is not { } wait)
                return default;
            await context.CreateTimer(wait, CancellationToken.None);
        }
    }
}
