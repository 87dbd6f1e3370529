namespace DurableTask.Sqlite;

/// <summary>
/// The error types of failures that this backend itself makes; every other failure has the name of its exception, as
/// everywhere in Durable Task.
/// </summary>
public static class FailureTypes
{
    /// <summary>Means that the orchestrator no longer makes the calls of its history. The instance is halted.</summary>
    public const string NonDeterministic = "NonDeterministic";

    /// <summary>Means that an activity stopped the process again and again. The instance is halted.</summary>
    public const string Poison = "Poison";

    /// <summary>Means that the rows of the instance cannot be decrypted or read. The instance is halted.</summary>
    public const string Unreadable = "Unreadable";

    /// <summary>
    /// Means that an orchestrator waited for something that is not of its context. The orchestration fails.
    /// </summary>
    public const string ForeignWait = "ForeignWait";

    /// <summary>
    /// Means that an activity did not end within <see cref="SqliteTaskHubOptions.ActivityTimeout"/>. Its call fails and
    /// may be retried.
    /// </summary>
    public const string ActivityTimeout = "ActivityTimeout";

    /// <summary>
    /// Means that an input, a result or an event is longer than <see cref="SqliteTaskHubOptions.MaxPayloadLength"/>.
    /// </summary>
    public const string PayloadTooLarge = "PayloadTooLarge";

    /// <summary>Means that a sub-orchestration was terminated.</summary>
    public const string Terminated = "Terminated";

    /// <summary>Means that the instance id of a sub-orchestration is taken.</summary>
    public const string InstanceExists = "InstanceExists";

    /// <summary>Means that no orchestrator of that name, or of that version, is registered.</summary>
    public const string OrchestratorNotFound = "OrchestratorTaskNotFound";

    /// <summary>Means that no activity of that name, or of that version, is registered.</summary>
    public const string ActivityNotFound = "ActivityTaskNotFound";

    /// <summary>Means that the version does not match the worker's.</summary>
    public const string VersionMismatch = "VersionMismatch";
}
