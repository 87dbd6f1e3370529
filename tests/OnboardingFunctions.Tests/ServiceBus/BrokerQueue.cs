using Amqp;

namespace OnboardingFunctions.Tests.ServiceBus;

/// <summary>
/// The queue of a broker as Service Bus keeps it: duplicate detection by message id, scheduled messages, locks that run
/// out, dead letters. It outlives the connections to it, as what is on disk does.
/// </summary>
internal sealed class BrokerQueue(TimeProvider time) : IDisposable
{
    private const int MostDeliveries = 10;
    private static readonly TimeSpan DuplicateWindow = TimeSpan.FromDays(1);

    private readonly Lock _gate = new();
    private readonly List<StoredMessage> _messages = [];
    private readonly List<StoredMessage> _dead = [];
    private readonly List<string> _settled = [];
    private readonly Dictionary<string, DateTimeOffset> _seen = [];
    private readonly List<ITimer> _looks = [];
    private long _sequence;

    public TimeSpan LockDuration { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Called when there may be something to deliver.</summary>
    public event Action? Changed;

    /// <summary>Called each time a lock was renewed.</summary>
    public event Action? Renewed;

    public int Renewals { get; private set; }

    public int Duplicates { get; private set; }

    /// <summary>What is neither settled nor dead, scheduled ones too.</summary>
    public IReadOnlyList<StoredMessage> Messages => Read(_messages);

    public IReadOnlyList<StoredMessage> DeadLetters => Read(_dead);

    /// <summary>The ids of what was completed, in order.</summary>
    public IReadOnlyList<string> Completed => Read(_settled);

    public void Enqueue(Message sent)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var message = new StoredMessage(sent, ++_sequence, now);
            if (
                message.Id.Length > 0
                && _seen.TryGetValue(message.Id, out var before)
                && now - before < DuplicateWindow
            )
            {
                Duplicates++;
                return;
            }

            if (message.Id.Length > 0)
                _seen[message.Id] = now;
            _messages.Add(message);
            if (message.ScheduledFor is { } due)
                Look(due - now);
        }

        Changed?.Invoke();
    }

    /// <summary>Locks the oldest message that nobody holds and whose time has come.</summary>
    public StoredMessage? Take()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            foreach (var message in _messages.Where(message => !IsHeld(message, now)).ToArray())
            {
                if (message.Lock != default)
                    GiveUp(message);
                if (message.Deliveries >= MostDeliveries)
                    DeadLetter(message, "MaxDeliveryCountExceeded", null);
            }

            var next = _messages.Find(message => !IsHeld(message, now) && !(message.ScheduledFor > now));
            if (next is null)
                return null;
            (next.Lock, next.LockedUntil) = (Guid.NewGuid(), now + LockDuration);
            Look(LockDuration);
            return next;
        }
    }

    /// <returns>False: the lock is over.</returns>
    public bool Complete(Guid held) =>
        Settle(
            held,
            message =>
            {
                _messages.Remove(message);
                _settled.Add(message.Id);
            }
        );

    /// <returns>False: the lock is over.</returns>
    public bool Abandon(Guid held)
    {
        var given = Settle(held, GiveUp);
        Changed?.Invoke();
        return given;
    }

    /// <summary>Gives back what the peer has not looked at, which does not count as a delivery.</summary>
    /// <returns>False: the lock is over.</returns>
    public bool Release(Guid held)
    {
        var given = Settle(held, message => message.Lock = default);
        Changed?.Invoke();
        return given;
    }

    /// <returns>False: the lock is over.</returns>
    public bool DeadLetter(Guid held, string? reason, string? description) =>
        Settle(held, message => DeadLetter(message, reason, description));

    /// <summary>Prolongs a lock.</summary>
    /// <returns>Null: it is over.</returns>
    public DateTimeOffset? Renew(Guid held)
    {
        DateTimeOffset? until = null;
        Settle(
            held,
            message =>
            {
                Renewals++;
                until = message.LockedUntil = time.GetUtcNow() + LockDuration;
            }
        );
        Renewed?.Invoke();
        return until;
    }

    public void Dispose()
    {
        foreach (var look in _looks)
            look.Dispose();
    }

    private bool Settle(Guid held, Action<StoredMessage> settle)
    {
        lock (_gate)
        {
            var message = _messages.Find(message => message.Lock == held && IsHeld(message, time.GetUtcNow()));
            if (message is null)
                return false;
            settle(message);
            return true;
        }
    }

    // A message may come to be free then.
    private void Look(TimeSpan later) =>
        _looks.Add(
            time.CreateTimer(
                _ => Changed?.Invoke(),
                null,
                later > TimeSpan.Zero ? later : TimeSpan.Zero,
                Timeout.InfiniteTimeSpan
            )
        );

    private static void GiveUp(StoredMessage message) =>
        (message.Lock, message.Deliveries) = (default, message.Deliveries + 1);

    private void DeadLetter(StoredMessage message, string? reason, string? description)
    {
        (message.DeadLetterReason, message.DeadLetterDescription) = (reason, description);
        _messages.Remove(message);
        _dead.Add(message);
    }

    private static bool IsHeld(StoredMessage message, DateTimeOffset now) =>
        message.Lock != default && message.LockedUntil > now;

    private T[] Read<T>(List<T> list)
    {
        lock (_gate)
            return [.. list];
    }
}
