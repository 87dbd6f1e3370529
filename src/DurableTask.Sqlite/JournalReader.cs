using Microsoft.Data.Sqlite;

namespace DurableTask.Sqlite;

/// <summary>A reading connection to the file of a task hub; used by one thread at a time.</summary>
public sealed class JournalReader : IDisposable
{
    private readonly HistoryCodec _codec;
    private readonly Statement _begin;
    private readonly Statement _end;
    private readonly Statement _header;
    private readonly Statement _history;
    private readonly Statement _restarts;
    private readonly Statement _key;
    private readonly Statement _inFlight;
    private readonly Statement _nextDue;

    internal JournalReader(SqliteConnection connection, HistoryCodec codec)
    {
        (Connection, _codec) = (connection, codec);
        Instances = new InstanceQueries(connection, codec);
        _begin = new(connection, "BEGIN");
        _end = new(connection, "COMMIT");
        _header = new(
            connection,
            "SELECT i.key, i.id, i.name, i.version, i.run, i.parent, i.parent_run, i.parent_task, i.custom_status, "
                + "i.custom_status_key, i.tags, i.start_at, coalesce(i.parent_id, p.id), coalesce(i.parent_name, "
                + $"p.name), {InstanceQueries.HasRun} FROM instances i LEFT JOIN instances p ON p.key = i.parent "
                + "WHERE i.key = ?1 AND i.status = 0 AND i.parked < 2"
        );
        _history = new(
            connection,
            "SELECT position, kind, at, task, name, detail, payload, payload_key, checksum FROM history WHERE "
                + "instance = ?1 ORDER BY position"
        );
        _restarts = new(connection, "SELECT task, restarts FROM activity_restarts WHERE instance = ?1");
        _key = new(connection, "SELECT key FROM instances WHERE id = ?1");
        _inFlight = new(connection, "SELECT key FROM instances WHERE status = 0 AND parked = 0 ORDER BY key");
        _nextDue = new(connection, "SELECT MIN(due) FROM timers");
    }

    /// <summary>Gets the connection, for the application's own tables.</summary>
    public SqliteConnection Connection { get; }

    /// <summary>Gets the queries for instances as callers see them.</summary>
    internal InstanceQueries Instances { get; }

    /// <summary>Reads an instance; null when there is none.</summary>
    public InstanceSnapshot? State(string id) => State(id, withPayloads: true);

    /// <summary>Reads an instance; null when there is none.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="withPayloads">True to read input, output and failure too.</param>
    public InstanceSnapshot? State(string id, bool withPayloads) => Instances.State(id, withPayloads);

    /// <summary>
    /// Reads all of a running instance, as of one moment; null when it has ended, is halted or is gone.
    /// </summary>
    /// <exception cref="UnreadableInstanceException">Its rows do not open.</exception>
    internal StoredInstance? Load(long key)
    {
        _begin.Run();
        try
        {
            if (!_header.Bind(1, key).Step())
                return null;
            var parent = _header.IntOrNull(5) is { } parentKey
                ? new ParentCall(parentKey, (int)_header.Int(6), (int)_header.Int(7))
                {
                    Id = _header.Text(12),
                    Name = _header.Text(13),
                }
                : null;
            var head = new InstanceHead(
                _header.Int(0),
                _header.Text(1)!,
                _header.Text(2)!,
                _header.Text(3)!,
                (int)_header.Int(4)
            )
            {
                Parent = parent,
                Tags = Tags.Read(_header.Text(10)),
                StartAt = _header.IntOrNull(11) is { } startAt ? StoredTime.Of(startAt) : null,
            };
            try
            {
                var history = History(key);
                if (history is [{ Kind: HistoryKind.Started } start, ..])
                    head = head with { Trace = start.Detail };
                return new StoredInstance(head, _codec.Read(_header, 8, Seal.Status(key)), history, Restarts(key))
                {
                    HasRun = _header.Int(14) == 1,
                };
            }
            catch (Exception e) when (e is not SqliteException)
            {
                throw new UnreadableInstanceException(head, e);
            }
        }
        finally
        {
            _header.Reset();
            _end.Run();
        }
    }

    /// <summary>Reads everything an instance's current run has lived through, oldest first.</summary>
    /// <exception cref="JournalFileException">The disk has changed a row of it.</exception>
    public List<HistoryRow> History(long key)
    {
        var rows = new List<HistoryRow>();
        try
        {
            _history.Bind(1, key);
            while (_history.Step())
            {
                var (kind, task) = ((int)_history.Int(1), (int)_history.Int(3));
                var row = new HistoryRow
                {
                    Position = _history.Int(0),
                    Kind = (HistoryKind)kind,
                    At = StoredTime.Of(_history.Int(2)),
                    Task = task,
                    Name = _history.Text(4),
                    Detail = _history.Text(5),
                    Payload = _codec.Read(_history, 6, new Seal(key, kind, task)),
                };
                var isEncrypted = _history.IntOrNull(7) is not null;
                if (_history.IntOrNull(8) is { } checksum && checksum != HistoryChecksum.Of(key, row, isEncrypted))
                {
                    throw new JournalFileException($"The disk has changed row {row.Position} of its history.");
                }

                rows.Add(row);
            }
        }
        finally
        {
            _history.Reset();
        }

        return rows;
    }

    private Dictionary<int, int> Restarts(long key)
    {
        var restarts = new Dictionary<int, int>();
        try
        {
            _restarts.Bind(1, key);
            while (_restarts.Step())
                restarts[(int)_restarts.Int(0)] = (int)_restarts.Int(1);
        }
        finally
        {
            _restarts.Reset();
        }

        return restarts;
    }

    /// <summary>Finds the key of an instance; null when there is none.</summary>
    public long? Key(string id)
    {
        try
        {
            return _key.Bind(1, id).Step() ? _key.Int(0) : null;
        }
        finally
        {
            _key.Reset();
        }
    }

    /// <summary>Lists the instances that have something to do, oldest first.</summary>
    internal List<long> InFlight()
    {
        var keys = new List<long>();
        try
        {
            while (_inFlight.Step())
                keys.Add(_inFlight.Int(0));
        }
        finally
        {
            _inFlight.Reset();
        }

        return keys;
    }

    internal DateTimeOffset? NextDue()
    {
        try
        {
            return _nextDue.Step() && _nextDue.IntOrNull(0) is { } due ? StoredTime.Of(due) : null;
        }
        finally
        {
            _nextDue.Reset();
        }
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose()
    {
        foreach (var statement in (Statement[])[_begin, _end, _header, _history, _restarts, _key, _inFlight, _nextDue])
            statement.Dispose();
        Instances.Dispose();
        Connection.Dispose();
    }
}
