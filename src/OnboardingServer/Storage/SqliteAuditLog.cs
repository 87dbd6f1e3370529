using DurableTask.Sqlite;
using Onboarding;
using Onboarding.Progress;

namespace OnboardingServer.Storage;

/// <summary>The audit log in the server's file: rows are added and never changed.</summary>
internal sealed class SqliteAuditLog(JournalFile file) : IAuditLog
{
    public Task Append(AuditEntry entry, CancellationToken cancellationToken) => file.Write(connection => connection.Run(
        "INSERT INTO audit (id, subject, at, body) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO NOTHING", entry.Id, entry.Subject, entry.At.UtcTicks, DurableJson.Write(entry))).WaitAsync(cancellationToken);

    public Task<IReadOnlyList<AuditEntry>> For(string subject, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<AuditEntry>>(
        file.Read(reader => reader.Connection.Query("SELECT body FROM audit WHERE subject = ?1 ORDER BY at, rowid", row => DurableJson.Read<AuditEntry>(row.GetString(0)), subject)));
}
