using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace DurableTask.Sqlite;

/// <summary>The moment of a commit at which the hook is called.</summary>
internal enum CommitMoment
{
    Before,
    After,
}

/// <summary>
/// The one writer. Whatever is queued when the last commit has ended goes into the next transaction, first come first
/// served, so a group grows with the load and nobody is overtaken. When the disk refuses, callers are told, and the
/// engine's own writes are kept and tried again.
/// </summary>
internal sealed class JournalWriter
{
    // Bounds how long the first of a group waits for the last.
    private const int MostInGroup = 4096;
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MostBackoff = TimeSpan.FromSeconds(5);

    private readonly JournalStatements _sql;
    private readonly TimeProvider _time;
    private readonly BusyCounter _busy;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private readonly object _gate = new();
    private readonly Queue<JournalWrite> _queue = new();
    private readonly Queue<JournalWrite> _kept = new();
    private JournalUnavailableException? _unavailable;
    private TimeSpan _backoff = FirstBackoff;
    private bool _stopping;
    private bool _dead;
    private long _commits;

    public JournalWriter(JournalStatements sql, TimeProvider time, BusyCounter busy, ILogger logger)
    {
        (_sql, _time, _busy, _logger) = (sql, time, busy, logger);
        _thread = new Thread(Work) { IsBackground = true, Name = "journal writer" };
    }

    /// <summary>
    /// Called on the writer's thread around every commit with the number of the commit; may throw <see
    /// cref="JournalCrash"/>, or what a full disk throws.
    /// </summary>
    public Action<CommitMoment, long>? Hook { get; set; }

    /// <summary>
    /// Called once when it has stopped as in a crash: on a fault, or, with null, because a hook said so.
    /// </summary>
    public Action<Exception?>? Died { get; set; }

    /// <summary>Gets the exception with which a caller is refused; null while writes are accepted.</summary>
    public Exception? Refusal
    {
        get
        {
            lock (_gate)
                return _dead || _stopping ? new JournalStoppedException() : _unavailable;
        }
    }

    public void Start() => _thread.Start();

    public void Enqueue(JournalWrite write)
    {
        Exception? refusal;
        lock (_gate)
        {
            refusal =
                _dead || _stopping ? new JournalStoppedException()
                : write.HasCaller ? _unavailable
                : null;
            if (refusal is null)
            {
                _busy.Enter();
                _queue.Enqueue(write);
                if (_queue.Count == 1)
                    Monitor.Pulse(_gate);
            }
        }

        if (refusal is not null)
            write.Refused(refusal);
    }

