using Microsoft.DurableTask;

namespace DurableTask.Sqlite;

/// <summary>Where an instance stands.</summary>
public enum InstanceCondition
{
    /// <summary>It runs or waits.</summary>
    Running,

    /// <summary>It has ended with a result.</summary>
    Completed,

    /// <summary>It has failed.</summary>
    Failed,

    /// <summary>It was terminated.</summary>
    Terminated,

    /// <summary>It was created and its code has not run.</summary>
    Pending,

    /// <summary>It was suspended from outside.</summary>
    Suspended,

    /// <summary>
    /// It cannot go on, touches nothing and keeps what comes, until it is resumed or terminated; the failure says why.
    /// Durable Task's clients see it as suspended.
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

    /// <summary>Gets where it stands.</summary>
    public required InstanceCondition Condition { get; init; }

    /// <summary>Gets when it was created, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets when its history last grew, UTC.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Gets its serialized custom status.</summary>
    public string? CustomStatus { get; init; }

    /// <summary>Gets the serialized input of its current run; null unless asked for.</summary>
    public string? Input { get; init; }

    /// <summary>
    /// Gets its serialized result, or, of a terminated one, what it was terminated with; null unless asked for.
    /// </summary>
    public string? Output { get; init; }

    /// <summary>Gets why it failed or was halted; null unless asked for.</summary>
    public TaskFailureDetails? Failure { get; init; }

    /// <summary>Gets its tags.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    internal long Key { get; init; }
}
