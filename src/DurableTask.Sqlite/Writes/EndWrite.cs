using DurableTask.Sqlite.Replay;

namespace DurableTask.Sqlite.Writes;

/// <summary>
/// The end of an instance, told to its parent in the same transaction. Of the last turn's calls only sub-orchestrations
/// and events are carried out: nobody is left to wait for the others.
/// </summary>
internal sealed class EndWrite(SqliteTaskHub hub, Instance instance, InstanceHead head, RunEnd end) : JournalWrite
{
    private readonly CallRows _rows = new(hub, head);
    private readonly ParentNotice _parent = new(hub, head.Parent);
    private bool _isCurrent;

    public IReadOnlyList<HistoryRow> Calls { get; init; } = [];
    public string? Status { get; init; }
    public bool HasTimers { get; init; }
    public bool HasRestarts { get; init; }

    public override void Execute(JournalStatements sql, DateTimeOffset now)
    {
        _isCurrent = sql.IsRunning.Bind(1, head.Key).Bind(2, (long)head.Run).HasRow();
        if (!_isCurrent)
            return;
        _rows.Insert(sql, now, Calls, isLast: true);
        var (kind, status, payload) = end switch
        {
            RunEnd.Completed completed => (HistoryKind.Completed, InstanceCondition.Completed, completed.Output),
            RunEnd.Failed failed => (
                HistoryKind.Failed,
                InstanceCondition.Failed,
                Failures.Write(failed.Details, $"The failure of {head.Name}", hub.Options.MaxPayloadLength)
            ),
            _ => throw new InvalidOperationException($"{end} is no end of an instance."),
        };
        if (Status is not null)
            sql.WriteStatus(head.Key, Status);
        if (HasTimers)
            sql.DeleteTimers.Bind(1, head.Key).Run();
        if (HasRestarts)
            sql.DeleteRestarts.Bind(1, head.Key).Run();
        sql.End.Bind(1, head.Key).Bind(2, (long)status).Bind(3, now.UtcTicks).Run();
        sql.Append(head.Key, new HistoryRow { Kind = kind, Payload = payload }, now);
        _parent.Insert(
            sql,
            now,
            kind == HistoryKind.Completed ? HistoryKind.SubOrchestrationCompleted : HistoryKind.SubOrchestrationFailed,
            payload
        );
    }

    public override void Committed()
    {
        hub.Instances.Remove(instance);
        if (!_isCurrent)
            return;
        _rows.Committed();
        _parent.Committed();
        hub.Began(head.Id);
        hub.Ended(head.Id);
    }
}

/// <summary>The row by which a parent learns how its sub-orchestration ended, if it still waits.</summary>
internal sealed class ParentNotice(SqliteTaskHub hub, ParentCall? parent)
{
    private HistoryRow? _row;

    public void Insert(JournalStatements sql, DateTimeOffset now, HistoryKind kind, string? payload)
    {
        if (parent is null)
            return;
        _row = sql.AppendToRun(
            parent.Key,
            parent.Run,
            new HistoryRow
            {
                Kind = kind,
                Task = parent.Task,
                Payload = payload,
            },
            now
        );
        if (_row is not null)
            sql.Unpark.Bind(1, parent.Key).Run();
    }

    public void Committed()
    {
        if (_row is not null)
            hub.Instances.Deliver(parent!.Key, _row);
    }
}
