using DurableTask.Sqlite;
using Microsoft.Data.Sqlite;
using Onboarding.Progress;

namespace OnboardingServer.Storage;

/// <summary>The audit log in the server's file: rows are added, and changed only by an erasure.</summary>
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

    public Task Rewrite(string subject, Func<AuditEntry, AuditEntry> entry, CancellationToken cancellationToken) =>
        file.Write(connection =>
                connection.Overwriting(() =>
                {
                    var entries = connection.Query(
                        "SELECT id, at, body FROM audit WHERE subject = ?1",
                        row => Read(row, subject),
                        subject
                    );
                    // One that is damaged stays as it is: the check of the rows says which it is.
                    foreach (var known in entries.Where(known => known.Action != Stage.Unreadable))
                    {
                        connection.Run(
                            "UPDATE audit SET body = ?2 WHERE id = ?1",
                            known.Id,
                            StoredBody.Write(StoredTables.Audit, known.Id, entry(known))
                        );
                    }

                    return entries.Count;
                })
            )
            .WaitAsync(cancellationToken);

    // Entries lie in the order in which they were added, so behind one that stays all others stay.
    public Task<int> RemoveBefore(DateTimeOffset time, int most, CancellationToken cancellationToken) =>
        file.Write(connection =>
            {
                var oldest = connection.Query(
                    "SELECT rowid, at FROM audit ORDER BY rowid LIMIT ?1",
                    row => (Row: row.GetInt64(0), At: row.GetInt64(1)),
                    most
                );
                var due = oldest.TakeWhile(entry => entry.At < time.UtcTicks).ToList();
                foreach (var entry in due)
                    connection.Run("DELETE FROM audit WHERE rowid = ?1", entry.Row);
                return due.Count;
            })
            .WaitAsync(cancellationToken);

    private static AuditEntry Read(SqliteDataReader row, string subject)
    {
        try
        {
            return StoredBody.Read<AuditEntry>(row, 2, StoredTables.Audit, row.GetString(0));
        }
        catch (DamagedRowException damaged)
        {
            return new AuditEntry(row.GetString(0), Sql.Time(row.GetInt64(1)), "unknown", Stage.Unreadable, subject)
            {
                Detail = damaged.Message,
            };
        }
    }
}
