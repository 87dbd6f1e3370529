using Microsoft.Extensions.Options;
using Onboarding;
using Onboarding.Azure;
using Onboarding.Retention;

namespace OnboardingFunctions.Durable;

/// <summary>Removes the histories of what ended long ago; the engine itself keeps them for ever.</summary>
public sealed class EndedInstances(
    IOrchestrationClient engine,
    InstanceReservations reservations,
    IOptions<RetentionOptions> options,
    TimeProvider time
)
{
    private const int AtOnce = 8;

    /// <returns>The number of instances removed. Those that a stop leaves over are removed the next time.</returns>
    internal async Task<int> Purge(CancellationToken cancellationToken)
    {
        var removed = 0;
        var before = time.GetUtcNow() - options.Value.Histories;
        await Parallel.ForEachAsync(
            reservations.HeldBefore(before, cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (instance, stop) =>
            {
                var state = await engine.Get(instance, stop);
                // A purge that died half way has left the id behind.
                if (state is null)
                    await reservations.Release(instance, stop);
                else if (
                    state.Status != InstanceStatus.Running
                    && state.UpdatedAt < before
                    && await engine.Purge(instance, stop)
                )
                    Interlocked.Increment(ref removed);
            }
        );
        return removed;
    }
}
