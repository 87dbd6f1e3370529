using Microsoft.DurableTask;
using Onboarding.Effects;

namespace Onboarding.Batches;

internal sealed record BatchPlan(BatchId Id);

/// <summary>
/// Processes a batch in rounds: each checks the onboardings that run and starts as many as the limit allows. Replayed
/// code.
/// </summary>
internal sealed class BatchOrchestration : TaskOrchestrator<BatchPlan, Nothing>
{
    /// <summary>A history does not grow for weeks: after so many rounds it begins anew.</summary>
    private const int RoundsPerRun = 100;

    public static OrchestrationName<BatchPlan, Nothing> StoredName { get; } = new("batch");

    public override async Task<Nothing> RunAsync(TaskOrchestrationContext context, BatchPlan plan)
    {
        var changed = context.WaitForEvent(OnboardingNames.BatchChanged);
        var (quiet, after) = (0, 0);
        for (var round = 0; round < RoundsPerRun; round++)
        {
            ProcessBatchResult found;
            try
            {
                found = await context.CallStep(
                    ProcessBatchActivity.StoredName,
                    new ProcessBatchInput(plan.Id, after),
                    Retries.OurStore
                );
            }
            catch (StepFailedException)
            {
                // Nothing is lost by waiting, and giving up would leave rows behind that nobody looks at.
                found = new ProcessBatchResult(IsOver: false, IsMoving: false, PendingAfter: 0, Retries.LongDelay(1));
            }

            if (found.IsOver)
                return default;
            after = found.PendingAfter;
            quiet = found.IsMoving ? 0 : quiet + 1;
            using var timer = new CancellationTokenSource();
            var fired = context.CreateTimer((found.NotBefore ?? Wait(quiet)), timer.Token);
            if (await Task.WhenAny(fired, changed) == fired)
                continue;

            timer.Cancel();
            changed = context.WaitForEvent(OnboardingNames.BatchChanged);
            quiet = 0;
        }

        context.ContinueAsNew(plan);
        return default;
    }

    // Half a second while something happens, up to a minute while all wait for others.
    private static TimeSpan Wait(int quiet) =>
        TimeSpan.FromSeconds(Math.Min(0.5 * Math.Pow(1.5, Math.Min(quiet, 20)), 60));
}
