using Microsoft.Data.Sqlite;

namespace Benchmarks;

/// <summary>
/// A file in which a great many have finished: one is run, the others are its copies, rows of a thousand at a time
/// mingled as if they had run beside each other.
/// </summary>
internal static class FinishedInstances
{
    private const int Beside = 1000;

    public static async Task<Rig> In(int count)
    {
        var rig = await Rig.Started();
        await rig.StartMany(FiveSteps.StoredName, 1, 1);
        await rig.Engine.WhenIdle();
        await rig.Stop();
        using (var connection = new SqliteConnection($"Data Source={rig.File.FilePath};Pooling=false"))
        {
            connection.Open();
            Run(connection, "PRAGMA synchronous = OFF");
            Copy(connection, count - 1);
        }

        await rig.Start();
        rig.Expect(count, "SELECT COUNT(*) FROM instances WHERE status = 1");
        return rig;
    }

    /// <summary>Makes the first of them so old that retention wants them.</summary>
    public static Task Age(Rig rig, int count) =>
        rig.File.Write(connection =>
            Run(
                connection,
                $"UPDATE instances SET ended_at = ended_at - {TimeSpan.FromDays(1000).Ticks} WHERE key <= {count}"
            )
        );

    private static void Copy(SqliteConnection connection, int count)
    {
        for (var left = count; left > 0; left -= Beside)
        {
            using var transaction = connection.BeginTransaction();
            var last = Run(connection, "SELECT MAX(key) FROM instances");
            Run(
                connection,
                $"""
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Math.Min(left, Beside)})
                INSERT INTO instances (id, name, version, status, created_at, ended_at)
                SELECT lower(hex(randomblob(16))), name, version, status, created_at, ended_at FROM n CROSS JOIN instances WHERE key = 1
                """
            );
            Run(
                connection,
                $"""
                INSERT INTO history (instance, kind, at, task, name, detail, payload)
                SELECT i.key, h.kind, h.at, h.task, h.name, h.detail, h.payload FROM history h CROSS JOIN instances i WHERE h.instance = 1 AND i.key > {last}
                """
            );
            transaction.Commit();
        }
    }

    private static object? Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
