namespace DurableTask.Sqlite.Writes;

/// <summary>Fires what is due, the earliest first, and finds out when the next is.</summary>
internal sealed class DueTimersWrite(SqliteTaskHub hub) : JournalWrite
{
    // Bounds the transaction when a great many are due at once; the rest follows in the next.
    private const int MostAtOnce = 1000;

    private readonly List<(long Key, int Task)> _due = [];
    private readonly List<(long Key, HistoryRow Row)> _fired = [];
    private DateTimeOffset? _next;

    public override void Execute(JournalStatements sql, DateTimeOffset now)
    {
        _due.Clear();
        _fired.Clear();
        sql.DueTimers.Bind(1, now.UtcTicks).Bind(2, (long)MostAtOnce);
        while (sql.DueTimers.Step())
            _due.Add((sql.DueTimers.Int(0), (int)sql.DueTimers.Int(1)));
        sql.DueTimers.Reset();
        foreach (var (key, task) in _due)
        {
            // Timers go with their run, so one that is there belongs to a run that goes on.
            sql.DeleteTimer.Bind(1, key).Bind(2, (long)task).Run();
            // Call 0 is the start of a scheduled instance.
            var kind = task == 0 ? HistoryKind.StartCame : HistoryKind.TimerFired;
            _fired.Add((key, sql.Append(key, new HistoryRow { Kind = kind, Task = task }, now)));
            sql.Unpark.Bind(1, key).Run();
        }

        sql.NextDue.Step();
        _next = sql.NextDue.IntOrNull(0) is { } next ? StoredTime.Of(next) : null;
        sql.NextDue.Reset();
    }

    public override void Committed()
    {
        hub.Clock.Fired(_next);
        foreach (var (key, row) in _fired)
            hub.Instances.Deliver(key, row);
    }
}
