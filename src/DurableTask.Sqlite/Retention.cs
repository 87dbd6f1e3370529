using OnboardingServer.Journal.Writes;

namespace OnboardingServer.Journal;

/// <summary>Removes instances that ended long ago, a little at a time between the writes of others. Pages that become free are used again; the file does not shrink.</summary>
internal sealed class Retention : IDisposable
{
    private static readonly TimeSpan FirstSweep = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly JournalEngine _engine;
    private readonly TimeProvider _time;
    private readonly TimeSpan _keep;
    private readonly ITimer _timer;

    public Retention(JournalEngine engine, TimeSpan keep, TimeProvider time)
    {
        (_engine, _keep, _time) = (engine, keep, time);
        _timer = time.CreateTimer(_ => _ = SweepAndRest(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Start() => _timer.Change(FirstSweep, Timeout.InfiniteTimeSpan);

    /// <summary>Removes all that is due. Returns how many instances that were.</summary>
    public async Task<int> Sweep()
    {
        var cutoff = _time.GetUtcNow() - _keep;
        for (var removed = 0; ;)
        {
            var write = new PurgeOldWrite(cutoff);
            _engine.Enqueue(write);
            var (instances, isDone) = await write.Done;
            removed += instances;
            if (isDone) return removed;
        }
    }

    public void Dispose() => _timer.Dispose();

    private async Task SweepAndRest()
    {
        try
        {
            if (await Sweep() is > 0 and var removed) Log.OldInstancesRemoved(_engine.Logger, removed);
        }
        catch (JournalStoppedException)
        {
            return;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Log.OldInstancesNotRemoved(_engine.Logger, e);
        }

        try
        {
            _timer.Change(Interval, Timeout.InfiniteTimeSpan);
        }
        catch (ObjectDisposedException)
        {
            // Stopped meanwhile.
        }
    }
}
