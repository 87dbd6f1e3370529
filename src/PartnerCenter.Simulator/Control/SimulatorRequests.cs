namespace PartnerCenter.Simulator.Control;

/// <summary>The journal of calls, bounded: the oldest are dropped. It is in memory only.</summary>
public sealed class SimulatorRequests
{
    private readonly Lock _gate = new();
    private readonly Queue<JournalEntry> _entries = new();
    private readonly int _capacity;
    private long _sequence;

    internal SimulatorRequests(int capacity) => _capacity = Math.Max(1, capacity);

    /// <summary>Calls in the order they ended; null does not filter.</summary>
    public IReadOnlyList<JournalEntry> Find(
        string? operation = null,
        string? partner = null,
        string? requestId = null,
        int? status = null,
        bool? effectCommitted = null
    )
    {
        lock (_gate)
        {
            return
            [
                .. _entries.Where(e =>
                    (operation is null || e.Operation == operation)
                    && (partner is null || string.Equals(e.Partner, partner, StringComparison.OrdinalIgnoreCase))
                    && (requestId is null || string.Equals(e.RequestId, requestId, StringComparison.OrdinalIgnoreCase))
                    && (status is null || e.Status == status)
                    && (effectCommitted is null || e.EffectCommitted == effectCommitted)
                ),
            ];
        }
    }

    internal void Add(JournalEntry entry)
    {
        lock (_gate)
        {
            entry.Sequence = ++_sequence;
            _entries.Enqueue(entry);
            if (_entries.Count > _capacity)
                _entries.Dequeue();
        }
    }

    internal void Clear()
    {
        lock (_gate)
            _entries.Clear();
    }
}
