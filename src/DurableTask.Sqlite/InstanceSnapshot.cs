using Microsoft.DurableTask;

namespace DurableTask.Sqlite;

/// <summary>The state of an instance.</summary>
public enum InstanceCondition
{
    /// <summary>The instance runs or waits.</summary>
    Running,

    /// <summary>The instance has ended with a result.</summary>
    Completed,

    /// <summary>The instance has failed.</summary>
    Failed,

    /// <summary>The instance was terminated.</summary>
    Terminated,

    /// <summary>The instance was created and its code has not run.</summary>
    Pending,

    /// <summary>The instance was suspended from outside.</summary>
    Suspended,

    /// <summary>
    /// The instance cannot go on. It does nothing and keeps events that come, until it is resumed or terminated; the
    /// failure gives the reason. Durable Task's clients see it as suspended.
    /// </summary>
    Halted,
}

/// <summary>One instance as it lies on disk.</summary>
public sealed record InstanceSnapshot
{
    /// <summary>Gets its id.</summary>
    public required string InstanceId { get; init; }

    /// <summary>Gets the name of its orchestration.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the version it runs on.</summary>
    public required string Version { get; init; }

    /// <summary>Gets its state.</summary>
    public required InstanceCondition Condition { get; init; }

    /// <summary>Gets the time at which it was created, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets the time of the last change of its history, UTC.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Gets its serialized custom status.</summary>
    public string? CustomStatus { get; init; }

    /// <summary>Gets the serialized input of its current run; null unless asked for.</summary>
    public string? Input { get; init; }

    /// <summary>
    /// Gets its serialized result, or, of a terminated one, what it was terminated with; null unless asked for.
    /// </summary>
    public string? Output { get; init; }

    /// <summary>Gets the reason for which it failed or was halted; null unless asked for.</summary>
    public TaskFailureDetails? Failure { get; init; }

    /// <summary>Gets its tags.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    internal long Key { get; init; }
}
