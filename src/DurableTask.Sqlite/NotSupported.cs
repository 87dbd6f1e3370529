namespace DurableTask.Sqlite;

/// <summary>Messages about the functions that this backend does not have.</summary>
internal static class NotSupported
{
    public const string Entities =
        "DurableTask.Sqlite runs no durable entities; keep such state in an orchestration that waits for events, or "
        + "use another backend.";
    public const string Rewind =
        "DurableTask.Sqlite does not rewind a failed orchestration; restart it with RestartAsync, or schedule it anew.";
}
