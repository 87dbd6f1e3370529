using Microsoft.Data.Sqlite;

namespace DurableTask.Sqlite;

/// <summary>
/// The statements of the writer's connection, prepared once. The guards are part of the SQL, inside the transaction:
/// nothing is added to an instance that has ended, was purged or has gone on to its next run.
/// </summary>
internal sealed class JournalStatements(SqliteConnection connection, HistoryCodec codec) : IDisposable
{
    private const string Row =
        "INSERT INTO history (instance, kind, at, task, name, detail, payload, payload_key, checksum)";

    public SqliteConnection Connection { get; } = connection;

    public Statement Begin { get; } = new(connection, "BEGIN IMMEDIATE");
    public Statement Commit { get; } = new(connection, "COMMIT");
    public Statement Rollback { get; } = new(connection, "ROLLBACK");
    public Statement Savepoint { get; } = new(connection, "SAVEPOINT store");
    public Statement RollbackToSavepoint { get; } = new(connection, "ROLLBACK TO store");
    public Statement ReleaseSavepoint { get; } = new(connection, "RELEASE store");

    // The number again: a write that changes nothing.
    public Statement Probe { get; } = new(connection, $"UPDATE task_hub SET version = {JournalSchema.Newest}");

    public Statement FreePages { get; } = new(connection, DurableTask.Sqlite.FreePages.Query);
    public Statement GiveBack { get; } =
        new(connection, $"PRAGMA incremental_vacuum({DurableTask.Sqlite.FreePages.AtOnce})");

    public Statement InsertInstance { get; } =
        new(
            connection,
            "INSERT INTO instances (id, name, version, created_at, parent, parent_run, parent_task, parent_id, "
                + "parent_name, tags, start_at, parked) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?11 IS "
                + "NOT NULL) ON CONFLICT (id) DO NOTHING"
        );

    // parked = 2: halted. What comes from outside is still added to such an instance; what its run would add is not.
    public Statement IsRunning { get; } =
        new(connection, "SELECT 1 FROM instances WHERE key = ?1 AND run = ?2 AND status = 0 AND parked < 2");
    public Statement FindRunning { get; } =
        new(connection, "SELECT key, parent, parent_run, parent_task FROM instances WHERE id = ?1 AND status = 0");
    public Statement FindToSuspend { get; } =
        new(connection, "SELECT key, suspended FROM instances WHERE id = ?1 AND status = 0 AND parked < 2");
    public Statement SetSuspended { get; } =
        new(connection, "UPDATE instances SET suspended = ?2, parked = 0 WHERE key = ?1");
    public Statement RunningChildren { get; } =
        new(connection, "SELECT key, id FROM instances WHERE parent = ?1 AND status = 0");
    public Statement EndedChildren { get; } =
        new(connection, "SELECT key FROM instances WHERE parent = ?1 AND status <> 0");
    public Statement FindEnded { get; } = new(connection, "SELECT key FROM instances WHERE id = ?1 AND status <> 0");

    public Statement FindAny { get; } =
        new(
            connection,
            $"SELECT key, status, suspended, parked, {InstanceQueries.HasRun} FROM instances i WHERE id = ?1"
        );

    public Statement FindWhole { get; } =
        new(connection, "SELECT key, name, version, tags, status FROM instances WHERE id = ?1");
    public Statement FirstRow { get; } =
        new(
            connection,
            "SELECT position, kind, at, task, name, detail, payload, payload_key FROM history WHERE instance = ?1 "
                + "AND kind IN (1, 12) ORDER BY position DESC LIMIT 1"
        );
    public Statement AppendRow { get; } = new(connection, $"{Row} VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?10)");
    public Statement AppendRowToRun { get; } =
        new(
            connection,
            $"{Row} SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?10 FROM instances WHERE key = ?1 AND run = ?9 AND status "
                + "= 0"
        );
    private Statement SetStatus { get; } =
        new(connection, "UPDATE instances SET custom_status = ?2, custom_status_key = ?3 WHERE key = ?1");

