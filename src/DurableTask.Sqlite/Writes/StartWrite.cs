namespace DurableTask.Sqlite.Writes;

/// <summary>
/// Starts an instance unless its id is taken; the id's uniqueness decides between two at once. Whether an id is taken
/// by an instance that is there is for the caller to say: one that is not is replaced.
/// </summary>
internal sealed class StartWrite(
    SqliteTaskHub hub,
    InstanceHead head,
    string? input,
    Func<InstanceCondition, bool> isTaken
) : JournalWrite<StartOutcome>
{
    private NewInstance? _started;
    private long _replaced;
    private ParentNotice? _parent;

    public override void Execute(JournalStatements sql, DateTimeOffset now)
    {
        (_replaced, _parent) = (0, null);
        _started = Starting.Insert(sql, now, head, input);
        Result = new StartOutcome(_started is not null, null);
        if (_started is not null)
            return;
        sql.FindAny.Bind(1, head.Id).Step();
        var (key, found) = (
            sql.FindAny.Int(0),
            InstanceQueries.ConditionOf(sql.FindAny.Int(1), sql.FindAny.Int(2), sql.FindAny.Int(3), sql.FindAny.Int(4))
        );
        sql.FindAny.Reset();
        var hasEnded = found is InstanceCondition.Completed or InstanceCondition.Failed or InstanceCondition.Terminated;
        if (isTaken(found) || (hasEnded && !hub.Options.ReuseEndedIds))
        {
            Result = new StartOutcome(false, found);
            return;
        }

        TellParent(sql, now);
        Starting.Remove(sql, _replaced = key);
        _started = Starting.Insert(sql, now, head, input);
        Result = new StartOutcome(true, found);
    }

    public override void Committed()
    {
        if (_replaced != 0)
            hub.Instances.Remove(_replaced);
        _parent?.Committed();
        if (_started is not null)
            Starting.Committed(hub, _started);
        base.Committed();
    }

    // Of one that runs: whoever called it must not wait for ever.
    private void TellParent(JournalStatements sql, DateTimeOffset now)
    {
        ParentCall? parent =
            sql.FindRunning.Bind(1, head.Id).Step() && sql.FindRunning.IntOrNull(1) is { } key
                ? new ParentCall(key, (int)sql.FindRunning.Int(2), (int)sql.FindRunning.Int(3))
                : null;
        sql.FindRunning.Reset();
        if (parent is null)
            return;
        _parent = new ParentNotice(hub, parent);
        _parent.Insert(
            sql,
            now,
            HistoryKind.SubOrchestrationFailed,
            Failures.Write(Failures.Of(FailureTypes.Terminated, $"The instance {head.Id} was replaced by another."))
        );
    }
}

/// <summary>
/// The result of a start: whether an instance was started, and the state of the instance that has or had its id.
/// </summary>
internal sealed record StartOutcome(bool IsStarted, InstanceCondition? Found);
