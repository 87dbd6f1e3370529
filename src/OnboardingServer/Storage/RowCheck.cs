using System.Globalization;
using DurableTask.Sqlite;
using Microsoft.Data.Sqlite;
using Onboarding;
using Onboarding.Progress;

namespace OnboardingServer.Storage;

/// <summary>A row of a store that cannot be read.</summary>
/// <param name="Table">Its table.</param>
/// <param name="Key">Its key, of several columns with spaces.</param>
/// <param name="Onboarding">The onboarding it belongs to; null: none.</param>
internal sealed record DamagedRow(StoredTable Table, string Key, OnboardingId? Onboarding);

/// <summary>Reads every row of the stores and finds those that are damaged.</summary>
internal sealed class RowCheck(JournalFile file)
{
    // A read that lasts keeps the write-ahead log from being used again.
    private const int Stretch = 500;

    public IReadOnlyList<DamagedRow> Run(CancellationToken cancellationToken)
    {
        var damaged = new List<DamagedRow>();
        foreach (var table in StoredTables.All)
        {
            object?[]? after = null;
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var rows = file.Read(reader => Rows(reader.Connection, table, after));
                damaged.AddRange(rows.Select(row => row.Damaged).OfType<DamagedRow>());
                if (rows.Count < Stretch)
                    break;
                after = rows[^1].Key;
            }
        }

        return damaged;
    }

    private static List<(object?[] Key, DamagedRow? Damaged)> Rows(
        SqliteConnection connection,
        StoredTable table,
        object?[]? after
    )
    {
        var columns = string.Join(", ", table.Key);
        var places = string.Join(", ", table.Key.Select((_, n) => $"?{n + 1}"));
        var where = after is null ? "" : $" WHERE ({columns}) > ({places})";
        return connection.Query(
            $"SELECT body, {table.Onboarding ?? "NULL"}, {columns} FROM {table.Name}{where} ORDER BY {columns} LIMIT "
                + $"{Stretch}",
            row => Check(row, table),
            after ?? []
        );
    }

    private static (object?[] Key, DamagedRow? Damaged) Check(SqliteDataReader row, StoredTable table)
    {
        object?[] columns = [.. Enumerable.Range(2, table.Key.Length).Select(row.GetValue)];
        var key = string.Join(' ', columns.Select(column => Convert.ToString(column, CultureInfo.InvariantCulture)));
        if (IsSound(row, table, key))
            return (columns, null);
        var onboarding = row.IsDBNull(1) ? (OnboardingId?)null : new OnboardingId(row.GetString(1));
        return (columns, new DamagedRow(table, key, onboarding));
    }

    private static bool IsSound(SqliteDataReader row, StoredTable table, string key)
    {
        try
        {
            table.Read(row, 0, key);
            return true;
        }
        catch (DamagedRowException)
        {
            return false;
        }
    }
}