    // Rows that come from outside the run: after such an event the instance has something left to do.
    public Statement Park { get; } =
        new(
            connection,
            "UPDATE instances SET parked = 1, started = 1 WHERE key = ?1 AND NOT EXISTS (SELECT 1 FROM history WHERE "
                + "instance = ?1 AND position > ?2 AND kind IN (3, 4, 6, 8, 10, 11, 18, 19, 20))"
        );

    public Statement Halt { get; } = new(connection, "UPDATE instances SET parked = 2 WHERE key = ?1");
    public Statement FindHalted { get; } =
        new(connection, "SELECT key, version FROM instances WHERE id = ?1 AND status = 0 AND parked = 2");
    public Statement Resume { get; } = new(connection, "UPDATE instances SET parked = 0, version = ?2 WHERE key = ?1");
    public Statement Unpark { get; } = new(connection, "UPDATE instances SET parked = 0 WHERE key = ?1 AND parked = 1");
    public Statement End { get; } =
        new(connection, "UPDATE instances SET status = ?2, parked = 0, suspended = 0, ended_at = ?3 WHERE key = ?1");
    public Statement NextRun { get; } =
        new(connection, "UPDATE instances SET run = run + 1, version = ?2, parked = 0 WHERE key = ?1");

    // 8, 19, 20: what is for the instance, which the next run gets.
    public Statement ForgetRun { get; } =
        new(connection, "DELETE FROM history WHERE instance = ?1 AND position < ?2 AND kind NOT IN (8, 19, 20)");
    public Statement ForgetEvents { get; } =
        new(connection, "DELETE FROM history WHERE instance = ?1 AND position > ?2 AND position < ?3");

    public Statement InsertTimer { get; } =
        new(connection, "INSERT INTO timers (instance, task, due) VALUES (?1, ?2, ?3)");
    public Statement DeleteTimer { get; } = new(connection, "DELETE FROM timers WHERE instance = ?1 AND task = ?2");
    public Statement DeleteTimers { get; } = new(connection, "DELETE FROM timers WHERE instance = ?1");
    public Statement DueTimers { get; } =
        new(connection, "SELECT instance, task, due FROM timers WHERE due <= ?1 ORDER BY due LIMIT ?2");
    public Statement NextDue { get; } = new(connection, "SELECT MIN(due) FROM timers");

    // 3, 4: a result. Only what came after the history was read is looked through.
    public Statement CountRestart { get; } =
        new(
            connection,
            "INSERT INTO activity_restarts (instance, task, restarts) SELECT ?1, ?2, 1 FROM instances WHERE key = ?1 "
                + "AND run = ?3 AND status = 0 AND parked < 2 AND NOT EXISTS (SELECT 1 FROM history WHERE instance = "
                + "?1 AND position > ?4 AND task = ?2 AND kind IN (3, 4)) ON CONFLICT (instance, task) DO UPDATE "
                + "SET restarts = restarts + 1"
        );

    public Statement DeleteRestart { get; } =
        new(connection, "DELETE FROM activity_restarts WHERE instance = ?1 AND task = ?2");
    public Statement DeleteRestarts { get; } = new(connection, "DELETE FROM activity_restarts WHERE instance = ?1");
    public Statement DeleteAllRestarts { get; } = new(connection, "DELETE FROM activity_restarts");

    public Statement RowsToReencrypt { get; } =
        new(
            connection,
            "SELECT position, instance, kind, task, payload, payload_key FROM history WHERE position > ?1 AND "
                + "position <= ?2 AND payload IS NOT NULL AND payload_key IS NOT ?3"
        );

    public Statement ReencryptRow { get; } =
        new(connection, "UPDATE history SET payload = ?2, payload_key = ?3, checksum = NULL WHERE position = ?1");
    public Statement LastPosition { get; } = new(connection, "SELECT MAX(position) FROM history");

