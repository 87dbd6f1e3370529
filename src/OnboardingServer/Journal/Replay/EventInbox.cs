namespace OnboardingServer.Journal.Replay;

/// <summary>Events that came before they were asked for, and waits that came before their event, by name without regard to case; the oldest of each goes first.</summary>
internal sealed class EventInbox
{
    private readonly Dictionary<string, Queue<Pending>> _waiters = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Queue<HistoryEvent>> _kept = new(StringComparer.OrdinalIgnoreCase);
    private int _waiting;

    public bool IsWaitedFor => _waiting > 0;

    /// <summary>What nobody has asked for, in the order of arrival.</summary>
    public IEnumerable<HistoryEvent> Untaken => _kept.Values.SelectMany(queue => queue).OrderBy(raised => raised.Position);

    public void Ask(string name, Pending waiter)
    {
        if (_kept.TryGetValue(name, out var kept) && kept.TryDequeue(out var raised))
        {
            waiter.Complete(raised.Payload);
            return;
        }

        Queue(_waiters, name).Enqueue(waiter);
        _waiting++;
    }

    public void Deliver(HistoryEvent raised)
    {
        if (_waiters.TryGetValue(raised.Name!, out var waiters) && waiters.TryDequeue(out var waiter))
        {
            _waiting--;
            waiter.Complete(raised.Payload);
            return;
        }

        Queue(_kept, raised.Name!).Enqueue(raised);
    }

    private static Queue<T> Queue<T>(Dictionary<string, Queue<T>> queues, string name)
    {
        if (!queues.TryGetValue(name, out var queue)) queues[name] = queue = new Queue<T>();
        return queue;
    }
}
