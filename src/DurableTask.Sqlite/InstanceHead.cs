namespace OnboardingServer.Journal;

/// <summary>What stays the same of an instance during a run. <paramref name="Run"/> counts how often it continued as new.</summary>
internal sealed record InstanceHead(long Key, string Id, string Name, string Version, int Run)
{
    /// <summary>Whose sub-orchestration it is.</summary>
    public ParentCall? Parent { get; init; }

    /// <summary>The W3C <c>traceparent</c> of the call that started it, kept with its <c>Started</c> row.</summary>
    public string? Trace { get; init; }
}

/// <summary>The call that waits for a sub-orchestration.</summary>
internal sealed record ParentCall(long Key, int Run, int Task);

/// <summary>A running instance as it lies on disk. <paramref name="Restarts"/> says how often an unfinished activity was begun again after the process had stopped under it.</summary>
internal sealed record StoredInstance(InstanceHead Head, string? Status, IReadOnlyList<HistoryEvent> History, IReadOnlyDictionary<int, int> Restarts);
