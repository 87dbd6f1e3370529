using System.Text.Json;
using Microsoft.DurableTask;

namespace Onboarding.Effects;

/// <summary>Calls the steps of orchestrations. Replayed code.</summary>
internal static class StepCalls
{
    extension(TaskOrchestrationContext context)
    {
        /// <summary>Gets the time of the event that is handled, UTC; the same again in a replay.</summary>
        public DateTimeOffset CurrentUtc => new(DateTime.SpecifyKind(context.CurrentUtcDateTime, DateTimeKind.Utc));

        /// <summary>Gets the number of the version that the instance was started on.</summary>
        /// <remarks>
        /// On Azure, release 0.1 kept it elsewhere; an instance without one has the last of that release.
        /// </remarks>
        public int VersionNumber =>
            context.Version is { Length: > 0 } version
                ? int.Parse(version.Split('.')[0], System.Globalization.CultureInfo.InvariantCulture)
                : 5;

        /// <summary>
        /// Waits for the next event of that name; one that came before is kept until it is asked for.
        /// </summary>
        /// <remarks>
        /// Keep the one task for the whole wait and race it against timers: an abandoned wait takes the next event of
        /// that name.
        /// </remarks>
        public Task<T> WaitForEvent<T>(EventName<T> name) => context.WaitForExternalEvent<T>(name.Value);
    }

    /// <summary>
    /// Runs an activity at least once and returns its value. Retries are timers of the orchestration, so that a wait
    /// that the vendor asked for is kept over a restart; Durable Task's own policy knows no "not before".
    /// </summary>
    /// <exception cref="StepFailedException">It failed and is not tried again.</exception>
    public static async Task<TOutput> CallStep<TInput, TOutput>(
        this TaskOrchestrationContext context,
        ActivityName<TInput, TOutput> name,
        TInput input,
        RetryRule? retry = null
    )
    {
        // Bounded by the rule: every way round counts an attempt or a postponement.
        var (attempt, postponed) = (1, 0);
        while (true)
        {
            var result = await context.CallOnce(name, input);
            if (result.Failure is not { } failure)
                return result.Value;
            TimeSpan wait;
            if (failure is { Retryable: true, RetryAfter: { } asked } && postponed < retry?.MaxPostponements)
                wait = retry.DelayPostponed(++postponed, context.InstanceId, asked);
            else if (failure.Retryable && attempt < retry?.MaxAttempts)
                wait = retry.DelayAfter(attempt++, context.InstanceId, failure.RetryAfter);
            else
                throw new StepFailedException(failure);
            await context.CreateTimer(wait, CancellationToken.None);
        }
    }

    private static async Task<StepResult<TOutput>> CallOnce<TInput, TOutput>(
        this TaskOrchestrationContext context,
        ActivityName<TInput, TOutput> name,
        TInput input
    )
    {
        try
        {
            // Null: release 0.1 stored nothing where there was no value.
            return await context.CallActivityAsync<StepResult<TOutput>?>(name.Value, input)
                ?? StepResult<TOutput>.Ok(default!);
        }
        catch (TaskFailedException fault)
        {
            return StepResult<TOutput>.Failed(StepFailure.Of(fault.FailureDetails, name.Value));
        }
        catch (JsonException)
        {
            return StepResult<TOutput>.Failed(
                new StepFailure(
                    StepFailure.Unexpected,
                    $"The result of {name} cannot be read as {typeof(TOutput).Name}.",
                    Retryable: false
                )
            );
        }
    }
}
