namespace DurableTask.Sqlite;

/// <summary>
/// What this backend adds to <see cref="Microsoft.DurableTask.TaskOrchestrationContext.Properties"/>.
/// </summary>
public static class ContextProperties
{
    /// <summary>
    /// The name of the number (<see cref="int"/>) that says how often the instance has continued as new; the same on
    /// replay.
    /// </summary>
    public const string Run = "DurableTask.Sqlite.Run";
}
