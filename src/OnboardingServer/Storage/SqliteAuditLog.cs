using DurableTask.Sqlite;
using Microsoft.Data.Sqlite;
using Onboarding.Progress;

namespace OnboardingServer.Storage;

/// <summary>The audit log in the server's file: rows are added and never changed.</summary>
internal sealed class SqliteAuditLog(JournalFile file) : IAuditLog
{
    public Task Append(AuditEntry entry, CancellationToken cancellationToken) =>
        file.Write(connection =>
                connection.Run(
                    "INSERT INTO audit (id, subject, at, body) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO NOTHING",
                    entry.Id,
                    entry.Subject,
                    entry.At.UtcTicks,
                    StoredBody.Write(StoredTables.Audit, entry.Id, entry)
                )
            )
            .WaitAsync(cancellationToken);

    public Task<IReadOnlyList<AuditEntry>> For(string subject, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<AuditEntry>>(
            file.Read(reader =>
                reader.Connection.Query(
                    "SELECT id, at, body FROM audit WHERE subject = ?1 ORDER BY at, rowid",
                    row => Read(row, subject),
                    subject
                )
            )
        );

    private static AuditEntry Read(SqliteDataReader row, string subject)
    {
        try
        {
            return StoredBody.Read<AuditEntry>(row, 2, StoredTables.Audit, row.GetString(0));
        }
        catch (DamagedRowException damaged)
        {
            return new AuditEntry(
                row.GetString(0),
                new DateTimeOffset(row.GetInt64(1), TimeSpan.Zero),
                "unknown",
                Stage.Unreadable,
                subject
            )
            {
                Detail = damaged.Message,
            };
        }
    }
}
