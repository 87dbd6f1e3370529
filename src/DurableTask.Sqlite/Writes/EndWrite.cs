using Onboarding.Durability;
using OnboardingServer.Journal.Replay;

namespace OnboardingServer.Journal.Writes;

/// <summary>The end of an instance, told to its parent in the same transaction. Of the last turn's calls only sub-orchestrations are begun: nobody is left to wait for the others.</summary>
internal sealed class EndWrite(JournalEngine engine, Instance instance, InstanceHead head, RunEnd end) : JournalWrite
{
    private readonly CallRows _rows = new(engine, head);
    private readonly ParentNotice _parent = new(engine, head.Parent);
    private bool _isCurrent;

    public IReadOnlyList<HistoryEvent> Calls { get; init; } = [];
    public string? Status { get; init; }
    public bool HasTimers { get; init; }
    public bool HasRestarts { get; init; }

    public override void Execute(JournalStatements sql, DateTimeOffset now)
    {
        _isCurrent = sql.IsRunning.Bind(1, head.Key).Bind(2, (long)head.Run).HasRow();
        if (!_isCurrent) return;
        _rows.Insert(sql, now, [.. Calls.Where(call => call.Kind == HistoryKind.SubOrchestrationStarted)]);
        var (kind, status, payload) = end switch
        {
            RunEnd.Completed completed => (HistoryKind.Completed, InstanceStatus.Completed, completed.Output),
            RunEnd.Failed failed => (HistoryKind.Failed, InstanceStatus.Failed, Payload.WriteFailure(failed.Details, $"The failure of {head.Name}")),
            _ => throw new InvalidOperationException($"{end} is no end of an instance."),
        };
        if (Status is not null) sql.WriteStatus(head.Key, Status);
        if (HasTimers) sql.DeleteTimers.Bind(1, head.Key).Run();
        if (HasRestarts) sql.DeleteRestarts.Bind(1, head.Key).Run();
        sql.End.Bind(1, head.Key).Bind(2, (long)status).Bind(3, now.UtcTicks).Run();
        sql.Append(head.Key, new HistoryEvent { Kind = kind, Payload = payload }, now);
        _parent.Insert(sql, now, kind == HistoryKind.Completed ? HistoryKind.SubOrchestrationCompleted : HistoryKind.SubOrchestrationFailed, payload);
    }

    public override void Committed()
    {
        engine.Instances.Remove(instance);
        if (!_isCurrent) return;
        _rows.Committed();
        _parent.Committed();
        engine.Ended(head.Id);
    }
}

/// <summary>The row by which a parent learns how its sub-orchestration ended, if it still waits.</summary>
internal sealed class ParentNotice(JournalEngine engine, ParentCall? parent)
{
    private HistoryEvent? _row;

    public void Insert(JournalStatements sql, DateTimeOffset now, HistoryKind kind, string payload)
    {
        if (parent is null) return;
        _row = sql.AppendToRun(parent.Key, parent.Run, new HistoryEvent { Kind = kind, Task = parent.Task, Payload = payload }, now);
        if (_row is not null) sql.Unpark.Bind(1, parent.Key).Run();
    }

    public void Committed()
    {
        if (_row is not null) engine.Instances.Deliver(parent!.Key, _row);
    }
}
