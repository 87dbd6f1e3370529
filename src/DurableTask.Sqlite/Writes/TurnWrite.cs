using DurableTask.Core;

namespace DurableTask.Sqlite.Writes;

/// <summary>
/// Writes the result of a turn of a run that goes on: its calls, its status, and whether it now only waits. No call
/// takes effect before this is on disk.
/// </summary>
internal sealed class TurnWrite(
    SqliteTaskHub hub,
    Instance instance,
    InstanceHead head,
    IReadOnlyList<HistoryRow> calls
) : JournalWrite
{
    private readonly CallRows _rows = new(hub, head);
    private bool _isCurrent;

    /// <summary>Gets the new status, if it changed.</summary>
    public string? Status { get; init; }

    /// <summary>
    /// Gets the last event that was seen, when nothing is in flight: with nothing behind it a restart need not take the
    /// instance up.
    /// </summary>
    public long? ParkBehind { get; init; }

    public override void Execute(JournalStatements sql, DateTimeOffset now)
    {
        _isCurrent = sql.IsRunning.Bind(1, head.Key).Bind(2, (long)head.Run).HasRow();
        if (!_isCurrent)
            return;
        if (ParkBehind is { } seen)
            sql.Park.Bind(1, head.Key).Bind(2, seen).Run();
        if (Status is not null)
            sql.WriteStatus(head.Key, Status);
        _rows.Insert(sql, now, calls);
    }

    public override void Committed()
    {
        if (_isCurrent)
        {
            _rows.Committed();
            hub.Began(head.Id);
        }

        hub.Instances.Written(instance);
    }
}

/// <summary>
/// The rows of a turn's calls, with what belongs to them in the same transaction: timers, the children that a call of a
/// sub-orchestration starts, events for others.
/// </summary>
internal sealed class CallRows(SqliteTaskHub hub, InstanceHead head)
{
    private readonly List<HistoryRow> _activities = [];
    private readonly List<NewInstance> _children = [];
    private readonly List<(long Key, HistoryRow Row)> _deliveries = [];
    private readonly List<long> _replaced = [];
    private DateTimeOffset? _due;

    /// <param name="sql">The writer's statements.</param>
    /// <param name="now">The time of the commit.</param>
    /// <param name="calls">The calls, in order.</param>
    /// <param name="isLast">True when the run has ended: then only calls for which no run has to wait are made.</param>
    public void Insert(JournalStatements sql, DateTimeOffset now, IReadOnlyList<HistoryRow> calls, bool isLast = false)
    {
        _activities.Clear();
        _children.Clear();
        _deliveries.Clear();
        _replaced.Clear();
        _due = null;
        if (isLast)
            calls = [.. calls.Where(call => call.Kind is HistoryKind.SubOrchestrationStarted or HistoryKind.EventSent)];
        foreach (var call in calls)
        {
            var tooLong = IsTooLong(call);
            var row = sql.Append(head.Key, tooLong ? call with { Payload = null } : call, now);
            if (call.Kind == HistoryKind.TimerCreated)
                InsertTimer(sql, call);
            else if (call.Kind == HistoryKind.TimerCancelled)
                sql.DeleteTimer.Bind(1, head.Key).Bind(2, (long)call.Task).Run();
            else if (call.Kind == HistoryKind.ActivityScheduled && !tooLong)
                _activities.Add(row);
        }

        // After the calls: those of one turn stand together, a replay relies on it.
        foreach (var call in calls)
        {
            var failure =
                IsTooLong(call)
                    ? Payload.TooLarge($"The input of {call.Name}", call.Payload!.Length, hub.Options.MaxPayloadLength)
                : call.Kind == HistoryKind.SubOrchestrationStarted ? StartChild(sql, now, call)
                : null;
            if (failure is not null)
                Fail(sql, now, call, failure, isLast);
            else if (call.Kind == HistoryKind.EventSent)
                Send(sql, now, call);
        }

        if (_deliveries.Exists(delivery => delivery.Key == head.Key))
            sql.Unpark.Bind(1, head.Key).Run();
    }

