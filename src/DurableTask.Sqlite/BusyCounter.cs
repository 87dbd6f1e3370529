namespace DurableTask.Sqlite;

/// <summary>
/// Counts what is under way: writes, turns, activities. Whoever hands work on enters for the next before leaving for
/// the last, so that zero means that nothing will happen until time passes or somebody calls.
/// </summary>
internal sealed class BusyCounter
{
    private readonly Lock _gate = new();
    private int _count;
    private TaskCompletionSource? _idle;

    public void Enter() => Interlocked.Increment(ref _count);

    public void Leave()
    {
        if (Interlocked.Decrement(ref _count) > 0)
            return;
        lock (_gate)
        {
            if (Volatile.Read(ref _count) > 0)
                return;
            _idle?.TrySetResult();
            _idle = null;
        }
    }

    public Task WhenIdle()
    {
        lock (_gate)
        {
            if (Volatile.Read(ref _count) <= 0)
                return Task.CompletedTask;
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    /// <summary>Stops counting: work that is still counted was stopped and will not end.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            Volatile.Write(ref _count, int.MinValue / 2);
            _idle?.TrySetResult();
            _idle = null;
        }
    }
}
