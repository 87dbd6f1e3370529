namespace DurableTask.Sqlite.Replay;

/// <summary>
/// Follows which events an orchestrator has taken, by the rules of Durable Task's context: an event goes to an open
/// wait of its name or is kept, a wait takes the oldest kept one; names are compared without regard to
/// case. What nobody has taken is what a run hands to the next.
/// </summary>
internal sealed class EventInbox
{
    private readonly Queue<HistoryRow> _fed = new();
    private readonly Dictionary<string, Queue<HistoryRow>> _kept = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int> _waits = new(StringComparer.OrdinalIgnoreCase);
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

    /// <summary>Gets what nobody has taken, in the order of arrival.</summary>
    /// <param name="kept">Whether what came before the call to continue as new is meant too.</param>
    public IEnumerable<HistoryRow> Untaken(bool kept) =>
        (kept ? _kept.Values.SelectMany(queue => queue).Concat(_fed) : _fed).OrderBy(raised => raised.Position);

    /// <summary>Notes an event that is handed to Durable Task.</summary>
    public void Feed(HistoryRow raised) => _fed.Enqueue(raised);

    /// <summary>Notes that Durable Task passes the next event on to the orchestrator.</summary>
    public void Raise()
    {
        var raised = _fed.Dequeue();
        if (_waits.TryGetValue(raised.Name!, out var waits) && waits > 0)
        {
            _waits[raised.Name!] = waits - 1;
            return;
        }

        if (!_kept.TryGetValue(raised.Name!, out var queue)) _kept[raised.Name!] = queue = new Queue<HistoryRow>();
        queue.Enqueue(raised);
    }

    /// <summary>Notes that the orchestrator waits for an event of that name, before it does.</summary>
    public void Ask(string name)
    {
        if (!_kept.TryGetValue(name, out var queue)
            || !queue.TryDequeue(out _)) _waits[name] = _waits.GetValueOrDefault(name) + 1;
    }

    /// <summary>Notes the task by which it waits.</summary>
    public void Add(Task wait)
    {
        if (!wait.IsCompleted) _open.Add(wait);
    }
}
