namespace Onboarding.Durability;

/// <summary>
/// What replayed code may do: a strict subset of Durable Task's <c>TaskOrchestrationContext</c>, so that one orchestration runs on
/// both engines. Everything here is deterministic; code that uses it lives in <c>*.orchestration.cs</c>.
/// </summary>
public abstract class OrchestrationContext
{
    /// <summary>The id the orchestration was started under.</summary>
    public abstract string InstanceId { get; }

    /// <summary>The version of the orchestration this instance was started on; it keeps it for life.</summary>
    public abstract string Version { get; }

    /// <summary>The time of the event being handled, UTC; the same again on replay.</summary>
    public abstract DateTimeOffset CurrentUtc { get; }

    /// <summary>A new id that is the same again on replay.</summary>
    public abstract Guid NewGuid();

    /// <summary>
    /// Runs an activity at least once and returns its result. Retries are timers of this orchestration, the same on both engines, so that a wait asked for
    /// by the vendor (<see cref="FailureDetails.RetryAfter"/>) is kept over a restart.
    /// </summary>
    /// <exception cref="DurableFailureException">The activity failed and is not tried again.</exception>
    public async Task<TOutput> CallActivity<TInput, TOutput>(ActivityName<TInput, TOutput> name, TInput input, RetryRule? retry = null)
    {
        var (attempt, postponed) = (1, 0);
        while (true)
        {
            TimeSpan wait;
            try
            {
                return await ScheduleActivity(name, input);
            }
            catch (DurableFailureException failure) when (failure.Details is { Retryable: true, RetryAfter: not null } && postponed < retry?.MaxPostponements)
            {
                wait = retry.DelayPostponed(++postponed, InstanceId, failure.Details.RetryAfter.Value);
            }
            catch (DurableFailureException failure) when (failure.Details.Retryable && attempt < retry?.MaxAttempts)
            {
                wait = retry.DelayAfter(attempt++, InstanceId, failure.Details.RetryAfter);
            }

            await CreateTimer(CurrentUtc + wait, CancellationToken.None);
        }
    }

    /// <summary>One attempt of an activity.</summary>
    /// <exception cref="DurableFailureException">The attempt failed.</exception>
    protected abstract Task<TOutput> ScheduleActivity<TInput, TOutput>(ActivityName<TInput, TOutput> name, TInput input);

    /// <summary>Starts another orchestration under <paramref name="instanceId"/> and waits for its result.</summary>
    /// <exception cref="DurableFailureException">It failed, was terminated, or the id is taken.</exception>
    public abstract Task<TOutput> CallSubOrchestration<TInput, TOutput>(OrchestrationName<TInput, TOutput> name, TInput input, string instanceId);

    /// <summary>
    /// The next event of that name; an event that came before is kept until it is asked for. Keep the one task for the life of the wait and race it against
    /// timers: an abandoned wait would swallow the next event of that name.
    /// </summary>
    public abstract Task<T> WaitForEvent<T>(EventName<T> name);

    /// <summary>A durable timer. A cancelled one ends in <see cref="TaskCanceledException"/>.</summary>
    public abstract Task CreateTimer(DateTimeOffset fireAt, CancellationToken cancellation);

    /// <summary>A small text of state for whoever looks at the instance; at most 8 KB as JSON.</summary>
    public abstract void SetStatus<T>(T status);

    /// <summary>Ends this run and starts it anew with <paramref name="input"/> and an empty history. Events not yet taken are kept. Return right after the call.</summary>
    public abstract void ContinueAsNew<T>(T input);
}
