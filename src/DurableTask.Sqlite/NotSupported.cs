namespace DurableTask.Sqlite;

/// <summary>What this backend leaves out, said in a sentence.</summary>
internal static class NotSupported
{
    public const string Entities =
        "DurableTask.Sqlite runs no durable entities; keep such state in an orchestration that waits for events, or "
        + "use another backend.";
    public const string Rewind =
        "DurableTask.Sqlite does not rewind a failed orchestration; restart it with RestartAsync, or schedule it anew.";
}
