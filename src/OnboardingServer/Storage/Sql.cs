using Microsoft.Data.Sqlite;

namespace OnboardingServer.Storage;

/// <summary>Commands with their values bound by position: <c>?1</c> is the first.</summary>
internal static class Sql
{
    /// <returns>The number of rows changed.</returns>
    public static int Run(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        using var command = Command(connection, sql, values);
        return command.ExecuteNonQuery();
    }

    public static List<T> Query<T>(
        this SqliteConnection connection,
        string sql,
        Func<SqliteDataReader, T> row,
        params ReadOnlySpan<object?> values
    )
    {
        using var command = Command(connection, sql, values);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(row(reader));
        return rows;
    }

    /// <summary>Gets a time from its ticks; what a disk has made of one outside of all times is the nearest.</summary>
    public static DateTimeOffset Time(long ticks) => new(Math.Clamp(ticks, 0, DateTime.MaxValue.Ticks), TimeSpan.Zero);

    /// <summary>
    /// Changes rows so that what they held before is overwritten in the file, also on pages that become free. The
    /// write-ahead log keeps it until it is used again.
    /// </summary>
    public static T Overwriting<T>(this SqliteConnection connection, Func<T> change)
    {
        Set("ON");
        try
        {
            return change();
        }
        finally
        {
            Set("FAST");
        }

        void Set(string mode)
        {
            using var command = Command(connection, $"PRAGMA secure_delete = {mode}", []);
            command.ExecuteScalar();
        }
    }

    /// <summary>Text as a pattern that <c>LIKE … ESCAPE '\'</c> finds anywhere and only as it stands.</summary>
    public static string Anywhere(string text) =>
        $"%{text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)}%";

    private static SqliteCommand Command(SqliteConnection connection, string sql, ReadOnlySpan<object?> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var n = 0; n < values.Length; n++)
            command.Parameters.AddWithValue($"?{n + 1}", values[n] ?? DBNull.Value);
        return command;
    }
}
