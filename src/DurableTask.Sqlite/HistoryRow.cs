namespace DurableTask.Sqlite;

/// <summary>The kinds of a row of history. The numbers are stored: never renumbered, never used again.</summary>
public enum HistoryKind
{
    /// <summary>The instance was created, with its input.</summary>
    Started = 1,

    /// <summary>An activity was called.</summary>
    ActivityScheduled = 2,

    /// <summary>An activity ended with a result.</summary>
    ActivityCompleted = 3,

    /// <summary>An activity failed.</summary>
    ActivityFailed = 4,

    /// <summary>A timer was created.</summary>
    TimerCreated = 5,

    /// <summary>A timer fired.</summary>
    TimerFired = 6,

    /// <summary>A timer was cancelled before it fired.</summary>
    TimerCancelled = 7,

    /// <summary>An event came in.</summary>
    EventRaised = 8,

    /// <summary>A sub-orchestration was called.</summary>
    SubOrchestrationStarted = 9,

    /// <summary>A sub-orchestration ended with a result.</summary>
    SubOrchestrationCompleted = 10,

    /// <summary>A sub-orchestration failed, was terminated, or could not be started.</summary>
    SubOrchestrationFailed = 11,

    /// <summary>The instance began anew with this input.</summary>
    ContinuedAsNew = 12,

    /// <summary>The instance ended with a result.</summary>
    Completed = 13,

    /// <summary>The instance failed.</summary>
    Failed = 14,

    /// <summary>The instance was terminated from outside.</summary>
    Terminated = 15,

    /// <summary>The instance cannot go on and was halted; the payload says why.</summary>
    Halted = 16,

    /// <summary>A halted instance was taken up again.</summary>
    Resumed = 17,

    /// <summary>The time came at which a scheduled instance begins.</summary>
    StartCame = 18,

    /// <summary>The instance was suspended from outside.</summary>
    Suspended = 19,

    /// <summary>The suspension ended.</summary>
    SuspensionEnded = 20,

    /// <summary>The instance sent an event to another, or to itself.</summary>
    EventSent = 21,
}

/// <summary>One row of an instance's history.</summary>
public sealed record HistoryRow
{
    /// <summary>Gets its place in the order of commit over all instances.</summary>
    public long Position { get; init; }

    /// <summary>Gets the kind of the row.</summary>
    public required HistoryKind Kind { get; init; }

    /// <summary>Gets the time at which it was written, UTC.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>
    /// Gets the number of its call within the run, from 1; 0 for a row that belongs to no call. Durable Task's own
    /// number is one less.
    /// </summary>
    public int Task { get; init; }

    /// <summary>Gets the name of the activity, orchestration or event.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// Gets the due time of a timer, the instance id of a sub-orchestration or of an event's receiver, the version of
    /// an activity that was called with one, the trace of a start, the reason of a suspension.
    /// </summary>
    public string? Detail { get; init; }

    /// <summary>Gets the serialized input, result, event or failure.</summary>
    public string? Payload { get; init; }

    /// <summary>Gets whether a replay passes over it: it tells of the instance, not of its run.</summary>
    internal bool IsAside => Kind is HistoryKind.Halted or HistoryKind.Resumed;

    /// <summary>
    /// Gets whether it comes from outside the run and moves it on; the others are what the run itself did.
    /// </summary>
    internal bool IsInput =>
        Kind
            is HistoryKind.ActivityCompleted
                or HistoryKind.ActivityFailed
                or HistoryKind.TimerFired
                or HistoryKind.SubOrchestrationCompleted
                or HistoryKind.SubOrchestrationFailed
        || IsForAnyRun;

    /// <summary>
    /// Gets whether it is meant for the instance: the next run gets it where the last one has not seen it.
    /// </summary>
    internal bool IsForAnyRun =>
        Kind is HistoryKind.EventRaised or HistoryKind.Suspended or HistoryKind.SuspensionEnded;

    /// <summary>Gets whether a run begins with it.</summary>
    internal bool IsBeginning => Kind is HistoryKind.Started or HistoryKind.ContinuedAsNew or HistoryKind.StartCame;

    /// <summary>Gets the version that a sub-orchestration was called with. Not stored in this row.</summary>
    internal string? Version { get; init; }

    /// <summary>Gets the tags that a sub-orchestration was called with. Not stored in this row.</summary>
    internal IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>Gets whether it is a sub-orchestration that nobody waits for.</summary>
    internal bool IsFireAndForget => Tags?.ContainsKey(DurableTask.Core.OrchestrationTags.FireAndForget) == true;
}
