namespace OnboardingServer.Journal.Replay;

/// <summary>
/// The single thread of one run: a turn runs on whatever pool thread has it, but everything awaited in it comes back into it, in order, before the turn ends. A continuation that arrives
/// from elsewhere means that the code waited for something the history knows nothing of: that is noted and the continuation is dropped.
/// </summary>
internal sealed class TurnThread(Action escaped) : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _posted = new();
    private Scheduler? _scheduler;
    private int _owner;
    private volatile bool _hasEscaped;

    public bool HasEscaped => _hasEscaped;

    public void Run(Action turn)
    {
        var before = Current;
        SetSynchronizationContext(this);
        Volatile.Write(ref _owner, Environment.CurrentManagedThreadId);
        try
        {
            var task = new Task(() =>
            {
                turn();
                while (_posted.TryDequeue(out var next)) next.Callback(next.State);
            });
            task.RunSynchronously(_scheduler ??= new Scheduler(this));
            task.GetAwaiter().GetResult();
        }
        finally
        {
            Volatile.Write(ref _owner, 0);
            SetSynchronizationContext(before);
        }
    }

    /// <exception cref="InvalidOperationException">Called from outside a turn.</exception>
    public void Verify()
    {
        if (IsInTurn) return;
        Escape();
        throw new InvalidOperationException("An orchestration's context may be used only by the orchestration's own code, within its turn.");
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (IsInTurn) _posted.Enqueue((d, state));
        else Escape();
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

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => thread.IsInTurn && TryExecuteTask(task);

        protected override IEnumerable<Task> GetScheduledTasks() => [];
    }
}
