using System.Diagnostics;
using DurableTask.Sqlite;
using Microsoft.Data.Sqlite;

namespace Benchmarks;

/// <summary>What the disk and SQLite can do without an engine: the measure of everything else.</summary>
internal sealed class RawSqlite : IDisposable
{
    private const int RowsPerCommit = 1000;

    private readonly SqliteConnection _connection;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _insert;
    private bool _isFilled;

    public RawSqlite(string folder)
    {
        _connection = new SqliteConnection(
            $"Data Source={Path.Combine(folder, $"raw-{Guid.NewGuid():N}.db")};Pooling=false"
        );
        _connection.Open();
        using var command = _connection.CreateCommand();
        command.CommandText =
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE rows (position INTEGER PRIMARY KEY, "
            + "instance INTEGER, kind INTEGER, at INTEGER, task INTEGER, name TEXT, payload TEXT) STRICT";
        command.ExecuteNonQuery();
        _begin = new Statement(_connection, "BEGIN IMMEDIATE");
        _commit = new Statement(_connection, "COMMIT");
        _insert = new Statement(
            _connection,
            "INSERT INTO rows (instance, kind, at, task, name, payload) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
        );
    }

    /// <summary>
    /// Rows per second of a prepared statement, a thousand to the commit, into a table without an index.
    /// </summary>
    public double GroupCommit(IReadOnlyList<HistoryRow> rows)
    {
        var start = Stopwatch.GetTimestamp();
        var written = 0;
        while (written < rows.Count)
        {
            _begin.Run();
            for (var n = 0; n < RowsPerCommit && written < rows.Count; n++)
                Insert(rows[written++]);
            _commit.Run();
        }

        return rows.Count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Milliseconds of a commit of one small row, which is one fsync.</summary>
    public double OneCommit()
    {
        if (!_isFilled)
        {
            // A log that grows takes the disk longer than one that is written over, which is what a server's log is
            // after its first minutes.
            Insert(new HistoryRow { Kind = HistoryKind.Started, Payload = new string('x', 8 << 20) });
            _isFilled = true;
        }

        var start = Stopwatch.GetTimestamp();
        Insert(new HistoryRow { Kind = HistoryKind.ActivityCompleted, Payload = "1" });
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    public void Dispose()
    {
        foreach (var statement in (Statement[])[_begin, _commit, _insert])
            statement.Dispose();
        _connection.Dispose();
    }

    private void Insert(HistoryRow row) =>
        _insert
            .Bind(1, row.Position)
            .Bind(2, (long)row.Kind)
            .Bind(3, row.At.UtcTicks)
            .Bind(4, (long)row.Task)
            .Bind(5, row.Name)
            .Bind(6, row.Payload)
            .Run();
}
