using System.Globalization;
using Microsoft.Data.Sqlite;

namespace DurableTask.Sqlite;

/// <summary>An older copy of the file that was put in its place: of the time between, the file knows nothing.</summary>
/// <param name="LastAt">The time of the last thing that the copy knows.</param>
/// <param name="FoundAt">The time at which it was opened first.</param>
public sealed record FileCopy(DateTimeOffset LastAt, DateTimeOffset FoundAt);

/// <summary>
/// The content of the mark beside the file: the id of the file and the number of times it had been opened. It shows
/// that the file is missing, was emptied, or is an older copy of itself.
/// </summary>
/// <param name="FileId">The id that the file bears.</param>
/// <param name="Opened">The number of times that it was opened.</param>
internal sealed record FileMark(string FileId, long Opened)
{
    // The id in a mark that matches no file.
    private const string OfNoFile = "none";

    // The count in a copy that was made by this program and never opened.
    private const long OfACopy = -1;

    /// <summary>Gets the path of the mark of a file.</summary>
    public static string PathOf(string path) => Path.ChangeExtension(path, ".mark");

    /// <summary>Reads the mark of a file; null: there is none, or it cannot be read.</summary>
    public static FileMark? Read(string path)
    {
        if (!File.Exists(PathOf(path)))
            return null;
        var parts = File.ReadAllText(PathOf(path)).Split(' ');
        return
            parts is [var id, var opened]
            && id.Length > 0
            && long.TryParse(opened, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? new FileMark(id, count)
            : null;
    }

    /// <summary>Makes the next file that is opened count as an older copy, whichever file it is.</summary>
    public static void Invalidate(string path) => Write(path, new FileMark(OfNoFile, Read(path)?.Opened ?? 0));

    /// <summary>Makes a copy count as an older copy wherever it is opened.</summary>
    public static void MarkCopy(SqliteConnection copy)
    {
        using var command = copy.CreateCommand();
        command.CommandText = $"UPDATE task_hub SET opened = {OfACopy}";
        command.ExecuteNonQuery();
    }

    /// <summary>
    /// Counts this opening in the file and beside it, and notes in the file that it is an older copy.
    /// </summary>
    /// <param name="connection">The open file.</param>
    /// <param name="path">Its path.</param>
    /// <param name="now">The time.</param>
    /// <returns>The copy that was put in place since; null: none was.</returns>
    public static FileCopy? Count(SqliteConnection connection, string path, DateTimeOffset now)
    {
        var before = Read(path);
        var found = Find(connection);
        var isOlder =
            found.Opened == OfACopy
            || (before is not null && (before.FileId != found.FileId || before.Opened > found.Opened));
        // Behind both, so that the younger of the two copies is known again as well.
        var mark = found with
        {
            Opened = Math.Max(found.Opened, before?.Opened ?? 0) + 1,
        };
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.CommandText = "UPDATE task_hub SET file_id = ?1, opened = ?2";
        command.Parameters.AddWithValue("?1", mark.FileId);
        command.Parameters.AddWithValue("?2", mark.Opened);
        command.ExecuteNonQuery();
        var copy = isOlder ? Note(connection, now) : null;
        transaction.Commit();
        Write(path, mark);
        return copy;
    }

    /// <summary>Lists the copies that were ever put in place, oldest first.</summary>
    public static IReadOnlyList<FileCopy> Copies(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT last_at, found_at FROM copies ORDER BY found_at";
        using var row = command.ExecuteReader();
        var copies = new List<FileCopy>();
        while (row.Read())
            copies.Add(new FileCopy(StoredTime.Of(row.GetInt64(0)), StoredTime.Of(row.GetInt64(1))));
        return copies;
    }

    private static FileMark Find(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT file_id, opened FROM task_hub";
        using var row = command.ExecuteReader();
        row.Read();
        return new FileMark(row.IsDBNull(0) ? Guid.NewGuid().ToString("N") : row.GetString(0), row.GetInt64(1));
    }

    private static FileCopy Note(SqliteConnection connection, DateTimeOffset now)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT at FROM history ORDER BY position DESC LIMIT 1";
        // An empty one knows nothing of any time.
        var last = command.ExecuteScalar() is long ticks ? StoredTime.Of(ticks) : DateTimeOffset.UnixEpoch;
        var copy = new FileCopy(last < now ? last : now, now);
        command.CommandText = "INSERT INTO copies (found_at, last_at) VALUES (?1, ?2)";
        command.Parameters.AddWithValue("?1", copy.FoundAt.UtcTicks);
        command.Parameters.AddWithValue("?2", copy.LastAt.UtcTicks);
        command.ExecuteNonQuery();
        return copy;
    }

    private static void Write(string path, FileMark mark)
    {
        File.WriteAllText(
            $"{PathOf(path)}.new",
            string.Create(CultureInfo.InvariantCulture, $"{mark.FileId} {mark.Opened}")
        );
        File.Move($"{PathOf(path)}.new", PathOf(path), overwrite: true);
    }
}
