namespace DurableTask.Sqlite.Replay;

/// <summary>
/// Follows which events an orchestrator has taken, by the rules of Durable Task's context: an event goes to the newest
/// open wait of its name or is kept, a wait takes the oldest kept one, a cancelled wait takes nothing; names are
/// compared without regard to case. What nobody has taken is what a run hands to the next.
/// </summary>
internal sealed class EventInbox
{
    private readonly Queue<HistoryRow> _fed = new();
    private readonly Dictionary<string, Queue<HistoryRow>> _kept = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Stack<Task>> _waits = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Task> _open = [];

    /// <summary>Gets whether a wait is open that an event could end.</summary>
    public bool IsWaitedFor
    {
        get
        {
            _open.RemoveAll(wait => wait.IsCompleted);
            return _open.Count > 0;
        }
    }

    /// <summary>
    /// Gets whether events were handed to Durable Task that it has not passed on: the instance is suspended.
    /// </summary>
    public bool HasFed => _fed.Count > 0;

    /// <summary>Gets the events that no orchestrator has taken, in the order of arrival.</summary>
    /// <param name="kept">True to include events that came before the call to continue as new.</param>
    public IEnumerable<HistoryRow> Untaken(bool kept) =>
        (kept ? _kept.Values.SelectMany(queue => queue).Concat(_fed) : _fed).OrderBy(raised => raised.Position);

    /// <summary>Notes an event that is handed to Durable Task.</summary>
    public void Feed(HistoryRow raised) => _fed.Enqueue(raised);

    /// <summary>Notes that Durable Task passes the next event on to the orchestrator.</summary>
    public void Raise()
    {
        var raised = _fed.Dequeue();
        if (_waits.TryGetValue(raised.Name!, out var waits))
        {
            while (waits.TryPop(out var newest))
            {
                if (!newest.IsCompleted)
                    return;
            }
        }

        if (!_kept.TryGetValue(raised.Name!, out var queue))
            _kept[raised.Name!] = queue = new Queue<HistoryRow>();
        queue.Enqueue(raised);
    }

    /// <summary>Notes that a wait has taken the oldest kept event of that name.</summary>
    public void TakeKept(string name)
    {
        if (_kept.TryGetValue(name, out var queue))
            queue.TryDequeue(out _);
    }

    /// <summary>Notes a wait that is open.</summary>
    public void Add(string name, Task wait)
    {
        if (!_waits.TryGetValue(name, out var waits))
            _waits[name] = waits = new Stack<Task>();
        waits.Push(wait);
        _open.Add(wait);
    }
}
