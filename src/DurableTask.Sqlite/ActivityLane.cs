namespace DurableTask.Sqlite;

/// <summary>
/// Calls waiting for one of a few places. Instances take turns, so one that calls ten thousand activities at once does
/// not keep the others waiting.
/// </summary>
internal sealed class ActivityLane(int places, Func<ActivityCall, Task> run)
{
    private readonly Lock _gate = new();
    private readonly Queue<ActivityCall> _next = new();
    private readonly HashSet<long> _hasNext = [];
    private readonly Dictionary<long, Queue<ActivityCall>> _behind = [];
    private readonly TaskCompletionSource _quiet = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _taken;
    private bool _stopped;

    /// <summary>False: it was stopped.</summary>
    public bool Enqueue(ActivityCall call)
    {
        lock (_gate)
        {
            if (_stopped)
                return false;
            if (_hasNext.Add(call.Head.Key))
                _next.Enqueue(call);
            else
                Behind(call.Head.Key).Enqueue(call);
            if (_taken == places)
                return true;
            _taken++;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static lane => _ = lane.Work(), this, preferLocal: false);
        return true;
    }

    /// <summary>Begins nothing more. Ends when what runs has ended.</summary>
    public Task Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            if (_taken == 0)
                _quiet.TrySetResult();
        }

        return _quiet.Task;
    }

    private async Task Work()
    {
        // Whatever comes of a call, its place is there for the next.
        while (Take() is { } call)
            await run(call).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private ActivityCall? Take()
    {
        lock (_gate)
        {
            if (_stopped || !_next.TryDequeue(out var call))
            {
                _taken--;
                if (_stopped && _taken == 0)
                    _quiet.TrySetResult();
                return null;
            }

            if (_behind.TryGetValue(call.Head.Key, out var behind))
            {
                _next.Enqueue(behind.Dequeue());
                if (behind.Count == 0)
                    _behind.Remove(call.Head.Key);
            }
            else
            {
                _hasNext.Remove(call.Head.Key);
            }

            return call;
        }
    }

    private Queue<ActivityCall> Behind(long key)
    {
        if (!_behind.TryGetValue(key, out var behind))
            _behind[key] = behind = new Queue<ActivityCall>();
        return behind;
    }
}
