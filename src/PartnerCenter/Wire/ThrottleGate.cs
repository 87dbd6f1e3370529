namespace PartnerCenter.Wire;

/// <summary>
/// Admission for one key. Closed for the whole penalty of a 429; open again at half the pace that was seen before,
/// growing back in about a minute and a half (additive increase, multiplicative decrease). The pace does not fall below
/// <paramref name="floorPerMinute"/>, unless penalty follows penalty with nothing answered in between. Each refused
/// caller gets a slot of its own, so that callers do not all repeat at the same time. The pace is shared evenly among
/// the groups of callers that ask, whatever the number of callers in a group; the unused part of a group's share is
/// available to the others.
/// </summary>
internal sealed class ThrottleGate(TimeProvider time, int floorPerMinute, int? perMinute = null)
{
    private const int RecentSeconds = 10;
    private const double SlowestPerSecond = 0.5;
    private const double SecondsToRecover = 90;
    private static readonly TimeSpan FarthestSlot = TimeSpan.FromMinutes(2);

    /// <summary>
    /// The time after which a group without a call and without a planned repetition no longer counts.
    /// </summary>
    private static readonly TimeSpan Forgotten = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly int[] _counts = new int[60];
    private long _second;
    private int _inWindow;
    private DateTimeOffset _heldUntil;
    private readonly Dictionary<string, Share> _shares = new(StringComparer.Ordinal);
    private DateTimeOffset _lastRefill;
    private double? _rate;
    private double _ceiling;
    private double _spare;
    private bool _answered;

    private DateTimeOffset _lastUse = time.GetUtcNow();

    public bool IsIdle(DateTimeOffset now, TimeSpan since)
    {
        lock (_lock)
            return now >= _heldUntil && now - _lastUse > since;
    }

    /// <summary>Returns null when the call may be sent now, otherwise the time to wait.</summary>
    public TimeSpan? Enter(string group)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            _lastUse = now;
            Advance(now);
            var share = ShareOf(group, now);
            if (now < _heldUntil)
                return Slot(share, now, _heldUntil);
            if (perMinute is { } limit && _inWindow >= limit)
                return Slot(share, now, now + OldestLeaves());
            Refill(now);
            if (!Take(share))
                return Slot(share, now, now);
            _counts[_second % 60]++;
            _inWindow++;
            return null;
        }
    }

    /// <summary>Closes the gate after a 429. Answers that were under way together count as one sign.</summary>
    public TimeSpan Close(TimeSpan penalty, string group)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            Advance(now);
            if (now >= _heldUntil)
            {
                var floor = floorPerMinute / 60d;
                var seen = Math.Max(_inWindow / 60d, Recent() / (double)RecentSeconds);
                _ceiling = 2 * Math.Max(seen, floor);
                _rate =
                    _rate is { } rate && !_answered
                        ? Math.Max(SlowestPerSecond, rate / 2)
                        : Math.Max(floor, Math.Min(_rate ?? seen, seen) / 2);
                _spare = 1;
                foreach (var share in _shares.Values)
                    share.Allowance = 0;
                _answered = false;
            }
            var until = now + penalty;
            if (until > _heldUntil)
                _heldUntil = _lastRefill = until;
            return Slot(ShareOf(group, now), now, _heldUntil);
        }
    }

    /// <summary>Notes that an answer other than 429 came.</summary>
    public void Answered()
    {
        lock (_lock)
            _answered = true;
    }

    private Share ShareOf(string group, DateTimeOffset now)
    {
        if (!_shares.TryGetValue(group, out var share))
        {
            foreach (var (other, idle) in _shares.Where(entry => !entry.Value.Counts(now)).ToArray())
            {
                _spare += idle.Allowance;
                _shares.Remove(other);
            }
            _shares[group] = share = new();
        }
        share.LastUse = now;
        return share;
    }

    private void Refill(DateTimeOffset now)
    {
        if (_rate is not { } rate)
            return;
        var elapsed = Math.Max(0, (now - _lastRefill).TotalSeconds);
        _lastRefill = now > _lastRefill ? now : _lastRefill;
        rate += elapsed * _ceiling / SecondsToRecover;
        if (rate >= _ceiling)
        {
            _rate = null;
            return;
        }
        _rate = rate;
        var counting = Counting(now);
        foreach (var share in _shares.Values.Where(share => share.Counts(now)))
        {
            var filled = share.Allowance + elapsed * rate / counting;
            share.Allowance = Math.Min(Math.Max(1, rate / counting), filled);
            _spare += filled - share.Allowance;
        }
        _spare = Math.Min(Math.Max(1, rate), _spare);
    }

    private bool Take(Share share)
    {
        if (_rate is null)
            return true;
        if (share.Allowance >= 1)
            share.Allowance--;
        else if (_spare >= 1)
            _spare--;
        else
            return false;
        return true;
    }

    private TimeSpan Slot(Share share, DateTimeOffset now, DateTimeOffset opens)
    {
        var pace = (_rate ?? (perMinute / 60d) ?? 1) / Counting(now);
        var farthest = opens + FarthestSlot;
        share.NextSlot =
            (share.NextSlot > opens ? share.NextSlot : opens)
            + TimeSpan.FromSeconds((0.5 + Random.Shared.NextDouble()) / pace);
        // Beyond the farthest slot, spread over the whole range instead of queueing all at its end.
        var slot = share.NextSlot <= farthest ? share.NextSlot : opens + FarthestSlot * Random.Shared.NextDouble();
        return slot - now;
    }

    private int Counting(DateTimeOffset now) => Math.Max(1, _shares.Values.Count(share => share.Counts(now)));

    private void Advance(DateTimeOffset now)
    {
        var second = now.ToUnixTimeSeconds();
        if (second - _second >= 60)
        {
            Array.Clear(_counts);
            _inWindow = 0;
        }
        else
        {
            for (var passed = _second + 1; passed <= second; passed++)
            {
                _inWindow -= _counts[passed % 60];
                _counts[passed % 60] = 0;
            }
        }
        _second = Math.Max(_second, second);
    }

    private int Recent()
    {
        var sum = 0;
        for (var back = 0; back < RecentSeconds; back++)
            sum += _counts[(_second - back) % 60];
        return sum;
    }

    private TimeSpan OldestLeaves()
    {
        for (var ahead = 1; ahead < 60; ahead++)
        {
            if (_counts[(_second + ahead) % 60] > 0)
                return TimeSpan.FromSeconds(ahead);
        }
        return TimeSpan.FromSeconds(60);
    }

    private sealed class Share
    {
        public double Allowance { get; set; }
        public DateTimeOffset NextSlot { get; set; }
        public DateTimeOffset LastUse { get; set; }

        public bool Counts(DateTimeOffset now) => NextSlot > now || now - LastUse <= Forgotten;
    }
}
