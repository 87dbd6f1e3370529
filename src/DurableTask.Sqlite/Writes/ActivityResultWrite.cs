namespace DurableTask.Sqlite.Writes;

/// <summary>
/// Writes the result or the failure of an activity. Refused by the guard when the run it was called in is over.
/// </summary>
internal sealed class ActivityResultWrite(SqliteTaskHub hub, ActivityCall call, HistoryKind kind, string? payload)
    : JournalWrite
{
    private HistoryRow? _row;

    public override void Execute(JournalStatements sql, DateTimeOffset now)
    {
        _row = sql.AppendToRun(
            call.Head.Key,
            call.Head.Run,
            new HistoryRow
            {
                Kind = kind,
                Task = call.Row.Task,
                Payload = payload,
            },
            now
        );
        if (call.Rerun is not null)
            sql.DeleteRestart.Bind(1, call.Head.Key).Bind(2, (long)call.Row.Task).Run();
    }

    public override void Committed()
    {
        hub.Activities.Ended(call);
        if (_row is not null)
            hub.Instances.Deliver(call.Head.Key, _row);
    }
}

/// <summary>
/// Counts that an unfinished activity is begun again, before it is. It is not when its instance was halted meanwhile or
/// is in its next run, nor when its result is on disk by now: it may have been under way while its history was read.
/// </summary>
internal sealed class RestartWrite(SqliteTaskHub hub, ActivityCall call) : JournalWrite
{
    private readonly TaskCompletionSource<bool> _isToBeRun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _counted;

    public Task<bool> IsToBeRun => _isToBeRun.Task;

    public override void Execute(JournalStatements sql, DateTimeOffset now) =>
        _counted =
            sql.CountRestart.Bind(1, call.Head.Key)
                .Bind(2, (long)call.Row.Task)
                .Bind(3, (long)call.Head.Run)
                .Bind(4, call.Rerun!.Seen)
                .Run() == 1;

    public override void Committed()
    {
        // Here, before any later write is seen by anybody: whoever takes the instance up again must not find the call
        // under way.
        if (!_counted)
            hub.Activities.Ended(call);
        _isToBeRun.TrySetResult(_counted);
    }

    public override void Refused(Exception reason) => _isToBeRun.TrySetException(reason);
}
