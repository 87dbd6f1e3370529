using System.Collections.Concurrent;

namespace Onboarding.Validation;

/// <summary>
/// Answers of Partner Center that stay good for a while, asked for once by however many want them. A question that
/// failed is asked again.
/// </summary>
internal sealed class TimedCache<TKey, TValue>(TimeSpan lifetime, int most, TimeProvider time)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Entry> _entries = new();

    public async Task<TValue> Get(
        TKey key,
        Func<CancellationToken, Task<TValue>> ask,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var entry = _entries.AddOrUpdate(key, _ => Fresh(), (_, old) => old.IsGood(now) ? old : Fresh());
        if (_entries.Count > most)
            Forget(now, key);

        // The question belongs to everybody who waits for it: one who gives up does not end it.
        return await entry.Answer.Value.WaitAsync(cancellationToken);

        Entry Fresh() => new(now + lifetime, new(() => ask(CancellationToken.None)));
    }

    private void Forget(DateTimeOffset now, TKey kept)
    {
        foreach (var (key, entry) in _entries)
        {
            if (!entry.IsGood(now))
                _entries.TryRemove(new(key, entry));
        }

        foreach (
            var key in _entries
                .OrderBy(entry => entry.Value.Until)
                .Select(entry => entry.Key)
                .Take(Math.Max(0, _entries.Count - most))
        )
        {
            if (!key.Equals(kept))
                _entries.TryRemove(key, out _);
        }
    }

    private sealed record Entry(DateTimeOffset Until, Lazy<Task<TValue>> Answer)
    {
        public bool IsGood(DateTimeOffset now) =>
            now < Until && !(Answer.IsValueCreated && (Answer.Value.IsFaulted || Answer.Value.IsCanceled));
    }
}
