using DurableTask.Core;

namespace DurableTask.Sqlite.Writes;

/// <summary>Ends an instance from outside, and its sub-orchestrations where that is asked for.</summary>
internal sealed class TerminateWrite(SqliteTaskHub hub, string instanceId, string? output, bool isRecursive)
    : JournalWrite<bool>
{
    private readonly List<(long Key, string Id)> _ended = [];
    private ParentNotice? _parent;

    public override void Execute(JournalStatements sql, DateTimeOffset now)
    {
        _ended.Clear();
        ParentCall? parent = null;
        Result = sql.FindRunning.Bind(1, instanceId).Step();
        if (Result)
        {
            _ended.Add((sql.FindRunning.Int(0), instanceId));
            if (sql.FindRunning.IntOrNull(1) is { } key)
                parent = new ParentCall(key, (int)sql.FindRunning.Int(2), (int)sql.FindRunning.Int(3));
        }

        sql.FindRunning.Reset();
        if (!Result)
            return;
        // The list grows while it is gone through.
        for (var n = 0; n < _ended.Count; n++)
            End(sql, now, _ended[n].Key);
        _parent = new ParentNotice(hub, parent);
        var failure = new FailureDetails(
            FailureTypes.Terminated,
            $"The instance {instanceId} was terminated.",
            null,
            null,
            isNonRetriable: true,
            output is null ? null : new Dictionary<string, object?> { ["output"] = output }
        );
        _parent.Insert(sql, now, HistoryKind.SubOrchestrationFailed, Failures.Write(failure));
    }

    public override void Committed()
    {
        if (Result)
        {
            foreach (var (key, _) in _ended)
                hub.Instances.Remove(key);
            _parent!.Committed();
            foreach (var (_, id) in _ended)
            {
                hub.Began(id);
                hub.Ended(id);
            }
        }

        base.Committed();
    }

    private void End(JournalStatements sql, DateTimeOffset now, long key)
    {
        if (isRecursive)
        {
            sql.RunningChildren.Bind(1, key);
            while (sql.RunningChildren.Step())
                _ended.Add((sql.RunningChildren.Int(0), sql.RunningChildren.Text(1)!));
            sql.RunningChildren.Reset();
        }

        sql.DeleteTimers.Bind(1, key).Run();
        sql.DeleteRestarts.Bind(1, key).Run();
        sql.End.Bind(1, key).Bind(2, (long)InstanceCondition.Terminated).Bind(3, now.UtcTicks).Run();
        sql.Append(key, new HistoryRow { Kind = HistoryKind.Terminated, Payload = output }, now);
    }
}

/// <summary>A clean end clears every activity of the suspicion of having stopped the process.</summary>
internal sealed class CleanStopWrite : JournalWrite<bool>
{
    public override void Execute(JournalStatements sql, DateTimeOffset now) => sql.DeleteAllRestarts.Run();
}