    public void Committed()
    {
        foreach (var activity in _activities)
            hub.Activities.Enqueue(new ActivityCall(head, activity));
        foreach (var key in _replaced)
            hub.Instances.Remove(key);
        foreach (var child in _children)
            hub.Instances.Add(child.Head, child.Start);
        foreach (var (key, row) in _deliveries)
            hub.Instances.Deliver(key, row);
        if (_due is { } due)
            hub.Clock.Arm(due);
    }

    private void InsertTimer(JournalStatements sql, HistoryRow call)
    {
        var due = DateTimeOffset.ParseExact(call.Detail!, "O", System.Globalization.CultureInfo.InvariantCulture);
        sql.InsertTimer.Bind(1, head.Key).Bind(2, (long)call.Task).Bind(3, due.UtcTicks).Run();
        if (_due is null || due < _due)
            _due = due;
    }

    // An event never is: its sender was told.
    private bool IsTooLong(HistoryRow call) =>
        call.Kind != HistoryKind.EventSent && call.Payload?.Length > hub.Options.MaxPayloadLength;

    /// <summary>Null: it is started.</summary>
    private FailureDetails? StartChild(JournalStatements sql, DateTimeOffset now, HistoryRow call)
    {
        var child = new InstanceHead(0, call.Detail!, call.Name!, call.Version ?? "", 0)
        {
            Parent = call.IsFireAndForget
                ? null
                : new ParentCall(head.Key, head.Run, call.Task) { Id = head.Id, Name = head.Name },
            Trace = Tracing.ForChild(head, call.Task),
            Tags = call.Tags,
        };
        var started = Starting.Insert(sql, now, child, call.Payload);
        if (started is null && hub.Options.ReuseEndedIds && Ended(sql, child.Id) is { } ended)
        {
            Starting.Remove(sql, ended);
            _replaced.Add(ended);
            started = Starting.Insert(sql, now, child, call.Payload);
        }

        if (started is null)
            return Failures.Of(FailureTypes.InstanceExists, $"There is an instance {call.Detail} already.");
        _children.Add(started);
        return null;
    }

    private static long? Ended(JournalStatements sql, string id)
    {
        long? key = sql.FindEnded.Bind(1, id).Step() ? sql.FindEnded.Int(0) : null;
        sql.FindEnded.Reset();
        return key;
    }

    private void Send(JournalStatements sql, DateTimeOffset now, HistoryRow call)
    {
        long? receiver = sql.FindRunning.Bind(1, call.Detail).Step() ? sql.FindRunning.Int(0) : null;
        sql.FindRunning.Reset();
        // To nobody, or to one that has ended: as with an event from outside, it is for nobody.
        if (receiver is not { } key)
            return;
        _deliveries.Add(
            (
                key,
                sql.Append(
                    key,
                    new HistoryRow
                    {
                        Kind = HistoryKind.EventRaised,
                        Name = call.Name,
                        Payload = call.Payload,
                    },
                    now
                )
            )
        );
        sql.Unpark.Bind(1, key).Run();
    }

    private void Fail(JournalStatements sql, DateTimeOffset now, HistoryRow call, FailureDetails failure, bool isLast)
    {
        // Nobody waits for it.
        if (isLast || call.IsFireAndForget)
            return;
        var kind =
            call.Kind == HistoryKind.ActivityScheduled
                ? HistoryKind.ActivityFailed
                : HistoryKind.SubOrchestrationFailed;
        _deliveries.Add(
            (
                head.Key,
                sql.Append(
                    head.Key,
                    new HistoryRow
                    {
                        Kind = kind,
                        Task = call.Task,
                        Payload = Failures.Write(failure),
                    },
                    now
                )
            )
        );
    }
}