    public Statement StatusesToReencrypt { get; } =
        new(
            connection,
            "SELECT key, custom_status, custom_status_key FROM instances WHERE key > ?1 AND key <= ?2 AND "
                + "custom_status IS NOT NULL AND custom_status_key IS NOT ?3"
        );

    public Statement LastInstance { get; } = new(connection, "SELECT MAX(key) FROM instances");
    public Statement ForgetKeys { get; } = new(connection, "DELETE FROM payload_keys WHERE id <> ?1");
    public Statement NoteKey { get; } = new(connection, "INSERT OR IGNORE INTO payload_keys (id) VALUES (?1)");
    public Statement OldestEnded { get; } =
        new(connection, "SELECT key FROM instances WHERE ended_at < ?1 ORDER BY ended_at LIMIT 1");
    public Statement PurgeHistory { get; } =
        new(
            connection,
            "DELETE FROM history WHERE position IN (SELECT position FROM history WHERE instance = ?1 ORDER BY "
                + "position LIMIT ?2)"
        );
    public Statement PurgeInstance { get; } = new(connection, "DELETE FROM instances WHERE key = ?1");

    /// <summary>Adds a row and returns it as it stands.</summary>
    public HistoryRow Append(long instance, HistoryRow row, DateTimeOffset now)
    {
        Bind(AppendRow, instance, row, now).Run();
        return row with { Position = LastRow, At = now };
    }

    /// <summary>Adds a row if that run still goes on; null if not.</summary>
    public HistoryRow? AppendToRun(long instance, int run, HistoryRow row, DateTimeOffset now) =>
        Bind(AppendRowToRun, instance, row, now).Bind(9, (long)run).Run() == 1
            ? row with
            {
                Position = LastRow,
                At = now,
            }
            : null;

    public long LastRow => SQLitePCL.raw.sqlite3_last_insert_rowid(Connection.Handle);

    /// <summary>Reads the input of an instance's current run.</summary>
    public string? FirstPayload(long instance)
    {
        try
        {
            if (!FirstRow.Bind(1, instance).Step())
                return null;
            var seal = new Seal(instance, (int)FirstRow.Int(1), (int)FirstRow.Int(3));
            return FirstRow.IntOrNull(7) is { } key ? codec.Decrypt(FirstRow.Bytes(6), key, seal) : FirstRow.Text(6);
        }
        finally
        {
            FirstRow.Reset();
        }
    }

    /// <summary>Writes an instance's custom status.</summary>
    public void WriteStatus(long instance, string status) =>
        Bind(SetStatus.Bind(1, instance), 2, status, Seal.Status(instance)).Run();

    // The text and, beside it, the key that it is encrypted with.
    private Statement Bind(Statement statement, int index, string? text, Seal seal) =>
        text is null || codec.Current == HistoryCodec.None
            ? statement.Bind(index, text).Bind(index + 1, (long?)null)
            : statement.Bind(index, codec.Encrypt(text, seal)).Bind(index + 1, codec.Current);

    private Statement Bind(Statement statement, long instance, HistoryRow row, DateTimeOffset now)
    {
        statement
            .Bind(1, instance)
            .Bind(2, (long)row.Kind)
            .Bind(3, now.UtcTicks)
            .Bind(4, (long)row.Task)
            .Bind(5, row.Name)
            .Bind(6, row.Detail);
        var isEncrypted = row.Payload is not null && codec.Current != HistoryCodec.None;
        statement.Bind(10, HistoryChecksum.Of(instance, row with { At = now }, isEncrypted));
        return Bind(statement, 7, row.Payload, new Seal(instance, (int)row.Kind, row.Task));
    }

    public void Dispose()
    {
        SetStatus.Dispose();
        foreach (var property in GetType().GetProperties())
        {
            if (property.GetValue(this) is Statement statement)
                statement.Dispose();
        }
    }
}
