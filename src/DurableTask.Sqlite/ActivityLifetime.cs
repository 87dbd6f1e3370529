namespace DurableTask.Sqlite;

/// <summary>
/// Tells an activity when to stop. Ask for it in the constructor of an activity: Durable Task's own context has no such
/// token.
/// </summary>
public sealed class ActivityLifetime
{
    /// <summary>
    /// Gets the token that is cancelled when the host stops and when the activity has run longer than
    /// <see cref="SqliteTaskHubOptions.ActivityTimeout"/>.
    /// </summary>
    public CancellationToken Stopping { get; internal set; }
}
