namespace DurableTask.Sqlite.Writes;

/// <summary>Starts an instance anew with the input it had, under its own id or another.</summary>
internal sealed class RestartInstanceWrite(SqliteTaskHub hub, string instanceId, string newId, string? trace)
    : JournalWrite<RestartOutcome>
{
    private NewInstance? _started;
    private long _replaced;

    public override void Execute(JournalStatements sql, DateTimeOffset now)
    {
        (_started, _replaced) = (null, 0);
        Result = RestartOutcome.NotFound;
        var found = sql.FindWhole.Bind(1, instanceId);
        InstanceHead? head = null;
        var (key, hasEnded) = (0L, false);
        if (found.Step())
        {
            (key, hasEnded) = (found.Int(0), found.Int(4) != 0);
            head = new InstanceHead(0, newId, found.Text(1)!, found.Text(2)!, 0)
            {
                Tags = Tags.Read(found.Text(3)),
                Trace = trace,
            };
        }

        found.Reset();
        if (head is null)
            return;
        if (newId == instanceId && !hasEnded)
        {
            Result = RestartOutcome.StillRuns;
            return;
        }

        if (newId == instanceId && !hub.Options.ReuseEndedIds)
        {
            Result = RestartOutcome.IdIsTaken;
            return;
        }

        var input = sql.FirstPayload(key);
        if (newId == instanceId)
            Starting.Remove(sql, _replaced = key);
        _started = Starting.Insert(sql, now, head, input);
        Result = _started is null ? RestartOutcome.StillRuns : RestartOutcome.Restarted;
    }

    public override void Committed()
    {
        if (_replaced != 0)
            hub.Instances.Remove(_replaced);
        if (_started is not null)
            Starting.Committed(hub, _started);
        base.Committed();
    }
}

internal enum RestartOutcome
{
    Restarted,
    NotFound,
    StillRuns,
    IdIsTaken,
}
