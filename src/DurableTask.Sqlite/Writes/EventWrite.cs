namespace DurableTask.Sqlite.Writes;

/// <summary>An event from outside, to whoever runs under that id.</summary>
internal sealed class EventWrite(SqliteTaskHub hub, string instanceId, string name, string? payload)
    : JournalWrite<bool>
{
    private long _key;
    private HistoryRow? _raised;

    public override void Execute(JournalStatements sql, DateTimeOffset now)
    {
        _raised = null;
        if (sql.FindRunning.Bind(1, instanceId).Step())
        {
            _key = sql.FindRunning.Int(0);
            _raised = sql.Append(
                _key,
                new HistoryRow
                {
                    Kind = HistoryKind.EventRaised,
                    Name = name,
                    Payload = payload,
                },
                now
            );
            sql.Unpark.Bind(1, _key).Run();
        }

        sql.FindRunning.Reset();
        Result = _raised is not null;
    }

    public override void Committed()
    {
        if (_raised is not null)
            hub.Instances.Deliver(_key, _raised);
        base.Committed();
    }
}
