using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace DurableTask.Sqlite;

/// <summary>
/// The keys with which the rows of a file may be encrypted, so that a missing one is noticed when the file is opened
/// and not when a row is needed.
/// </summary>
internal static class HistoryKeys
{
    /// <summary>
    /// Stored in the place of a key: text that was encrypted anew may still be readable in unused parts of pages.
    /// </summary>
    public const long Slack = -1;

    /// <summary>Notes the key that is written with. Returns whether rows are left that it did not encrypt.</summary>
    /// <exception cref="JournalFileException">
    /// Rows are encrypted with a key that is not known; the message names it.
    /// </exception>
    public static bool Register(
        SqliteConnection connection,
        HistoryCodec codec,
        string path,
        string setting,
        ILogger logger
    )
    {
        var used = Used(connection);
        if (used.Remove(Slack))
            CleanSlack(connection, logger);

        foreach (var key in used.Where(key => !codec.Knows(key)))
        {
            throw new JournalFileException(
                $"{path} holds histories encrypted with key {HistoryCodec.Name(key)}, which the file of {setting} "
                    + "does not hold. Add the key as a line behind the first."
            );
        }

        if (codec.Current == HistoryCodec.None && used.Any(key => key != HistoryCodec.None))
        {
            throw new JournalFileException(
                $"{path} holds encrypted histories; name the file of their keys with {setting}."
            );
        }

        Run(connection, $"INSERT OR IGNORE INTO payload_keys (id) VALUES ({codec.Current})");
        // Deleted text must not stay readable in pages that are free.
        if (codec.Current != HistoryCodec.None)
            Run(connection, "PRAGMA secure_delete = ON");
        return codec.Current != HistoryCodec.None && used.Any(key => key != codec.Current);
    }

    // Writes the file anew before any caller waits for it. That needs free disk space of the size of the file; without
    // it the server runs all the same, and the mark stays for the next start.
    private static void CleanSlack(SqliteConnection connection, ILogger logger)
    {
        try
        {
            Run(connection, "VACUUM");
            Run(connection, $"DELETE FROM payload_keys WHERE id = {Slack}");
        }
        catch (SqliteException e)
        {
            Log.SlackNotClean(logger, e);
        }
    }

    private static List<long> Used(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT id FROM payload_keys";
        using var rows = command.ExecuteReader();
        var used = new List<long>();
        while (rows.Read())
            used.Add(rows.GetInt64(0));
        return used;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
