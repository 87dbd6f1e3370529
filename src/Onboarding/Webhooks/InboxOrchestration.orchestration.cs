using Microsoft.DurableTask;
using Onboarding.Effects;

namespace Onboarding.Webhooks;

internal sealed record InboxPlan(string Key, int Round);

/// <summary>Takes one message, again and again with growing waits until it is taken or dead. Replayed code.</summary>
internal sealed class InboxOrchestration : TaskOrchestrator<InboxPlan, Nothing>
{
    /// <summary>With waits of up to an hour some two days.</summary>
    private const int MostAttempts = 50;

    public static OrchestrationName<InboxPlan, Nothing> StoredName { get; } = new("inbox");

    public override async Task<Nothing> RunAsync(TaskOrchestrationContext context, InboxPlan plan)
    {
        for (var attempt = 1; attempt <= MostAttempts; attempt++)
        {
            try
            {
                await context.CallStep(
                    ProcessMessageActivity.StoredName,
                    new ProcessMessageInput(plan.Key, plan.Round, IsLast: attempt == MostAttempts),
                    Retries.PartnerCenter
                );
                return default;
            }
            catch (StepFailedException)
            {
                await context.CreateTimer(Retries.LongDelay(attempt), CancellationToken.None);
            }
        }

        return default;
    }
}
