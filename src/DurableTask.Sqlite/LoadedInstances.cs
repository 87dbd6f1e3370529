namespace DurableTask.Sqlite;

/// <summary>
/// The instances in memory and their mailboxes. Every message that is delivered here is on disk already, so an instance
/// that is not loaded needs no message: it reads its history when memory allows to load it. When memory is full, the
/// instance that has waited longest with nothing in flight is removed from it.
/// </summary>
internal sealed class LoadedInstances(SqliteTaskHub hub, int most)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, Instance> _instances = [];
    private readonly LinkedList<Instance> _idle = new();
    private readonly Queue<long> _backlog = new();
    private readonly HashSet<long> _isInBacklog = [];
    private readonly Queue<Instance> _ready = new();
    private int _running;
    private int _mostRunning;

    // Before a worker has come, what is committed waits on disk.
    private bool _stopped = true;

    public int Count
    {
        get
        {
            lock (_gate)
                return _instances.Count;
        }
    }

    /// <summary>Takes what comes from now on.</summary>
    /// <param name="mostRunning">The largest number of instances that run at once.</param>
    public void Start(int mostRunning)
    {
        lock (_gate)
            (_mostRunning, _stopped) = (mostRunning, false);
    }

    /// <summary>Takes an instance that has just been started.</summary>
    public void Add(InstanceHead head, HistoryRow start)
    {
        lock (_gate)
            Load(head.Key, () => new Instance(hub, head), start);
    }

    /// <summary>A row of history from outside the run.</summary>
    public void Deliver(long key, HistoryRow row)
    {
        lock (_gate)
        {
            if (_instances.TryGetValue(key, out var instance))
                Signal(instance, row);
            else
                Load(key, () => new Instance(hub, key), row);
        }
    }

    /// <summary>Takes up an instance that has something to do on disk.</summary>
    public void TakeUp(long key)
    {
        lock (_gate)
        {
            // One that is loaded may be just about to find on disk that it has nothing to do.
            if (_instances.TryGetValue(key, out var instance))
                Signal(instance, null);
            else
                Load(key, () => new Instance(hub, key), null);
        }
    }

    /// <summary>Makes the instance check its mailbox and its state.</summary>
    public void Signal(Instance instance)
    {
        lock (_gate)
        {
            if (_instances.TryGetValue(instance.Key, out var loaded) && loaded == instance)
                Signal(instance, null);
        }
    }

    public bool Holds(long key)
    {
        lock (_gate)
            return _instances.ContainsKey(key);
    }

    /// <summary>The next of its mail; null when there is none.</summary>
    public HistoryRow? Take(Instance instance)
    {
        lock (_gate)
            return instance.Mail.TryDequeue(out var row) ? row : null;
    }

    /// <summary>Gets the position of the first of its mail; null when there is none.</summary>
    public long? Next(Instance instance)
    {
        lock (_gate)
            return instance.Mail.TryPeek(out var row) ? row.Position : null;
    }

    /// <summary>
    /// A write of the instance is about to be queued; until it is <see cref="Written"/> the instance stays. False: it
    /// was removed, and another may go on in its place.
    /// </summary>
    public bool Writing(Instance instance)
    {
        lock (_gate)
        {
            if (instance.IsGone)
                return false;
            instance.Writes++;
            return true;
        }
    }

    public void Written(Instance instance)
    {
        lock (_gate)
        {
            instance.Writes--;
            if (!instance.IsScheduled)
                MayLeave(instance);
        }
    }

    /// <summary>Ends a turn. False: mail has come meanwhile and the turn goes on.</summary>
    public bool Rest(Instance instance, bool canLeave)
    {
        lock (_gate)
        {
            if (instance.Mail.Count > 0 || instance.LooksAgain)
            {
                instance.LooksAgain = false;
                return false;
            }

            instance.IsScheduled = false;
            instance.CanLeave = canLeave;
            if (instance.IsGone)
                instance.Forget();
            MayLeave(instance);
            return true;
        }
    }

    /// <summary>An instance no longer runs: its place is for the next.</summary>
    public void Rested()
    {
        lock (_gate)
        {
            if (_ready.TryDequeue(out var next))
                ThreadPool.UnsafeQueueUserWorkItem(next, preferLocal: false);
            else
                _running--;
        }
    }

    /// <summary>
    /// Removes an instance that found nothing to do on disk. False: something has come since it looked, and it is to
    /// look again.
    /// </summary>
    public bool GiveUp(Instance instance)
    {
        lock (_gate)
        {
            if (instance.LooksAgain && !instance.IsGone)
            {
                instance.LooksAgain = false;
                return false;
            }

            Remove(instance);
            return true;
        }
    }

    public void Remove(Instance instance)
    {
        lock (_gate)
        {
            if (_instances.TryGetValue(instance.Key, out var loaded) && loaded == instance)
                Drop(instance);
        }
    }

    public void Remove(long key)
    {
        lock (_gate)
        {
            if (_instances.TryGetValue(key, out var loaded))
                Drop(loaded);
        }
    }

    /// <summary>Takes nothing more.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            foreach (var instance in _instances.Values)
                instance.IsGone = true;
            _instances.Clear();
            _idle.Clear();
            _backlog.Clear();
        }
    }

    private void Load(long key, Func<Instance> make, HistoryRow? row)
    {
        if (_stopped)
            return;
        if (_instances.Count >= most && !MakeRoom())
        {
            if (_isInBacklog.Add(key))
                _backlog.Enqueue(key);
            return;
        }

        var instance = make();
        _instances.Add(key, instance);
        Signal(instance, row);
    }

    private void Signal(Instance instance, HistoryRow? row)
    {
        if (row is not null)
            instance.Mail.Enqueue(row);
        if (instance.Idle is { } idle)
        {
            _idle.Remove(idle);
            instance.Idle = null;
        }

        if (instance.IsScheduled)
        {
            instance.LooksAgain = true;
            return;
        }

        instance.IsScheduled = true;
        hub.Busy.Enter();
        if (_running == _mostRunning)
        {
            _ready.Enqueue(instance);
            return;
        }

        _running++;
        ThreadPool.UnsafeQueueUserWorkItem(instance, preferLocal: false);
    }

    private void MayLeave(Instance instance)
    {
        if (instance.IsGone || !instance.CanLeave || instance.Writes > 0 || instance.Idle is not null)
            return;
        instance.Idle = _idle.AddLast(instance);
        TakeFromBacklog();
    }

    private void Drop(Instance instance)
    {
        if (instance.Idle is { } idle)
            _idle.Remove(idle);
        instance.Idle = null;
        instance.IsGone = true;
        _instances.Remove(instance.Key);
        if (!instance.IsScheduled)
            instance.Forget();
        TakeFromBacklog();
    }

    private bool MakeRoom()
    {
        if (_idle.First is not { } longest)
            return false;
        _idle.Remove(longest);
        longest.Value.Idle = null;
        _instances.Remove(longest.Value.Key);
        longest.Value.Forget();
        return true;
    }

    private void TakeFromBacklog()
    {
        while (_backlog.Count > 0 && (_instances.Count < most || _idle.Count > 0))
        {
            var key = _backlog.Dequeue();
            _isInBacklog.Remove(key);
            if (!_instances.ContainsKey(key))
                Load(key, () => new Instance(hub, key), null);
        }
    }
}
