using PartnerCenter.Simulator.Surface;

namespace PartnerCenter.Simulator.Faults;

/// <summary>
/// The limits of calls per minute of C §3.8, by partner tenant and by partner and customer tenant, in real time. A call
/// made during the penalty makes it longer.
/// </summary>
internal sealed class RateLimits
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Bucket> _buckets = [];

    /// <summary>
    /// Seconds to wait, or null when the call may go on. The customer's limit is asked first: a call it stops does not
    /// count against the partner.
    /// </summary>
    internal int? Check(OperationCall call)
    {
        var partner = call.Partner;
        if (
            partner.RequestsPerMinutePerCustomer is { } limit
            && call.Route("customerId") is { Length: > 0 } customer
            && Check($"{partner.TenantId}|{customer}".ToLowerInvariant(), limit) is { } wait
        )
            return wait;
        return partner.RequestsPerMinute is { } whole ? Check(partner.TenantId, whole) : null;
    }

    private int? Check(string partner, int perMinute)
    {
        lock (_gate)
        {
            var now = TimeProvider.System.GetUtcNow();
            if (!_buckets.TryGetValue(partner, out var bucket))
                _buckets[partner] = bucket = new Bucket { Start = now };
            if (bucket.PenaltyEnds > now)
            {
                bucket.PenaltyEnds += TimeSpan.FromSeconds(1);
                return Seconds(bucket.PenaltyEnds - now);
            }

            if (now - bucket.Start >= Window)
                (bucket.Start, bucket.Count) = (now, 0);
            if (++bucket.Count <= perMinute)
                return null;
            bucket.PenaltyEnds = bucket.Start + Window;
            return Seconds(bucket.PenaltyEnds - now);
        }
    }

    internal void Clear()
    {
        lock (_gate)
            _buckets.Clear();
    }

    private static int Seconds(TimeSpan wait) => Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));

    private sealed class Bucket
    {
        internal DateTimeOffset Start { get; set; }
        internal int Count { get; set; }
        internal DateTimeOffset PenaltyEnds { get; set; }
    }
}
