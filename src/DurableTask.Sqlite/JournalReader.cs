using Microsoft.Data.Sqlite;

namespace DurableTask.Sqlite;

/// <summary>A reading connection to the file of a task hub; used by one thread at a time.</summary>
public sealed class JournalReader : IDisposable
{
    /// <summary>
    /// The condition, of an instance <c>i</c>, that its code has run: it left calls, or only waits, or more.
    /// </summary>
    internal const string HasRun =
        "(i.started = 1 OR i.run > 0 OR i.status <> 0 OR i.parked = 2 OR EXISTS (SELECT 1 FROM history WHERE "
        + "instance = i.key AND kind IN (2, 5, 9, 21)))";

    private const string Instances =
        "SELECT i.key, i.id, i.name, i.version, i.status, i.suspended, i.parked, "
        + HasRun
        + ", i.created_at, i.custom_status, i.custom_status_key, i.tags, h.at, h.payload, h.payload_key, h.kind, "
        + "h.task, h.name, h.detail, h.checksum "
        + "FROM instances i JOIN history h ON h.position = (SELECT MAX(position) FROM history WHERE instance = i.key)";

    private const string Row =
        "SELECT position, kind, at, task, name, detail, payload, payload_key, checksum FROM history WHERE instance = "
        + "?1";

    private readonly HistoryCodec _codec;
    private readonly Statement _begin;
    private readonly Statement _end;
    private readonly Statement _header;
    private readonly Statement _history;
    private readonly Statement _restarts;
    private readonly Statement _whyHalted;
    private readonly Statement _start;
    private readonly Statement _key;
    private readonly Statement _inFlight;
    private readonly Statement _nextDue;
    private readonly Statement _state;

    internal JournalReader(SqliteConnection connection, HistoryCodec codec)
    {
        (Connection, _codec) = (connection, codec);
        _begin = new(connection, "BEGIN");
        _end = new(connection, "COMMIT");
        _header = new(
            connection,
            "SELECT i.key, i.id, i.name, i.version, i.run, i.parent, i.parent_run, i.parent_task, i.custom_status, "
                + "i.custom_status_key, i.tags, i.start_at, coalesce(i.parent_id, p.id), coalesce(i.parent_name, "
                + $"p.name), {HasRun} FROM instances i LEFT JOIN instances p ON p.key = i.parent WHERE i.key = "
                + "?1 AND i.status = 0 AND i.parked < 2"
        );
        _history = new(connection, $"{Row} ORDER BY position");
        _restarts = new(connection, "SELECT task, restarts FROM activity_restarts WHERE instance = ?1");
        _whyHalted = new(connection, $"{Row} AND kind = 16 ORDER BY position DESC LIMIT 1");
        _start = new(connection, $"{Row} AND kind IN (1, 12) ORDER BY position DESC LIMIT 1");
        _key = new(connection, "SELECT key FROM instances WHERE id = ?1");
        _inFlight = new(connection, "SELECT key FROM instances WHERE status = 0 AND parked = 0 ORDER BY key");
        _nextDue = new(connection, "SELECT MIN(due) FROM timers");
        _state = new(connection, $"{Instances} WHERE i.id = ?1");
    }

    /// <summary>Gets the connection, for the application's own tables.</summary>
    public SqliteConnection Connection { get; }

    /// <summary>Reads an instance; null when there is none.</summary>
    public InstanceSnapshot? State(string id) => State(id, withPayloads: true);

    /// <summary>Reads an instance; null when there is none.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="withPayloads">True to read input, output and failure too.</param>
    public InstanceSnapshot? State(string id, bool withPayloads)
    {
        try
        {
            return _state.Bind(1, id).Step() ? Snapshot(_state, withPayloads) : null;
        }
        finally
        {
            _state.Reset();
        }
    }

