using Onboarding.Durability;

namespace OnboardingServer.Journal.Writes;

/// <summary>Ends an instance from outside.</summary>
internal sealed class TerminateWrite(JournalEngine engine, string instanceId, string details) : JournalWrite<bool>
{
    private long _key;
    private ParentNotice? _parent;

    public override void Execute(JournalStatements sql, DateTimeOffset now)
    {
        ParentCall? parent = null;
        Result = sql.FindRunning.Bind(1, instanceId).Step();
        if (Result)
        {
            _key = sql.FindRunning.Int(0);
            if (sql.FindRunning.IntOrNull(1) is { } key) parent = new ParentCall(key, (int)sql.FindRunning.Int(2), (int)sql.FindRunning.Int(3));
        }

        sql.FindRunning.Reset();
        if (!Result) return;
        sql.DeleteTimers.Bind(1, _key).Run();
        sql.DeleteRestarts.Bind(1, _key).Run();
        sql.End.Bind(1, _key).Bind(2, (long)InstanceStatus.Terminated).Bind(3, now.UtcTicks).Run();
        sql.Append(_key, new HistoryEvent { Kind = HistoryKind.Terminated, Payload = details }, now);
        _parent = new ParentNotice(engine, parent);
        _parent.Insert(sql, now, HistoryKind.SubOrchestrationFailed, details);
    }

    public override void Committed()
    {
        if (Result)
        {
            engine.Instances.Remove(_key);
            _parent!.Committed();
            engine.Ended(instanceId);
        }

        base.Committed();
    }
}

/// <summary>A clean end clears every activity of the suspicion of having stopped the process.</summary>
internal sealed class CleanStopWrite : JournalWrite<bool>
{
    public override void Execute(JournalStatements sql, DateTimeOffset now) => sql.DeleteAllRestarts.Run();
}