    /// <summary>Writes what is queued and ends.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopping = true;
            Monitor.Pulse(_gate);
        }

        Join();
    }

    /// <summary>Ends like a killed process: nothing queued is written, nothing more is acknowledged.</summary>
    public void Kill()
    {
        lock (_gate)
        {
            _dead = true;
            Monitor.Pulse(_gate);
        }

        Join();
    }

    private void Join()
    {
        if (Thread.CurrentThread != _thread)
            _thread.Join();
    }

    private void Work()
    {
        var group = new List<JournalWrite>(MostInGroup);
        while (TakeGroup(group))
        {
            Write(group);
        }

        List<JournalWrite> unwritten;
        bool killed;
        lock (_gate)
        {
            (killed, _dead) = (_dead, true);
            unwritten = [.. _kept, .. _queue];
        }

        foreach (var write in unwritten)
            Refuse(write, new JournalStoppedException());
        if (killed)
            _busy.Abandon();
    }

    private bool TakeGroup(List<JournalWrite> group)
    {
        group.Clear();
        lock (_gate)
        {
            while (_queue.Count + _kept.Count == 0 && _unavailable is null && !_stopping && !_dead)
                Monitor.Wait(_gate);
            // A disk that cannot be written when the program ends is not waited for: the writes that were kept were not
            // acknowledged.
            if (_dead || (_stopping && (_unavailable is not null || _queue.Count == 0)))
                return false;
            while (group.Count < MostInGroup && (_kept.TryDequeue(out var write) || _queue.TryDequeue(out write)))
                group.Add(write);
            return true;
        }
    }

    private void Write(List<JournalWrite> group)
    {
        try
        {
            if (!Commit(group))
                return;
        }
        catch (JournalCrash)
        {
            Die(group, null);
            return;
        }
        catch (Exception e) when (IsOfTheDisk(e))
        {
            Rollback();
            Keep(group, e);
            return;
        }
        catch (Exception e) when (group is [{ MayFail: true } write])
        {
            Rollback();
            Log.WriteFailed(_logger, e, write.GetType().Name);
            Refuse(write, e);
            return;
        }
        catch (Exception e) when (group is [var write])
        {
            Log.WriteFatal(_logger, e, write.GetType().Name);
            Die(group, e);
            return;
        }
        catch (Exception)
        {
            // One that cannot be done at all must not hold up the others: each goes alone, and the one that fails is
            // told.
            Rollback();
            foreach (var write in group)
            {
                // Behind one that is kept all others are kept, or the order would turn.
                if (_dead)
                    Refuse(write, new JournalStoppedException());
                else if (_unavailable is null)
                    Write([write]);
                else
                    lock (_gate)
                        _kept.Enqueue(write);
            }

            return;
        }

        foreach (var write in group)
        {
            write.Committed();
            _busy.Leave();
        }
    }

    /// <summary>False: it was killed on the way.</summary>
    private bool Commit(List<JournalWrite> group)
    {
        _sql.Begin.Run();
        var now = _time.GetUtcNow();
        // Without anything to write this asks the disk whether it is back.
        if (group.Count == 0)
            _sql.Probe.Run();
        foreach (var write in group)
            write.Execute(_sql, now);
        Hook?.Invoke(CommitMoment.Before, _commits + 1);
        if (Killed(group))
            return false;
        _sql.Commit.Run();
        _commits++;
        if (_unavailable is not null)
        {
            Log.DiskIsBack(_logger);
            lock (_gate)
                (_unavailable, _backoff) = (null, FirstBackoff);
        }

        Hook?.Invoke(CommitMoment.After, _commits);
        return !Killed(group);
    }

    private void Die(List<JournalWrite> group, Exception? fault)
    {
        lock (_gate)
            _dead = true;
        Rollback();
        foreach (var write in group)
            Refuse(write, new JournalStoppedException());
        Died?.Invoke(fault);
    }

    private bool Killed(List<JournalWrite> group)
    {
        if (!Volatile.Read(ref _dead))
            return false;
        foreach (var write in group)
            Refuse(write, new JournalStoppedException());
        return true;
    }

    private void Keep(List<JournalWrite> group, Exception reason)
    {
        var unavailable = new JournalUnavailableException(
            $"The journal cannot be written ({reason.Message}). Nothing acknowledged is lost; it goes on when the "
                + "disk can be written again.",
            reason
        );
        if (_unavailable is null)
            Log.DiskRefuses(_logger, reason);
        List<JournalWrite> refused = [.. group.Where(write => write.HasCaller)];
        lock (_gate)
        {
            _unavailable = unavailable;
            var behind = _kept.ToArray();
            _kept.Clear();
            foreach (var write in group.Where(write => !write.HasCaller).Concat(behind).Concat(_queue))
            {
                if (write.HasCaller)
                    refused.Add(write);
                else
                    _kept.Enqueue(write);
            }

            _queue.Clear();
        }

        foreach (var write in refused.Distinct())
            Refuse(write, unavailable);
        lock (_gate)
        {
            if (!_stopping && !_dead)
                Monitor.Wait(_gate, _backoff);
            _backoff = TimeSpan.FromTicks(Math.Min(_backoff.Ticks * 2, MostBackoff.Ticks));
        }
    }

    private void Refuse(JournalWrite write, Exception reason)
    {
        write.Refused(reason);
        _busy.Leave();
    }

    private void Rollback()
    {
        // SQLite has rolled back by itself after some errors.
        if (raw.sqlite3_get_autocommit(_sql.Connection.Handle) == 0)
            _sql.Rollback.Run();
    }

    public static bool IsOfTheDisk(Exception e) =>
        e is IOException
        || (
            e is SqliteException { SqliteErrorCode: var code }
            && code
                is raw.SQLITE_FULL
                    or raw.SQLITE_IOERR
                    or raw.SQLITE_READONLY
                    or raw.SQLITE_CANTOPEN
                    or raw.SQLITE_NOMEM
                    or raw.SQLITE_BUSY
        );
}
