namespace DurableTask.Sqlite.Writes;

/// <summary>
/// Removes an ended instance and its history, and its sub-orchestrations that have ended where that is asked for.
/// Counts what it removed.
/// </summary>
internal sealed class PurgeWrite(string instanceId, bool isRecursive) : JournalWrite<int>
{
    public override void Execute(JournalStatements sql, DateTimeOffset now)
    {
        Result = 0;
        var keys = new List<long>();
        if (sql.FindEnded.Bind(1, instanceId).Step())
            keys.Add(sql.FindEnded.Int(0));
        sql.FindEnded.Reset();
        // The list grows while it is gone through.
        for (var n = 0; n < keys.Count; n++)
        {
            if (isRecursive)
            {
                sql.EndedChildren.Bind(1, keys[n]);
                while (sql.EndedChildren.Step())
                    keys.Add(sql.EndedChildren.Int(0));
                sql.EndedChildren.Reset();
            }

            Starting.Remove(sql, keys[n]);
            Result++;
        }
    }
}

/// <summary>Removes some of what ended before a time, the oldest first.</summary>
internal sealed class PurgeOldWrite(DateTimeOffset cutoff) : JournalWrite
{
    // The limit of one write, because other writes of the group wait for it: some 30 µs a row, so about 3 ms.
    private const int MostRows = 100;

    private readonly TaskCompletionSource<(int Instances, bool IsDone)> _done = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private int _instances;
    private bool _isDone;

    /// <summary>The number of instances removed, and whether no more are left.</summary>
    public Task<(int Instances, bool IsDone)> Done => _done.Task;

    public override bool MayFail => true;

    public override void Execute(JournalStatements sql, DateTimeOffset now)
    {
        (_instances, _isDone) = (0, false);
        var rows = MostRows;
        while (rows > 0)
        {
            _isDone = !sql.OldestEnded.Bind(1, cutoff.UtcTicks).Step();
            var key = _isDone ? 0 : sql.OldestEnded.Int(0);
            sql.OldestEnded.Reset();
            if (_isDone)
                return;
            var gone = sql.PurgeHistory.Bind(1, key).Bind(2, (long)rows).Run();
            rows -= gone + 1;
            // A history longer than what is left goes on with the next write.
            if (rows < 0)
                return;
            sql.PurgeInstance.Bind(1, key).Run();
            _instances++;
        }
    }

    public override void Committed() => _done.TrySetResult((_instances, _isDone));

    public override void Refused(Exception reason) => _done.TrySetException(reason);
}
