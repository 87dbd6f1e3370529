using Microsoft.Data.Sqlite;
using Onboarding;
using Onboarding.Progress;

namespace OnboardingServer.Storage;

/// <summary>
/// Reads records of which some may be damaged: of those there is what the columns beside the body say.
/// </summary>
internal static class DamagedRecords
{
    /// <summary>The columns that a row is read from here, in order.</summary>
    public const string Columns = "body, id, submitted_at, partner, stage, ended, domain, company, batch";

    /// <summary>Reads a row.</summary>
    /// <param name="row">With <see cref="Columns"/>.</param>
    /// <param name="damaged">The readable part of a damaged one; null: it is not damaged.</param>
    /// <returns>The record; null: it is damaged.</returns>
    public static OnboardingRecord? TryRead(SqliteDataReader row, out UnreadableRecord? damaged)
    {
        damaged = null;
        try
        {
            return StoredBody.Read<OnboardingRecord>(row, 0, StoredTables.Onboardings, row.GetString(1));
        }
        catch (DamagedRowException)
        {
            damaged = new UnreadableRecord
            {
                Id = new OnboardingId(row.GetString(1)),
                SubmittedAt = new DateTimeOffset(
                    Math.Clamp(row.GetInt64(2), 0, DateTime.MaxValue.Ticks),
                    TimeSpan.Zero
                ),
                Partner = row.GetString(3),
                Stage = row.GetString(4),
                Ended = row.GetInt64(5) != 0,
                Domain = Text(row, 6),
                CompanyName = Text(row, 7),
                Batch = Text(row, 8),
            };
            return null;
        }
    }

    private static string? Text(SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);
}
