namespace OnboardingServer.Journal.Writes;

/// <summary>An event from outside, to whoever runs under that id.</summary>
internal sealed class EventWrite(JournalEngine engine, string instanceId, string name, string payload) : JournalWrite<bool>
{
    private long _key;
    private HistoryEvent? _raised;

    public override void Execute(JournalStatements sql, DateTimeOffset now)
    {
        _raised = null;
        if (sql.FindRunning.Bind(1, instanceId).Step())
        {
            _key = sql.FindRunning.Int(0);
            _raised = sql.Append(_key, new HistoryEvent { Kind = HistoryKind.EventRaised, Name = name, Payload = payload }, now);
            sql.Unpark.Bind(1, _key).Run();
        }

        sql.FindRunning.Reset();
        Result = _raised is not null;
    }

    public override void Committed()
    {
        if (_raised is not null) engine.Instances.Deliver(_key, _raised);
        base.Committed();
    }
}
