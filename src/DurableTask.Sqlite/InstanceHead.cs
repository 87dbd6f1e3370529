namespace DurableTask.Sqlite;

/// <summary>
/// The properties of an instance that do not change during a run. <paramref name="Run"/> counts how often it continued
/// as new.
/// </summary>
internal sealed record InstanceHead(long Key, string Id, string Name, string Version, int Run)
{
    /// <summary>Gets the call that waits for it, if it is a sub-orchestration.</summary>
    public ParentCall? Parent { get; init; }

    /// <summary>
    /// Gets the W3C <c>traceparent</c> of the call that started it, kept with its <c>Started</c> row.
    /// </summary>
    public string? Trace { get; init; }

    /// <summary>Gets the tags it was started with.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>Gets the time before which it is not to run.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>Gets Durable Task's id of the run.</summary>
    public string ExecutionId => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Key:x}-{Run:x}");
}

/// <summary>The call that waits for a sub-orchestration.</summary>
internal sealed record ParentCall(long Key, int Run, int Task)
{
    /// <summary>Gets the instance id of the caller; null in files of an older form whose caller is gone.</summary>
    public string? Id { get; init; }

    /// <summary>Gets the name of the caller's orchestration.</summary>
    public string? Name { get; init; }
}

/// <summary>
/// A running instance as it lies on disk. <paramref name="Restarts"/> says how often an unfinished activity was begun
/// again after the process had stopped under it.
/// </summary>
internal sealed record StoredInstance(
    InstanceHead Head,
    string? Status,
    IReadOnlyList<HistoryRow> History,
    IReadOnlyDictionary<int, int> Restarts
)
{
    /// <summary>Gets whether its code has run before: it left calls, or only waits.</summary>
    public bool HasRun { get; init; }
}
