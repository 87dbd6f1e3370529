using Onboarding;
using Onboarding.Durability;

namespace OnboardingServer.Journal.Writes;

/// <summary>What a turn of a run that goes on leaves behind: its calls, its status, and whether it now only waits. Nothing comes of a call before this is on disk.</summary>
internal sealed class TurnWrite(JournalEngine engine, Instance instance, InstanceHead head, IReadOnlyList<HistoryEvent> calls) : JournalWrite
{
    private readonly CallRows _rows = new(engine, head);
    private bool _isCurrent;

    /// <summary>The new status, if it changed.</summary>
    public string? Status { get; init; }

    /// <summary>The last event that was seen, when nothing is in flight: with nothing behind it a restart need not take the instance up.</summary>
    public long? ParkBehind { get; init; }

    public override void Execute(JournalStatements sql, DateTimeOffset now)
    {
        _isCurrent = sql.IsRunning.Bind(1, head.Key).Bind(2, (long)head.Run).HasRow();
        if (!_isCurrent) return;
        if (ParkBehind is { } seen) sql.Park.Bind(1, head.Key).Bind(2, seen).Run();
        if (Status is not null) sql.WriteStatus(head.Key, Status);
        _rows.Insert(sql, now, calls);
    }

    public override void Committed()
    {
        if (_isCurrent)
        {
            foreach (var call in calls.Where(call => call.Kind == HistoryKind.ActivityScheduled)) engine.Activities.Enqueue(new ActivityCall(head, call));
            _rows.Committed();
        }

        engine.Instances.Written(instance);
    }
}

/// <summary>The rows of a turn's calls, with what belongs to them in the same transaction: timers, and the children that a call of a sub-orchestration starts.</summary>
internal sealed class CallRows(JournalEngine engine, InstanceHead head)
{
    private readonly List<NewInstance> _children = [];
    private readonly List<HistoryEvent> _failures = [];
    private DateTimeOffset? _due;

    public void Insert(JournalStatements sql, DateTimeOffset now, IReadOnlyList<HistoryEvent> calls)
    {
        _children.Clear();
        _failures.Clear();
        _due = null;
        foreach (var call in calls)
        {
            sql.Append(head.Key, call, now);
            if (call.Kind == HistoryKind.TimerCreated) InsertTimer(sql, call);
            else if (call.Kind == HistoryKind.TimerCancelled) sql.DeleteTimer.Bind(1, head.Key).Bind(2, (long)call.Task).Run();
        }

        // After the calls: those of one turn stand together, a replay relies on it.
        foreach (var call in calls.Where(call => call.Kind == HistoryKind.SubOrchestrationStarted)) StartChild(sql, now, call);

        if (_failures.Count > 0) sql.Unpark.Bind(1, head.Key).Run();
    }

    public void Committed()
    {
        foreach (var child in _children) engine.Instances.Add(child.Head, child.Start);
        foreach (var failure in _failures) engine.Instances.Deliver(head.Key, failure);
        if (_due is { } due) engine.Clock.Arm(due);
    }

    private void InsertTimer(JournalStatements sql, HistoryEvent call)
    {
        var due = DateTimeOffset.ParseExact(call.Detail!, "O", System.Globalization.CultureInfo.InvariantCulture);
        sql.InsertTimer.Bind(1, head.Key).Bind(2, (long)call.Task).Bind(3, due.UtcTicks).Run();
        if (_due is null || due < _due) _due = due;
    }

    private void StartChild(JournalStatements sql, DateTimeOffset now, HistoryEvent call)
    {
        if (!engine.Registry.Orchestrations.TryGetValue(call.Name!, out var orchestration))
        {
            Fail(new FailureDetails(ErrorCodes.NotRegistered, $"There is no orchestration {call.Name}.", Retryable: false));
            return;
        }

        var child = new InstanceHead(0, call.Detail!, call.Name!, orchestration.Version, 0) { Parent = new ParentCall(head.Key, head.Run, call.Task), Trace = head.Trace };
        if (Starting.Insert(sql, now, child, call.Payload!) is { } started) _children.Add(started);
        else Fail(new FailureDetails(ErrorCodes.InstanceTaken, $"There is an instance {call.Detail} already.", Retryable: false));

        void Fail(FailureDetails details) =>
            _failures.Add(sql.Append(head.Key, new HistoryEvent { Kind = HistoryKind.SubOrchestrationFailed, Task = call.Task, Payload = DurableJson.Write(details) }, now));
    }
}
