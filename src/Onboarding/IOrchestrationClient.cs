namespace Onboarding;

/// <summary>Starts, reads, notifies and ends orchestrations from outside.</summary>
public interface IOrchestrationClient
{
    /// <summary>
    /// Starts an instance, durably, before it answers. Of two starts of one id exactly one answers <see
    /// cref="StartResult.Started"/>, for as long as the instance is not purged.
    /// </summary>
    /// <param name="name">The stored name.</param>
    /// <param name="instanceId">1 to 100 characters of <c>a-z A-Z 0-9 - _ :</c>.</param>
    /// <param name="input">Stored in history: no secret and no personal data.</param>
    /// <param name="cancellationToken">Gives up waiting for the answer; the start may happen all the same.</param>
    Task<StartResult> Start<TInput, TOutput>(
        OrchestrationName<TInput, TOutput> name,
        string instanceId,
        TInput input,
        CancellationToken cancellationToken
    );

    /// <summary>Delivers an event, durably, before it answers. False: no such instance, or it has ended.</summary>
    Task<bool> RaiseEvent<T>(string instanceId, EventName<T> name, T payload, CancellationToken cancellationToken);

    /// <summary>The state of an instance; null when there is none.</summary>
    Task<InstanceState?> Get(string instanceId, CancellationToken cancellationToken);

    /// <summary>
    /// Ends an instance where it stands; nothing is undone. False: no such instance, or it has ended.
    /// </summary>
    Task<bool> Terminate(string instanceId, string reason, CancellationToken cancellationToken);

    /// <summary>
    /// Resumes a halted instance (<see cref="InstanceStatus.NeedsAttention"/>). False: it is not halted.
    /// </summary>
    Task<bool> Resume(string instanceId, CancellationToken cancellationToken);

    /// <summary>Removes an ended instance and its history. False: no such instance, or it has not ended.</summary>
    Task<bool> Purge(string instanceId, CancellationToken cancellationToken);
}

/// <summary>The result of a start: the instance was started, or it exists already.</summary>
public enum StartResult
{
    Started,
    AlreadyExists,
}

/// <summary>The state of an instance.</summary>
public enum InstanceStatus
{
    Running,
    Completed,
    Failed,
    Terminated,

    /// <summary>
    /// The instance is halted: it does nothing and keeps the events that come, until an operator resumes it or ends it;
    /// the failure gives the reason. Only the embedded engine knows this state.
    /// </summary>
    NeedsAttention,
}

/// <summary>One instance as seen from outside.</summary>
public sealed record InstanceState
{
    public required string InstanceId { get; init; }
    public required string Name { get; init; }
    public required InstanceStatus Status { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The last custom status as JSON.</summary>
    public string? CustomStatus { get; init; }

    /// <summary>The result as JSON, when <see cref="InstanceStatus.Completed"/>.</summary>
    public string? Output { get; init; }

    /// <summary>Gets whether it cannot go on by itself and has no result.</summary>
    public bool IsStuck =>
        Status is InstanceStatus.NeedsAttention or InstanceStatus.Failed or InstanceStatus.Terminated;

    /// <summary>
    /// The failure of an instance that is <see cref="InstanceStatus.Failed"/>, <see cref="InstanceStatus.Terminated"/>
    /// or <see cref="InstanceStatus.NeedsAttention"/>.
    /// </summary>
    public StepFailure? Failure { get; init; }
}
