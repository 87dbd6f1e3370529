using System.Collections.Concurrent;

namespace PartnerCenter.Wire;

/// <summary>
/// One per process, shared by all callers: a gate per partner tenant, one per partner and customer, and for routes
/// without a customer one per resource, as the service keys its limits (C §3.8). It never waits; a refused caller
/// repeats later. A 429 does not say which limit was exceeded. It closes the gate of its customer or resource, and the
/// partner's as well when the next answer, of another one, is a 429 too. Callers of one group share one allowance:
/// where calls are held back, groups get the same share.
/// </summary>
internal sealed class ThrottleGovernor(TimeProvider time)
{
    /// <summary>The published limit of customer, order and subscription resources per tenant.</summary>
    public const int CustomerCallsPerMinute = 500;

    // After a penalty: half the published number for a customer; for a partner the whole number for each of the three
    // resources it is published for.
    private const int CustomerFloorPerMinute = CustomerCallsPerMinute / 2;
    private const int PartnerFloorPerMinute = 3 * CustomerCallsPerMinute;

    private const int GatesKept = 2048;
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<Guid, Gates> _partners = new();

    public TimeSpan? Admit(Guid partner, ThrottleKey key, string group = "")
    {
        var gates = Of(partner);
        // The partner's gate first: a call that it refuses must not use up the allowance of the second gate.
        return gates.Partner.Enter(group) ?? gates.Gate(key).Enter(group);
    }

    public TimeSpan Throttled(Guid partner, ThrottleKey key, TimeSpan penalty, string group = "")
    {
        var gates = Of(partner);
        var wait = gates.Gate(key).Close(penalty, group);
        if (!gates.IsSecondInARow(key))
            return wait;
        var whole = gates.Partner.Close(penalty, group);
        return whole > wait ? whole : wait;
    }

    /// <summary>Notes an answer other than a 429: the service does not limit the partner as a whole.</summary>
    public void Answered(Guid partner, ThrottleKey key)
    {
        var gates = Of(partner);
        gates.EndRow();
        gates.Partner.Answered();
        gates.Gate(key).Answered();
    }

    /// <summary>Gets the number of gates of customers and resources that are kept.</summary>
    public int GatesOf(Guid partner) => Of(partner).Count;

    private Gates Of(Guid partner) => _partners.GetOrAdd(partner, _ => new(time));

    private sealed class Gates(TimeProvider time)
    {
        private readonly ConcurrentDictionary<ThrottleKey, ThrottleGate> _gates = new();

        public int Count => _gates.Count;

        public ThrottleGate Partner { get; } = new(time, PartnerFloorPerMinute);

        // Boxed, so that it is read and written whole.
        private object? _lastThrottled;

        public bool IsSecondInARow(ThrottleKey key) =>
            Interlocked.Exchange(ref _lastThrottled, key) is ThrottleKey before && before != key;

        public void EndRow() => Interlocked.Exchange(ref _lastThrottled, null);

        public ThrottleGate Gate(ThrottleKey key)
        {
            if (_gates.Count > GatesKept)
                Prune();
            return _gates.GetOrAdd(
                key,
                _ =>
                    key.Customer is null
                        ? new(time, PartnerFloorPerMinute)
                        : new(time, CustomerFloorPerMinute, CustomerCallsPerMinute)
            );
        }

        private void Prune()
        {
            var now = time.GetUtcNow();
            foreach (var (key, gate) in _gates)
            {
                if (gate.IsIdle(now, Idle))
                    _gates.TryRemove(key, out _);
            }
        }
    }
}
