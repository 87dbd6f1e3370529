using Microsoft.Data.Sqlite;

namespace DurableTask.Sqlite;

/// <summary>Reads instances as callers see them: one, those of a filter, the halted ones.</summary>
internal sealed class InstanceQueries : IDisposable
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

    private readonly SqliteConnection _connection;
    private readonly HistoryCodec _codec;
    private readonly Statement _state;
    private readonly Statement _start;
    private readonly Statement _whyHalted;

    public InstanceQueries(SqliteConnection connection, HistoryCodec codec)
    {
        (_connection, _codec) = (connection, codec);
        _state = new(connection, $"{Instances} WHERE i.id = ?1");
        _start = new(connection, $"{Row} AND kind IN (1, 12) ORDER BY position DESC LIMIT 1");
        _whyHalted = new(connection, $"{Row} AND kind = 16 ORDER BY position DESC LIMIT 1");
    }

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
    public List<InstanceSnapshot> States(InstanceFilter filter, long after, int most)
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
    public List<InstanceSnapshot> Halted()
    {
        using var rows = new Statement(_connection, $"{Instances} WHERE i.parked = 2 ORDER BY i.key");
        var found = new List<InstanceSnapshot>();
        while (rows.Step())
            found.Add(Snapshot(rows, withPayloads: true));
        return found;
    }

    /// <summary>Lists ids in the order of creation, of those that ended in a time where one is named.</summary>
    public List<(long Key, string Id)> Ids(
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
        var rows = new Statement(_connection, $"{select} WHERE {string.Join(" AND ", conditions)} ORDER BY i.key");
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
                ? _codec.Read(row, 13, new Seal(key, (int)row.Int(15), (int)row.Int(16)))
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
            CustomStatus = _codec.Read(row, 9, Seal.Status(key)),
            Tags = Tags.Read(row.Text(11)),
            Input = withPayloads && condition != InstanceCondition.Halted ? Payload(_start, key) : null,
            Output = condition is InstanceCondition.Completed or InstanceCondition.Terminated ? last : null,
            Failure = failure is null ? null : Failures.ForClient(Failures.Read(failure)),
        };
    }

    // By its kind, and not the last row: events may have come since. And no other row: it may be halted because they
    // cannot be read.
    private string? Payload(Statement statement, long key)
    {
        try
        {
            return statement.Bind(1, key).Step()
                ? _codec.Read(statement, 6, new Seal(key, (int)statement.Int(1), (int)statement.Int(3)))
                : null;
        }
        finally
        {
            statement.Reset();
        }
    }

    public void Dispose()
    {
        foreach (var statement in (Statement[])[_state, _start, _whyHalted])
            statement.Dispose();
    }
}
