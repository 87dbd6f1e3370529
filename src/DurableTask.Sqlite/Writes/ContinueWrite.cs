using DurableTask.Sqlite.Replay;

namespace DurableTask.Sqlite.Writes;

/// <summary>
/// Ends a run and begins the next with an empty history. Events stay that no one has taken; also those that came while
/// this write was queued, which lie behind <paramref name="seen"/>. Whatever else the old run waited for is for nobody:
/// its timers go, its activities' results are refused by their run's number.
/// </summary>
internal sealed class ContinueWrite(
    SqliteTaskHub hub,
    Instance instance,
    InstanceHead head,
    RunEnd.Continued end,
    IReadOnlyList<long> untaken,
    long seen
) : JournalWrite
{
    private readonly CallRows _rows = new(hub, head);
    private HistoryRow? _start;

    public IReadOnlyList<HistoryRow> Calls { get; init; } = [];
    public string? Status { get; init; }

    /// <summary>Gets the time of the last event that was seen.</summary>
    public required DateTimeOffset SeenAt { get; init; }

    public override void Execute(JournalStatements sql, DateTimeOffset now)
    {
        _start = null;
        if (!sql.IsRunning.Bind(1, head.Key).Bind(2, (long)head.Run).HasRow())
            return;
        _rows.Insert(sql, now, Calls, isLast: true);
        // Not before the run that it follows, however the clock goes.
        var at = now > SeenAt ? now : SeenAt;
        var version = string.IsNullOrWhiteSpace(end.Version) ? head.Version : end.Version;
        // Before anything is deleted: a position that was the highest and is deleted would be given out again.
        _start = sql.Append(
            head.Key,
            new HistoryRow
            {
                Kind = HistoryKind.ContinuedAsNew,
                Name = head.Name,
                Detail = version == head.Version ? null : version,
                Payload = end.Input,
            },
            at
        );
        sql.ForgetRun.Bind(1, head.Key).Bind(2, _start.Position).Run();
        var from = 0L;
        foreach (var kept in untaken.Append(seen + 1))
        {
            sql.ForgetEvents.Bind(1, head.Key).Bind(2, from).Bind(3, kept).Run();
            from = kept;
        }

        sql.DeleteTimers.Bind(1, head.Key).Run();
        sql.DeleteRestarts.Bind(1, head.Key).Run();
        if (Status is not null)
            sql.WriteStatus(head.Key, Status);
        sql.NextRun.Bind(1, head.Key).Bind(2, version).Run();
    }

    public override void Committed()
    {
        if (_start is not null)
        {
            _rows.Committed();
            hub.Began(head.Id);
            hub.Instances.Deliver(head.Key, _start);
        }

        hub.Instances.Written(instance);
    }
}
