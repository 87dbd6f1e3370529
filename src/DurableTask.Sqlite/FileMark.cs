using System.Globalization;
using Microsoft.Data.Sqlite;

namespace DurableTask.Sqlite;

/// <summary>
/// What stands beside the file: which file it was and how often it had been opened. By it is seen that the file is gone,
/// was emptied, or is an older copy of itself.
/// </summary>
/// <param name="FileId">The id that the file bears.</param>
/// <param name="Opened">How often it was opened.</param>
internal sealed record FileMark(string FileId, long Opened)
{
    /// <summary>Gets the path of the mark of a file.</summary>
    public static string PathOf(string path) => Path.ChangeExtension(path, ".mark");

    /// <summary>Reads the mark of a file; null: there is none, or it cannot be read.</summary>
    public static FileMark? Read(string path)
    {
        if (!File.Exists(PathOf(path))) return null;
        var parts = File.ReadAllText(PathOf(path)).Split(' ');
        return parts is [var id, var opened] && id.Length > 0
            && long.TryParse(opened, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? new FileMark(id, count) : null;
    }

    /// <summary>Counts this opening in the file and beside it.</summary>
    /// <param name="connection">The open file.</param>
    /// <param name="path">Its path.</param>
    /// <returns>Whether the file is an older copy of the one that was here, or another one.</returns>
    public static bool Count(SqliteConnection connection, string path)
    {
        var before = Read(path);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT file_id, opened FROM task_hub";
        FileMark found;
        using (var row = command.ExecuteReader())
        {
            row.Read();
            found = new FileMark(row.IsDBNull(0) ? Guid.NewGuid().ToString("N") : row.GetString(0), row.GetInt64(1));
        }

        var isOlder = before is not null && (before.FileId != found.FileId || before.Opened > found.Opened);
        // Behind both, so that the younger of the two copies is known again as well.
        var now = found with { Opened = Math.Max(found.Opened, before?.Opened ?? 0) + 1 };
        command.CommandText = "UPDATE task_hub SET file_id = ?1, opened = ?2";
        command.Parameters.AddWithValue("?1", now.FileId);
        command.Parameters.AddWithValue("?2", now.Opened);
        command.ExecuteNonQuery();
        File.WriteAllText($"{PathOf(path)}.new",
            string.Create(CultureInfo.InvariantCulture, $"{now.FileId} {now.Opened}"));
        File.Move($"{PathOf(path)}.new", PathOf(path), overwrite: true);
        return isOlder;
    }
}
