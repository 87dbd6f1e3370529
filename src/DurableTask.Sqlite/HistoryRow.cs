namespace OnboardingServer.Journal;

/// <summary>What a row of history says. The numbers are stored: never renumbered, never used again.</summary>
internal enum HistoryKind
{
    Started = 1,
    ActivityScheduled = 2,
    ActivityCompleted = 3,
    ActivityFailed = 4,
    TimerCreated = 5,
    TimerFired = 6,
    TimerCancelled = 7,
    EventRaised = 8,
    SubOrchestrationStarted = 9,
    SubOrchestrationCompleted = 10,
    SubOrchestrationFailed = 11,
    ContinuedAsNew = 12,
    Completed = 13,
    Failed = 14,
    Terminated = 15,
    Halted = 16,
    Resumed = 17,
}

/// <summary>One row of history.</summary>
internal sealed record HistoryEvent
{
    /// <summary>Its place in the order of commit over all instances.</summary>
    public long Position { get; init; }
    public required HistoryKind Kind { get; init; }
    public DateTimeOffset At { get; init; }

    /// <summary>Which call of the run it belongs to, from 1; 0 for what belongs to none.</summary>
    public int Task { get; init; }

    /// <summary>Activity, orchestration or event.</summary>
    public string? Name { get; init; }

    /// <summary>Due time of a timer, id of a sub-orchestration.</summary>
    public string? Detail { get; init; }
    public string? Payload { get; init; }

    /// <summary>Whether a replay passes over it: it tells of the instance, not of its run.</summary>
    public bool IsAside => Kind is HistoryKind.Halted or HistoryKind.Resumed;

    /// <summary>Whether it comes from outside the run and moves it on; the others are what the run itself did.</summary>
    public bool IsInput => Kind is HistoryKind.ActivityCompleted or HistoryKind.ActivityFailed or HistoryKind.TimerFired or HistoryKind.EventRaised
        or HistoryKind.SubOrchestrationCompleted or HistoryKind.SubOrchestrationFailed;
}
