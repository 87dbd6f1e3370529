using DurableTask.Sqlite.Writes;

namespace DurableTask.Sqlite;

/// <summary>
/// One timer of the process for all durable ones: set to the earliest, and when it fires the due ones are looked up on
/// disk.
/// </summary>
internal sealed class TimerClock : IDisposable
{
    // A process timer does not advance while the machine sleeps and does not notice a clock that is set: check again at
    // least this often.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly SqliteTaskHub _hub;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private DateTimeOffset _armed = DateTimeOffset.MaxValue;
    private bool _firing;

    // Before a worker has come, nothing fires.
    private bool _stopped = true;

    public TimerClock(SqliteTaskHub hub, TimeProvider time)
    {
        (_hub, _time) = (hub, time);
        _timer = time.CreateTimer(_ => Signal(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Fires what is due and goes on from there.</summary>
    public void Start()
    {
        lock (_gate)
            _stopped = false;
        Signal();
    }

    /// <summary>A timer was created.</summary>
    public void Arm(DateTimeOffset due)
    {
        lock (_gate)
        {
            if (_stopped || due >= _armed)
                return;
            var wait = due - _time.GetUtcNow();
            if (wait <= TimeSpan.Zero)
            {
                Fire();
                return;
            }

            _armed = due;
            // Timers count whole milliseconds: a little late, never early.
            _timer.Change(
                wait < Longest ? TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)) : Longest,
                Timeout.InfiniteTimeSpan
            );
        }
    }

    /// <summary>
    /// Notes that the due timers have been fired; <paramref name="next"/> is the time of the next one.
    /// </summary>
    public void Fired(DateTimeOffset? next)
    {
        lock (_gate)
        {
            _firing = false;
            _armed = DateTimeOffset.MaxValue;
        }

        if (next is { } due)
            Arm(due);
    }

    public void Signal()
    {
        lock (_gate)
        {
            _armed = DateTimeOffset.MaxValue;
            Fire();
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _stopped = true;
        _timer.Dispose();
    }

    private void Fire()
    {
        // One look at a time: whatever becomes due meanwhile is found by it, or armed by the one who creates it.
        if (_firing || _stopped)
            return;
        _firing = true;
        _hub.Enqueue(new DueTimersWrite(_hub));
    }
}
