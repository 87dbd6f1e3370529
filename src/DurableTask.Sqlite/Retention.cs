using DurableTask.Sqlite.Writes;

namespace DurableTask.Sqlite;

/// <summary>
/// Removes instances that ended long ago, a little at a time between the writes of others. Pages that become free are
/// used again, and where many are left the file shrinks.
/// </summary>
internal sealed class Retention : IDisposable
{
    private static readonly TimeSpan FirstSweep = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly SqliteTaskHub _hub;
    private readonly TimeProvider _time;
    private readonly TimeSpan _keep;
    private readonly ITimer _timer;

    public Retention(SqliteTaskHub hub, TimeSpan keep, TimeProvider time)
    {
        (_hub, _keep, _time) = (hub, keep, time);
        _timer = time.CreateTimer(_ => _ = SweepAndRest(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Start() => _timer.Change(FirstSweep, Timeout.InfiniteTimeSpan);

    /// <summary>Removes all that is due. Returns how many instances that were.</summary>
    public async Task<int> Sweep()
    {
        var cutoff = _time.GetUtcNow() - _keep;
        var removed = 0;
        while (true)
        {
            var write = new PurgeOldWrite(cutoff);
            _hub.Enqueue(write);
            var (instances, isDone) = await write.Done;
            removed += instances;
            if (isDone)
                break;
        }

        // Looked at before: most sweeps free nothing, and a write is a commit.
        var areTooMany = _hub.File.Read(reader => FreePages.Read(reader.Connection)).AreTooMany;
        while (areTooMany)
        {
            var write = new VacuumWrite();
            _hub.Enqueue(write);
            areTooMany = !await write.Done;
        }

        return removed;
    }

    public void Dispose() => _timer.Dispose();

    private async Task SweepAndRest()
    {
        try
        {
            if (await Sweep() is > 0 and var removed)
                Log.OldInstancesRemoved(_hub.Logger, removed);
        }
        catch (JournalStoppedException)
        {
            return;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Log.OldInstancesNotRemoved(_hub.Logger, e);
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
