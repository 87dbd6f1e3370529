using DurableTask.Sqlite;
using Microsoft.Data.Sqlite;
using Onboarding;
using Onboarding.Progress;

namespace OnboardingServer.Storage;

/// <summary>Onboardings in the server's file: the record as JSON beside the columns it is searched by.</summary>
internal sealed class SqliteOnboardingRecords(JournalFile file) : IOnboardingRecords
{
    public Task<Reservation> Reserve(OnboardingRecord record, CancellationToken cancellationToken) => file.Write(connection =>
    {
        var customer = record.Request.Customer;
        var written = connection.Run(
            """
            INSERT INTO onboardings (id, submitted_at, partner, reseller, batch, stage, ended, error_code, domain, company, registration, words, body)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) ON CONFLICT (id) DO NOTHING
            """,
            record.Id.Value,
            record.SubmittedAt.UtcTicks,
            record.Request.Partner,
            record.Request.Reseller?.TenantId.ToString(),
            record.Batch,
            record.Stage,
            record.Outcome is null ? 0 : 1,
            record.ErrorCode,
            record.Domain?.ToLowerInvariant(),
            customer.CompanyName?.ToUpperInvariant(),
            customer.RegistrationNumber,
            $"{customer.CompanyName}\n{record.Request.Reference}\n{record.Domain}".ToUpperInvariant(),
            DurableJson.Write(record));
        return written == 1 ? new Reservation(true, record) : new Reservation(false, Find(connection, record.Id)!);
    }).WaitAsync(cancellationToken);

    public Task<OnboardingRecord?> Get(OnboardingId id, CancellationToken cancellationToken) => Task.FromResult(file.Read(reader => Find(reader.Connection, id)));

    public Task<OnboardingRecord?> Apply(
        OnboardingId id, IReadOnlyList<OnboardingChange> changes,
        CancellationToken cancellationToken) => file.Write(connection =>
    {
        var record = Find(connection, id) ?? throw new KeyNotFoundException($"There is no onboarding {id}.");
        var isAnyNew = false;
        foreach (var change in changes)
        {
            var isNew = connection.Run(
                "INSERT INTO changes (onboarding, sequence, body) VALUES (?1, ?2, ?3) ON CONFLICT (onboarding, sequence) DO NOTHING",
                id.Value, change.Sequence, DurableJson.Write(change)) == 1;
            if (isNew && change.Sequence > record.Sequence) record = record.Moved(change);
            isAnyNew |= isNew;
        }

        if (!isAnyNew) return null;
        Replace(connection, record);
        return record;
    }).WaitAsync(cancellationToken);

    public Task<IReadOnlyList<OnboardingChange>> Timeline(OnboardingId id, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<OnboardingChange>>(
        file.Read(reader => reader.Connection.Query("SELECT body FROM changes WHERE onboarding = ?1 ORDER BY sequence", row => DurableJson.Read<OnboardingChange>(row.GetString(0)), id.Value)));

    public Task<OnboardingPage> Search(OnboardingQuery query, CancellationToken cancellationToken) => Task.FromResult(file.Read(reader => RecordSearch.Page(reader.Connection, query)));

    public Task<IReadOnlyList<OnboardingRecord>> FindSameCustomer(
        CustomerKeys customer, OnboardingId? except, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<OnboardingRecord>>(file.Read(reader => reader.Connection.Query(
            """
            SELECT body FROM onboardings WHERE id IS NOT ?5 AND id IN (
                SELECT id FROM (SELECT id FROM onboardings WHERE partner = ?1 AND domain = ?2 ORDER BY submitted_at DESC, id DESC LIMIT 10)
                UNION SELECT id FROM (SELECT id FROM onboardings WHERE partner = ?1 AND company = ?3 ORDER BY submitted_at DESC, id DESC LIMIT 10)
                UNION SELECT id FROM (SELECT id FROM onboardings WHERE partner = ?1 AND registration = ?4 ORDER BY submitted_at DESC, id DESC LIMIT 10))
            ORDER BY submitted_at DESC, id DESC
            """,
            ReadRecord,
            customer.Partner,
            customer.Domain?.ToLowerInvariant(),
            customer.CompanyName?.ToUpperInvariant(),
            customer.RegistrationNumber,
            except?.Value)));

    internal static OnboardingRecord ReadRecord(SqliteDataReader row) => DurableJson.Read<OnboardingRecord>(row.GetString(0));

    private static OnboardingRecord? Find(SqliteConnection connection, OnboardingId id) =>
        connection.Query("SELECT body FROM onboardings WHERE id = ?1", ReadRecord, id.Value).SingleOrDefault();

    private static void Replace(SqliteConnection connection, OnboardingRecord record) => connection.Run(
        "UPDATE onboardings SET stage = ?2, ended = ?3, error_code = ?4, body = ?5 WHERE id = ?1",
        record.Id.Value,
        record.Stage,
        record.Outcome is null ? 0 : 1,
        record.ErrorCode,
        DurableJson.Write(record));
}
