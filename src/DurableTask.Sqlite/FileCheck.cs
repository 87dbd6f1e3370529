using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DurableTask.Sqlite;

/// <summary>The result of reading a whole file.</summary>
/// <param name="Structure">The errors of the file as a database, as text for people; empty: none.</param>
/// <param name="DamagedInstances">The ids of instances of whose history the disk has changed a row.</param>
public sealed record FileCheck(IReadOnlyList<string> Structure, IReadOnlyList<string> DamagedInstances)
{
    // Up to this size the start also compares every index with its table, which quick_check does not.
    private const long MostForAWholeCheck = 256 * 1024 * 1024;
    private const int MostLines = 20;
    private const int Stretch = 2000;

    /// <summary>Gets whether nothing is damaged.</summary>
    public bool IsSound => Structure.Count + DamagedInstances.Count == 0;

    internal static bool IsDamage(Exception exception) =>
        exception is SqliteException { SqliteErrorCode: raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB };

    /// <summary>Checks the form of a file before it is opened for good.</summary>
    internal static IReadOnlyList<string> StructureOf(SqliteConnection connection, string path) =>
        Lines(connection, new FileInfo(path).Length <= MostForAWholeCheck ? "integrity_check" : "quick_check");

    internal static FileCheck Of(SqliteConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            var structure = Lines(connection, "integrity_check");
            return new FileCheck(structure, structure.Count > 0 ? [] : Instances(connection, cancellationToken));
        }
        catch (SqliteException e) when (IsDamage(e))
        {
            return new FileCheck([e.Message], []);
        }
    }

    private static List<string> Lines(SqliteConnection connection, string check)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA {check}({MostLines})";
        using var reader = command.ExecuteReader();
        var lines = new List<string>();
        while (reader.Read())
        {
            // "ok" is the whole answer where nothing is wrong.
            if (reader.GetString(0) is var line && line != "ok")
                lines.Add(line.ReplaceLineEndings(" "));
        }

        return lines;
    }

    // A stretch at a time: a read that lasts keeps the write-ahead log from being used again.
    private static List<string> Instances(SqliteConnection connection, CancellationToken cancellationToken)
    {
        var damaged = new SortedSet<long>();
        using var rows = new Statement(
            connection,
            "SELECT position, instance, kind, at, task, name, detail, payload, payload_key, checksum FROM history "
                + $"WHERE position > ?1 ORDER BY position LIMIT {Stretch}"
        );
        var (after, count) = (0L, Stretch);
        while (count == Stretch)
        {
            cancellationToken.ThrowIfCancellationRequested();
            count = 0;
            rows.Bind(1, after);
            for (; rows.Step(); count++)
            {
                after = rows.Int(0);
                if (rows.IntOrNull(9) is { } checksum && checksum != ChecksumOf(rows))
                    damaged.Add(rows.Int(1));
            }

            rows.Reset();
        }

        using var id = new Statement(connection, "SELECT id FROM instances WHERE key = ?1");
        return [.. damaged.Select(key => IdOf(id, key))];
    }

    private static string IdOf(Statement statement, long key)
    {
        try
        {
            return statement.Bind(1, key).Step() ? statement.Text(0)! : $"with key {key}";
        }
        finally
        {
            statement.Reset();
        }
    }

    private static long ChecksumOf(Statement row)
    {
        var isEncrypted = row.IntOrNull(8) is not null;
        return HistoryChecksum.Of(
            row.Int(1),
            new HistoryRow
            {
                Kind = (HistoryKind)row.Int(2),
                At = StoredTime.Of(row.Int(3)),
                Task = (int)row.Int(4),
                Name = row.Text(5),
                Detail = row.Text(6),
                Payload = isEncrypted ? null : row.Text(7),
            },
            isEncrypted
        );
    }
}
