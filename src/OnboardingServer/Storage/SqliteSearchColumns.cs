using DurableTask.Sqlite;
using Microsoft.Data.Sqlite;
using Onboarding.Progress;

namespace OnboardingServer.Storage;

/// <summary>
/// Fills the columns that schema script 014 has added; a damaged record is known by its older columns.
/// </summary>
internal sealed class SqliteSearchColumns(JournalFile file) : ISearchColumns
{
    // What else is written waits for a stretch.
    private const int Stretch = 200;

    public async Task<int> FillMissing(CancellationToken cancellationToken)
    {
        var (all, filled) = (0, 0);
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            filled = await file.Write(FillStretch);
            all += filled;
        } while (filled == Stretch);
        return all;
    }

    private static int FillStretch(SqliteConnection connection)
    {
        var rows = connection.Query(
            $"SELECT {DamagedRecords.Columns}, words FROM onboardings WHERE filled = 0 LIMIT {Stretch}",
            row =>
                DamagedRecords.TryRead(row, out var damaged) is { } record
                    ? (
                        record.Id,
                        SearchColumns.Words(record),
                        SearchColumns.Name(record),
                        record.Since,
                        SearchColumns.WindowEnds(record)
                    )
                    : (
                        damaged!.Id,
                        row.GetString(9),
                        SearchColumns.Name(damaged.CompanyName, damaged.Domain, ""),
                        damaged.SubmittedAt,
                        null
                    )
        );
        foreach (var (id, words, name, since, windowEnds) in rows)
            connection.Run(
                "UPDATE onboardings SET words = ?2, name = ?3, since = ?4, window_ends = ?5, filled = 1 WHERE id "
                    + "= ?1",
                id.Value,
                words,
                name,
                since.UtcTicks,
                windowEnds?.UtcTicks
            );
        return rows.Count;
    }
}
