namespace Onboarding.Durability;

/// <summary>What an activity knows of where it runs.</summary>
/// <param name="InstanceId">The orchestration that called it.</param>
public sealed record ActivityContext(string InstanceId)
{
    /// <summary>The W3C <c>traceparent</c> of the call that started the orchestration; null where nobody traced.</summary>
    public string? Trace { get; init; }
}

/// <summary>
/// A step with effects: it runs at least once and must bear being run again with the same input. Lives in <c>*.activity.cs</c>; states
/// beside its name how it retries and what undoes it, or why nothing can.
/// </summary>
public abstract class Activity<TInput, TOutput>
{
    /// <summary>The stored name.</summary>
    public abstract ActivityName<TInput, TOutput> Name { get; }

    /// <summary>Does it once.</summary>
    /// <exception cref="DurableFailureException">It failed in a way the orchestration should know; any other exception counts as retryable.</exception>
    public abstract Task<TOutput> Run(ActivityContext context, TInput input, CancellationToken cancellationToken);
}

/// <summary>Replayed code. Lives in <c>*.orchestration.cs</c>, holds no state and is given nothing but its context.</summary>
public abstract class Orchestration<TInput, TOutput>
{
    /// <summary>The stored name.</summary>
    public abstract OrchestrationName<TInput, TOutput> Name { get; }

    /// <summary>The version that new instances start on. Raise it when a change would call other activities than a running instance's history holds.</summary>
    public abstract string Version { get; }

    /// <summary>The story from input to result.</summary>
    public abstract Task<TOutput> Run(OrchestrationContext context, TInput input);
}
