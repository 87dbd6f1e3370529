using Microsoft.Data.Sqlite;

namespace DurableTask.Sqlite;

/// <summary>Makes connections to a file of a hub, none of them pooled.</summary>
internal static class JournalConnection
{
    /// <summary>Gets a connection that is not open and sets nothing on the file.</summary>
    public static SqliteConnection To(string path, SqliteOpenMode mode) =>
        new(
            new SqliteConnectionStringBuilder
            {
                DataSource = path,
                Mode = mode,
                Pooling = false,
            }.ToString()
        );

    /// <summary>Opens a file, which is created where there is none, as the hub works on it.</summary>
    public static SqliteConnection Open(string path)
    {
        var connection = To(path, SqliteOpenMode.ReadWriteCreate);
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            // INCREMENTAL counts only before the first table: a file of before stays as it is. FAST: what is removed
            // from a page is overwritten, where that costs no write of its own.
            // FULL: a commit is on the platter when it returns. A checkpoint every 16,000 pages (64 MB) copies a page
            // that changes often once instead of every time; SQLite's default is 1,000.
            command.CommandText =
                "PRAGMA auto_vacuum = INCREMENTAL; PRAGMA secure_delete = FAST; PRAGMA journal_mode = WAL; PRAGMA "
                + "synchronous = FULL; PRAGMA wal_autocheckpoint = 16000; PRAGMA "
                + "journal_size_limit = 67108864; PRAGMA busy_timeout = 5000; PRAGMA temp_store = MEMORY;";
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
