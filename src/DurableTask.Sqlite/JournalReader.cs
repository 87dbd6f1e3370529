using Microsoft.Data.Sqlite;
using Onboarding.Durability;

namespace OnboardingServer.Journal;

/// <summary>A reading connection with its statements; used by one thread at a time.</summary>
internal sealed class JournalReader(SqliteConnection connection, HistoryCodec codec) : IDisposable
{
    private readonly Statement _begin = new(connection, "BEGIN");
    private readonly Statement _end = new(connection, "COMMIT");
    private readonly Statement _header = new(connection, "SELECT key, id, name, version, run, parent, parent_run, parent_task, custom_status, custom_status_key FROM instances WHERE key = ?1 AND status = 0 AND parked < 2");
    private readonly Statement _history = new(connection, "SELECT position, kind, at, task, name, detail, payload, payload_key FROM history WHERE instance = ?1 ORDER BY position");
    private readonly Statement _restarts = new(connection, "SELECT task, restarts FROM activity_restarts WHERE instance = ?1");
    private readonly Statement _whyHalted = new(connection, "SELECT payload, payload_key FROM history WHERE instance = ?1 AND kind = 16 ORDER BY position DESC LIMIT 1");
    private readonly Statement _key = new(connection, "SELECT key FROM instances WHERE id = ?1");
    private readonly Statement _inFlight = new(connection, "SELECT key FROM instances WHERE status = 0 AND parked = 0 ORDER BY key");
    private readonly Statement _nextDue = new(connection, "SELECT MIN(due) FROM timers");

    private readonly Statement _state = new(
        connection,
        "SELECT i.id, i.name, i.status, i.created_at, i.custom_status, i.custom_status_key, h.at, h.payload, h.payload_key, h.kind, h.task, i.parked, i.key FROM instances i JOIN history h ON h.position = (SELECT MAX(position) FROM history WHERE instance = i.key) WHERE i.id = ?1");

    /// <summary>For the stores' own commands.</summary>
    public SqliteConnection Connection { get; } = connection;

    public InstanceState? State(string id)
    {
        try
        {
            if (!_state.Bind(1, id).Step()) return null;
            var key = _state.Int(12);
            var last = Text(_state, 7, new Seal(key, (int)_state.Int(9), (int)_state.Int(10)));
            var status = _state.Int(11) == 2 ? InstanceStatus.NeedsAttention : (InstanceStatus)_state.Int(2);
            var failure = status switch
            {
                InstanceStatus.Failed or InstanceStatus.Terminated => last,
                InstanceStatus.NeedsAttention => WhyHalted(key),
                _ => null,
            };
            return new InstanceState
            {
                InstanceId = _state.Text(0)!,
                Name = _state.Text(1)!,
                Status = status,
                CreatedAt = new DateTimeOffset(_state.Int(3), TimeSpan.Zero),
                UpdatedAt = new DateTimeOffset(_state.Int(6), TimeSpan.Zero),
                CustomStatus = Text(_state, 4, Seal.Status(key)),
                Output = status == InstanceStatus.Completed ? last : null,
                Failure = failure is null ? null : DurableJson.Read<FailureDetails>(failure),
            };
        }
        finally
        {
            _state.Reset();
        }
    }

    /// <summary>All of a running instance, as of one moment; null when it has ended, is halted or is gone.</summary>
    /// <exception cref="UnreadableInstanceException">Its rows do not open.</exception>
    public StoredInstance? Load(long key)
    {
        _begin.Run();
        try
        {
            if (!_header.Bind(1, key).Step()) return null;
            var parent = _header.IntOrNull(5) is { } parentKey ? new ParentCall(parentKey, (int)_header.Int(6), (int)_header.Int(7)) : null;
            var head = new InstanceHead(_header.Int(0), _header.Text(1)!, _header.Text(2)!, _header.Text(3)!, (int)_header.Int(4)) { Parent = parent };
            try
            {
                var history = History(key);
                if (history is [{ Kind: HistoryKind.Started } start, ..]) head = head with { Trace = start.Detail };
                return new StoredInstance(head, Text(_header, 8, Seal.Status(key)), history, Restarts(key));
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

    public List<HistoryEvent> History(long key)
    {
        var rows = new List<HistoryEvent>();
        try
        {
            _history.Bind(1, key);
            while (_history.Step())
            {
                var (kind, task) = ((int)_history.Int(1), (int)_history.Int(3));
                rows.Add(new HistoryEvent
                {
                    Position = _history.Int(0),
                    Kind = (HistoryKind)kind,
                    At = new DateTimeOffset(_history.Int(2), TimeSpan.Zero),
                    Task = task,
                    Name = _history.Text(4),
                    Detail = _history.Text(5),
                    Payload = Text(_history, 6, new Seal(key, kind, task)),
                });
            }
        }
        finally
        {
            _history.Reset();
        }

        return rows;
    }

    // The column behind a text's is its key.
    private string? Text(Statement statement, int column, Seal seal) => statement.IntOrNull(column + 1) is { } key
        ? codec.Decrypt(statement.Bytes(column), key, seal)
        : statement.Text(column);

    private Dictionary<int, int> Restarts(long key)
    {
        var restarts = new Dictionary<int, int>();
        try
        {
            _restarts.Bind(1, key);
            while (_restarts.Step()) restarts[(int)_restarts.Int(0)] = (int)_restarts.Int(1);
        }
        finally
        {
            _restarts.Reset();
        }

        return restarts;
    }

    // Not the last row: events may have come since. And no other: it may be halted because they cannot be read.
    private string? WhyHalted(long key)
    {
        try
        {
            return _whyHalted.Bind(1, key).Step() ? Text(_whyHalted, 0, new Seal(key, (int)HistoryKind.Halted, 0)) : null;
        }
        finally
        {
            _whyHalted.Reset();
        }
    }

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

    /// <summary>Instances that have something to do, oldest first.</summary>
    public List<long> InFlight()
    {
        var keys = new List<long>();
        try
        {
            while (_inFlight.Step()) keys.Add(_inFlight.Int(0));
        }
        finally
        {
            _inFlight.Reset();
        }

        return keys;
    }

    public DateTimeOffset? NextDue()
    {
        try
        {
            return _nextDue.Step() && _nextDue.IntOrNull(0) is { } due ? new DateTimeOffset(due, TimeSpan.Zero) : null;
        }
        finally
        {
            _nextDue.Reset();
        }
    }

    public void Dispose()
    {
        foreach (var statement in (Statement[])[_begin, _end, _header, _history, _restarts, _whyHalted, _key, _inFlight, _nextDue, _state]) statement.Dispose();
        Connection.Dispose();
    }
}
