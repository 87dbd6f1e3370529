using Onboarding.Durability;

namespace OnboardingServer.Journal.Writes;

/// <summary>
/// Lets an instance stand still where it is. Its timers, events and results are kept as they come, and nothing of them is seen until it is resumed; what its run has just queued is refused.
/// </summary>
internal sealed class HaltWrite(JournalEngine engine, InstanceHead head, FailureDetails reason, Instance? instance = null) : JournalWrite
{
    private bool _isCurrent;

    public override void Execute(JournalStatements sql, DateTimeOffset now)
    {
        _isCurrent = sql.IsRunning.Bind(1, head.Key).Bind(2, (long)head.Run).HasRow();
        if (!_isCurrent) return;
        sql.Append(head.Key, new HistoryEvent { Kind = HistoryKind.Halted, Payload = DurableJson.Write(reason) }, now);
        sql.Halt.Bind(1, head.Key).Run();
    }

    public override void Committed()
    {
        if (instance is not null) engine.Instances.Remove(instance);
        if (!_isCurrent)
        {
            // The run that stumbled was over already; its next one has to be read.
            if (instance is not null) engine.Instances.TakeUp(head.Key);
            return;
        }

        engine.Instances.Remove(head.Key);
        Log.InstanceHalted(engine.Logger, head.Id, reason.Message);
        engine.Ended(head.Id);
    }
}

/// <summary>Takes a halted instance up again, on another version of its orchestration if one is named.</summary>
internal sealed class ResumeWrite(JournalEngine engine, string instanceId, string? version) : JournalWrite<bool>
{
    private long _key;
    private string _version = "";

    public override void Execute(JournalStatements sql, DateTimeOffset now)
    {
        Result = sql.FindHalted.Bind(1, instanceId).Step();
        if (Result) (_key, _version) = (sql.FindHalted.Int(0), version ?? sql.FindHalted.Text(1)!);
        sql.FindHalted.Reset();
        if (!Result) return;
        sql.Resume.Bind(1, _key).Bind(2, _version).Run();
        // It starts with a clean slate: the operator has seen why it stood still.
        sql.DeleteRestarts.Bind(1, _key).Run();
        sql.Append(_key, new HistoryEvent { Kind = HistoryKind.Resumed, Name = _version }, now);
    }

    public override void Committed()
    {
        if (Result)
        {
            Log.InstanceResumed(engine.Logger, instanceId, _version);
            engine.Instances.TakeUp(_key);
        }

        base.Committed();
    }
}
