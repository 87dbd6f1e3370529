using System.Globalization;
using DurableTask.Sqlite;
using Microsoft.Data.Sqlite;
using Onboarding;
using Onboarding.Progress;

namespace OnboardingServer.Storage;

/// <summary>
/// The body of a row: the thing as JSON, a line break, and the checksum of table, key and JSON in 8 hexadecimal digits.
/// Rows of before there were checksums are the JSON alone; they get one when they are written again.
/// </summary>
internal static class StoredBody
{
    private const int ChecksumLength = 9;

    /// <summary>Writes the body.</summary>
    /// <param name="table">The table of the row.</param>
    /// <param name="key">The key of the row; of one with several columns, with spaces.</param>
    /// <param name="thing">The thing to store.</param>
    public static string Write<T>(string table, string key, T thing)
    {
        var json = DurableJson.Write(thing);
        return $"{json}\n{Of(table, key, json)}";
    }

    /// <summary>Reads the body.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">The number of the column with the body.</param>
    /// <param name="table">The table of the row.</param>
    /// <param name="key">The key of the row.</param>
    /// <exception cref="DamagedRowException">It is damaged.</exception>
    public static T Read<T>(SqliteDataReader row, int column, string table, string key)
    {
        try
        {
            var json =
                Json(row.GetString(column), table, key)
                ?? throw new DamagedRowException(StoredTables.KindOf(table), key);
            return DurableJson.Read<T>(json) ?? throw new DamagedRowException(StoredTables.KindOf(table), key);
        }
        catch (Exception e) when (e is not (SqliteException or DamagedRowException or OutOfMemoryException))
        {
            // Old rows have no checksum: what the reader of JSON throws on nonsense is of many types.
            throw new DamagedRowException(StoredTables.KindOf(table), key, e);
        }
    }

    /// <summary>Takes the JSON out of a body; null: its checksum is another.</summary>
    public static string? Json(string body, string table, string key)
    {
        var end = body.Length - ChecksumLength;
        // JSON of ours has no line break, so what has none is an old row.
        if (!body.Contains('\n', StringComparison.Ordinal))
            return IsCut(body) ? null : body;
        return end > 0 && body[end] == '\n' && Of(table, key, body[..end]).AsSpan().SequenceEqual(body.AsSpan(end + 1))
            ? body[..end]
            : null;
    }

    // One whose line break was changed ends in the digits.
    private static bool IsCut(string body) => !body.EndsWith('}');

    private static string Of(string table, string key, string json) =>
        Checksum.Of(table, key, json).ToString("x8", CultureInfo.InvariantCulture);
}
