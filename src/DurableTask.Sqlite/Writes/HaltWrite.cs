using DurableTask.Core;

namespace DurableTask.Sqlite.Writes;

/// <summary>
/// Halts an instance. Its timers, events and results are kept as they come, and the orchestrator sees none of them
/// until it is resumed; the calls that its run has just queued are refused.
/// </summary>
internal sealed class HaltWrite(SqliteTaskHub hub, InstanceHead head, FailureDetails reason, Instance? instance = null)
    : JournalWrite
{
    private bool _isCurrent;

    public override void Execute(JournalStatements sql, DateTimeOffset now)
    {
        _isCurrent = sql.IsRunning.Bind(1, head.Key).Bind(2, (long)head.Run).HasRow();
        if (!_isCurrent)
            return;
        sql.Append(head.Key, new HistoryRow { Kind = HistoryKind.Halted, Payload = Failures.Write(reason) }, now);
        sql.Halt.Bind(1, head.Key).Run();
    }

    public override void Committed()
    {
        if (instance is not null)
            hub.Instances.Remove(instance);
        if (!_isCurrent)
        {
            // The run that failed was over already; its next one has to be read.
            if (instance is not null)
                hub.Instances.TakeUp(head.Key);
            return;
        }

        hub.Instances.Remove(head.Key);
        Log.InstanceHalted(hub.Logger, head.Id, reason.ErrorMessage);
        hub.Began(head.Id);
        hub.Ended(head.Id);
    }
}

/// <summary>Takes a halted instance up again, on another version of its orchestration if one is named.</summary>
internal sealed class ResumeWrite(SqliteTaskHub hub, string instanceId, string? version) : JournalWrite<bool>
{
    private long _key;
    private string _version = "";

    public override void Execute(JournalStatements sql, DateTimeOffset now)
    {
        Result = sql.FindHalted.Bind(1, instanceId).Step();
        if (Result)
            (_key, _version) = (sql.FindHalted.Int(0), version ?? sql.FindHalted.Text(1)!);
        sql.FindHalted.Reset();
        if (!Result)
            return;
        sql.Resume.Bind(1, _key).Bind(2, _version).Run();
        // It starts with a clean slate: the operator has seen why it stood still.
        sql.DeleteRestarts.Bind(1, _key).Run();
        sql.Append(_key, new HistoryRow { Kind = HistoryKind.Resumed, Name = _version }, now);
    }

    public override void Committed()
    {
        if (Result)
        {
            Log.InstanceResumed(hub.Logger, instanceId, _version);
            hub.Instances.TakeUp(_key);
            hub.Unhalted(instanceId);
        }

        base.Committed();
    }
}