    /// <summary>Reads instances in the order of their creation.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="after">The key of the last one that was read before.</param>
    /// <param name="most">The largest number of instances to return.</param>
    internal List<InstanceSnapshot> States(InstanceFilter filter, long after, int most)
    {
        using var rows = Filtered(Instances, filter, after, null, null);
        var found = new List<InstanceSnapshot>();
        while (found.Count < most && rows.Step())
        {
            if (filter.Conditions?.Contains(ConditionOf(rows)) != false)
                found.Add(Snapshot(rows, filter.WithPayloads));
        }

        return found;
    }

    /// <summary>Reads the instances that are halted, with their reasons.</summary>
    internal List<InstanceSnapshot> Halted()
    {
        using var rows = new Statement(Connection, $"{Instances} WHERE i.parked = 2 ORDER BY i.key");
        var found = new List<InstanceSnapshot>();
        while (rows.Step())
            found.Add(Snapshot(rows, withPayloads: true));
        return found;
    }

    /// <summary>Lists ids in the order of creation, of those that ended in a time where one is named.</summary>
    internal List<(long Key, string Id)> Ids(
        InstanceFilter filter,
        DateTimeOffset? endedFrom,
        DateTimeOffset? endedTo,
        long after,
        int most
    )
    {
        using var rows = Filtered(
            $"SELECT i.key, i.id, 0, 0, i.status, i.suspended, i.parked, {HasRun} FROM instances i",
            filter,
            after,
            endedFrom,
            endedTo
        );
        var found = new List<(long, string)>();
        while (found.Count < most && rows.Step())
        {
            if (filter.Conditions?.Contains(ConditionOf(rows)) != false)
                found.Add((rows.Int(0), rows.Text(1)!));
        }

        return found;
    }

    private Statement Filtered(
        string select,
        InstanceFilter filter,
        long after,
        DateTimeOffset? endedFrom,
        DateTimeOffset? endedTo
    )
    {
        var conditions = new List<string> { "i.key > ?1" };
        if (filter.CreatedFrom is not null)
            conditions.Add("i.created_at >= ?2");
        if (filter.CreatedTo is not null)
            conditions.Add("i.created_at <= ?3");
        if (!string.IsNullOrEmpty(filter.Prefix))
            conditions.Add("i.id >= ?4 AND substr(i.id, 1, length(?4)) = ?4");
        if (endedFrom is not null)
            conditions.Add("i.ended_at >= ?5");
        if (endedTo is not null)
            conditions.Add("i.ended_at <= ?6");
        if (filter.Conditions is { } wanted)
            conditions.Add($"i.status IN ({string.Join(", ", wanted.Select(StatusOf).Distinct())})");
        var rows = new Statement(Connection, $"{select} WHERE {string.Join(" AND ", conditions)} ORDER BY i.key");
        rows.Bind(1, after);
        if (filter.CreatedFrom is { } from)
            rows.Bind(2, from.UtcTicks);
        if (filter.CreatedTo is { } to)
            rows.Bind(3, to.UtcTicks);
        if (!string.IsNullOrEmpty(filter.Prefix))
            rows.Bind(4, filter.Prefix);
        if (endedFrom is { } first)
            rows.Bind(5, first.UtcTicks);
        if (endedTo is { } last)
            rows.Bind(6, last.UtcTicks);
        return rows;
    }

    private static int StatusOf(InstanceCondition condition) =>
        condition is InstanceCondition.Completed or InstanceCondition.Failed or InstanceCondition.Terminated
            ? (int)condition
            : 0;

    internal static InstanceCondition ConditionOf(long status, long suspended, long parked, long hasRun) =>
        status != 0 ? (InstanceCondition)status
        : parked == 2 ? InstanceCondition.Halted
        : suspended == 1 ? InstanceCondition.Suspended
        : hasRun == 1 ? InstanceCondition.Running
        : InstanceCondition.Pending;

    private static InstanceCondition ConditionOf(Statement row) =>
        ConditionOf(row.Int(4), row.Int(5), row.Int(6), row.Int(7));

