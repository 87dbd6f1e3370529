namespace DurableTask.Sqlite.Replay;

/// <summary>
/// Keeps an orchestrator on the single thread of its turn: a turn runs on whatever pool thread has it, but everything
/// awaited in it comes back into it, in order, before the turn ends. A continuation that arrives from elsewhere means
/// that the code waited for something the history knows nothing of: that is noted and the continuation is dropped.
/// </summary>
internal sealed class TurnThread(Action escaped) : SynchronizationContext
{
    private Scheduler? _scheduler;
    private int _owner;
    private volatile bool _hasEscaped;

    public bool HasEscaped => _hasEscaped;

    /// <summary>Runs a turn on this thread.</summary>
    public T Run<T>(Func<T> turn)
    {
        Volatile.Write(ref _owner, Environment.CurrentManagedThreadId);
        try
        {
            return turn();
        }
        finally
        {
            Volatile.Write(ref _owner, 0);
        }
    }

    /// <summary>Runs the orchestrator's code within the turn, so that what it awaits comes back here.</summary>
    public void Enter(Action code)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            var task = new Task(code);
            task.RunSynchronously(_scheduler ??= new Scheduler(this));
            task.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    /// <exception cref="InvalidOperationException">Called from outside a turn.</exception>
    public void Verify()
    {
        if (IsInTurn)
            return;
        Escape();
        throw new InvalidOperationException(
            "An orchestration's context may be used only by the orchestration's own code, within its turn."
        );
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (IsInTurn)
            Enter(() => d(state));
        else
            Escape();
    }

    public override void Send(SendOrPostCallback d, object? state)
    {
        Verify();
        d(state);
    }

    public override SynchronizationContext CreateCopy() => this;

    private bool IsInTurn => Volatile.Read(ref _owner) == Environment.CurrentManagedThreadId;

    private void Escape()
    {
        _hasEscaped = true;
        escaped();
    }

    private sealed class Scheduler(TurnThread thread) : TaskScheduler
    {
        protected override void QueueTask(Task task) => thread.Post(_ => TryExecuteTask(task), null);

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
            thread.IsInTurn && TryExecuteTask(task);

        protected override IEnumerable<Task> GetScheduledTasks() => [];
    }
}
