namespace DurableTask.Sqlite.Writes;

/// <summary>
/// Suspends an instance, or ends its suspension. What comes meanwhile is kept in order and seen afterwards.
/// </summary>
internal sealed class SuspendWrite(SqliteTaskHub hub, string instanceId, string? reason, bool suspends)
    : JournalWrite<bool>
{
    private long _key;
    private HistoryRow? _row;

    public override void Execute(JournalStatements sql, DateTimeOffset now)
    {
        _row = null;
        var changes = sql.FindToSuspend.Bind(1, instanceId).Step() && sql.FindToSuspend.Int(1) == 1 != suspends;
        if (changes)
            _key = sql.FindToSuspend.Int(0);
        sql.FindToSuspend.Reset();
        Result = changes;
        if (!changes)
            return;
        sql.SetSuspended.Bind(1, _key).Bind(2, suspends ? 1L : 0L).Run();
        _row = sql.Append(
            _key,
            new HistoryRow { Kind = suspends ? HistoryKind.Suspended : HistoryKind.SuspensionEnded, Detail = reason },
            now
        );
    }

    public override void Committed()
    {
        if (_row is not null)
            hub.Instances.Deliver(_key, _row);
        base.Committed();
    }
}