    private InstanceSnapshot Snapshot(Statement row, bool withPayloads)
    {
        try
        {
            return IsLastRowSound(row) ? WholeSnapshot(row, withPayloads) : DamagedSnapshot(row);
        }
        catch (Exception e) when (e is not SqliteException)
        {
            return DamagedSnapshot(row);
        }
    }

    private static bool IsLastRowSound(Statement row)
    {
        var isEncrypted = row.IntOrNull(14) is not null;
        return row.IntOrNull(19) is not { } checksum
            || checksum
                == HistoryChecksum.Of(
                    row.Int(0),
                    new HistoryRow
                    {
                        Kind = (HistoryKind)row.Int(15),
                        At = StoredTime.Of(row.Int(12)),
                        Task = (int)row.Int(16),
                        Name = row.Text(17),
                        Detail = row.Text(18),
                        Payload = isEncrypted ? null : row.Text(13),
                    },
                    isEncrypted
                );
    }

    // The columns of the instance; its rows are not read, because the disk has changed them.
    private static InstanceSnapshot DamagedSnapshot(Statement row) =>
        new()
        {
            Key = row.Int(0),
            InstanceId = row.Text(1)!,
            Name = row.Text(2)!,
            Version = row.Text(3)!,
            Condition = ConditionOf(row),
            CreatedAt = StoredTime.Of(row.Int(8)),
            UpdatedAt = StoredTime.Of(row.Int(12)),
            Failure = Failures.ForClient(
                Failures.Of(FailureTypes.Unreadable, "The disk has changed what is kept of it.")
            ),
        };

    private InstanceSnapshot WholeSnapshot(Statement row, bool withPayloads)
    {
        var key = row.Int(0);
        var condition = ConditionOf(row);
        var last =
            withPayloads
            && condition is InstanceCondition.Completed or InstanceCondition.Failed or InstanceCondition.Terminated
                ? Text(row, 13, new Seal(key, (int)row.Int(15), (int)row.Int(16)))
                : null;
        var failure = condition switch
        {
            InstanceCondition.Failed when withPayloads => last,
            // It stands until a person has looked at it: nobody has to ask.
            InstanceCondition.Halted => Payload(_whyHalted, key),
            _ => null,
        };
        return new InstanceSnapshot
        {
            Key = key,
            InstanceId = row.Text(1)!,
            Name = row.Text(2)!,
            Version = row.Text(3)!,
            Condition = condition,
            CreatedAt = StoredTime.Of(row.Int(8)),
            UpdatedAt = StoredTime.Of(row.Int(12)),
            CustomStatus = Text(row, 9, Seal.Status(key)),
            Tags = Tags.Read(row.Text(11)),
            Input = withPayloads && condition != InstanceCondition.Halted ? Payload(_start, key) : null,
            Output = condition is InstanceCondition.Completed or InstanceCondition.Terminated ? last : null,
            Failure = failure is null ? null : Failures.ForClient(Failures.Read(failure)),
        };
    }

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
                return new StoredInstance(head, Text(_header, 8, Seal.Status(key)), history, Restarts(key))
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
                    Payload = Text(_history, 6, new Seal(key, kind, task)),
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

    // The column behind a text's is its key.
    private string? Text(Statement statement, int column, Seal seal) =>
        statement.IntOrNull(column + 1) is { } key
            ? _codec.Decrypt(statement.Bytes(column), key, seal)
            : statement.Text(column);

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

    // By its kind, and not the last row: events may have come since. And no other row: it may be halted because they
    // cannot be read.
    private string? Payload(Statement statement, long key)
    {
        try
        {
            return statement.Bind(1, key).Step()
                ? Text(statement, 6, new Seal(key, (int)statement.Int(1), (int)statement.Int(3)))
                : null;
        }
        finally
        {
            statement.Reset();
        }
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
        foreach (
            var statement in (Statement[])
                [_begin, _end, _header, _history, _restarts, _whyHalted, _start, _key, _inFlight, _nextDue, _state]
        )
            statement.Dispose();
        Connection.Dispose();
    }
}
