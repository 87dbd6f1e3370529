using System.Globalization;
using Microsoft.Data.Sqlite;
using Onboarding;
using Onboarding.Messages;
using Onboarding.Progress;

namespace OnboardingServer.Storage;

/// <summary>Onboardings in the server's file: the record as JSON beside the columns it is searched by.</summary>
internal sealed class SqliteOnboardingRecords(ToldFile file) : IOnboardingRecords
{
    public Task<Reservation> Reserve(OnboardingRecord record, CancellationToken cancellationToken) =>
        file.Write(
            PathOf(record.Id),
            connection =>
            {
                if (FindTombstone(connection, record.Id) is { } removed)
                    return new Reservation(false, removed);
                var customer = record.Request.Customer;
                var written = connection.Run(
                    """
                    INSERT INTO onboardings (id, submitted_at, partner, reseller, batch, stage, ended, error_code, domain, company, registration, words, name, since, window_ends, filled, body)
                    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, 1, ?16) ON CONFLICT (id) DO NOTHING
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
                    SearchColumns.Words(record),
                    SearchColumns.Name(record),
                    record.Since.UtcTicks,
                    SearchColumns.WindowEnds(record)?.UtcTicks,
                    Body(record)
                );
                return written == 1
                    ? new Reservation(true, record)
                    : new Reservation(false, Find(connection, record.Id)!);
            },
            cancellationToken
        );

    public Task<OnboardingRecord?> Get(OnboardingId id, CancellationToken cancellationToken) =>
        Task.FromResult(file.Read(reader => Find(reader.Connection, id) ?? FindTombstone(reader.Connection, id)));

    public Task<OnboardingRecord?> Apply(
        OnboardingId id,
        IReadOnlyList<OnboardingChange> changes,
        CancellationToken cancellationToken
    ) =>
        file.Write(
            PathOf(id),
            connection =>
            {
                var record = Find(connection, id) ?? throw new KeyNotFoundException($"There is no onboarding {id}.");
                var isAnyNew = false;
                foreach (var change in changes)
                {
                    var isNew =
                        connection.Run(
                            "INSERT INTO changes (onboarding, sequence, body) VALUES (?1, ?2, ?3) ON CONFLICT "
                                + "(onboarding, sequence) DO NOTHING",
                            id.Value,
                            change.Sequence,
                            StoredBody.Write(
                                StoredTables.Changes,
                                KeyOf(id.Value, change.Sequence),
                                record.Kept(change)
                            )
                        ) == 1;
                    if (isNew && change.Sequence > record.Sequence)
                        record = record.Moved(change);
                    isAnyNew |= isNew;
                }

                if (!isAnyNew)
                    return null;
                Replace(connection, record);
                return record;
            },
            cancellationToken
        );

    public Task<IReadOnlyList<OnboardingChange>> Timeline(OnboardingId id, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<OnboardingChange>>(file.Read(reader => Changes(reader.Connection, id)));

    public Task<OnboardingPage> Search(OnboardingQuery query, CancellationToken cancellationToken) =>
        Task.FromResult(file.Read(reader => RecordSearch.Page(reader.Connection, query)));

    public Task<IReadOnlyList<OnboardingRecord>> FindSameCustomer(
        CustomerKeys customer,
        OnboardingId? except,
        CancellationToken cancellationToken
    ) =>
        Task.FromResult<IReadOnlyList<OnboardingRecord>>(
            file.Read(reader =>
                    reader.Connection.Query(
                        $"""
                        SELECT {DamagedRecords.Columns} FROM onboardings WHERE id IS NOT ?5 AND id IN (
                            SELECT id FROM (SELECT id FROM onboardings WHERE partner = ?1 AND domain = ?2 ORDER BY submitted_at DESC, id DESC LIMIT 10)
                            UNION SELECT id FROM (SELECT id FROM onboardings WHERE partner = ?1 AND company = ?3 ORDER BY submitted_at DESC, id DESC LIMIT 10)
                            UNION SELECT id FROM (SELECT id FROM onboardings WHERE partner = ?1 AND registration = ?4 ORDER BY submitted_at DESC, id DESC LIMIT 10))
                        ORDER BY submitted_at DESC, id DESC
                        """,
                        row => DamagedRecords.TryRead(row, out _),
                        customer.Partner,
                        customer.Domain?.ToLowerInvariant(),
                        customer.CompanyName?.ToUpperInvariant(),
                        customer.RegistrationNumber,
                        except?.Value
                    )
                )
                .OfType<OnboardingRecord>()
                .ToList()
        );

    public Task<OnboardingCounts> Count(DateTimeOffset endedFrom, CancellationToken cancellationToken) =>
        Task.FromResult(
            file.Read(reader => new OnboardingCounts(
                Counted(reader.Connection, "SELECT stage, COUNT(*) FROM onboardings WHERE ended = 0 GROUP BY stage"),
                Counted(
                    reader.Connection,
                    "SELECT stage, COUNT(*) FROM onboardings WHERE ended = 1 AND submitted_at >= ?1 GROUP BY stage",
                    endedFrom.UtcTicks
                ),
                Counted(
                    reader.Connection,
                    "SELECT error_code, COUNT(*) FROM onboardings WHERE stage = ?1 AND ended = 0 AND error_code IS "
                        + "NOT NULL GROUP BY error_code",
                    Stage.AwaitingOperator
                )
            ))
        );

    private static Dictionary<string, int> Counted(
        SqliteConnection connection,
        string query,
        params ReadOnlySpan<object?> values
    ) =>
        connection
            .Query(query, row => (Name: row.GetString(0), Count: row.GetInt32(1)), values)
            .ToDictionary(one => one.Name, one => one.Count);

    public Task Erase(
        OnboardingId id,
        Func<OnboardingRecord, OnboardingRecord> record,
        Func<OnboardingChange, OnboardingChange> change,
        CancellationToken cancellationToken
    ) =>
        file.Write(
            PathOf(id),
            connection =>
                connection.Overwriting(() =>
                {
                    if (Find(connection, id) is not { } known)
                        return false;
                    foreach (var line in Changes(connection, id))
                    {
                        connection.Run(
                            "UPDATE changes SET body = ?3 WHERE onboarding = ?1 AND sequence = ?2",
                            id.Value,
                            line.Sequence,
                            StoredBody.Write(StoredTables.Changes, KeyOf(id.Value, line.Sequence), change(line))
                        );
                    }

                    var erased = record(known);
                    connection.Run(
                        "UPDATE onboardings SET domain = ?2, company = ?3, registration = ?4, words = ?5, name = ?6, "
                            + "body = ?7 WHERE id = ?1",
                        id.Value,
                        erased.Domain?.ToLowerInvariant(),
                        erased.Request.Customer.CompanyName?.ToUpperInvariant(),
                        erased.Request.Customer.RegistrationNumber,
                        SearchColumns.Words(erased),
                        SearchColumns.Name(erased),
                        Body(erased)
                    );
                    return true;
                }),
            cancellationToken
        );

    public Task Remove(OnboardingRecord record, DateTimeOffset now, CancellationToken cancellationToken) =>
        file.Write(
            PathOf(record.Id),
            connection =>
                connection.Overwriting(() =>
                {
                    var id = record.Id.Value;
                    connection.Run(
                        "INSERT INTO tombstones (id, body) VALUES (?1, ?2) ON CONFLICT (id) DO NOTHING",
                        id,
                        StoredBody.Write(StoredTables.Tombstones, id, Tombstone.Of(record, now))
                    );
                    connection.Run("DELETE FROM changes WHERE onboarding = ?1", id);
                    return connection.Run("DELETE FROM onboardings WHERE id = ?1", id);
                }),
            cancellationToken
        );

    private static string PathOf(OnboardingId id) => $"onboardings/{id.Value}";

    private static string Body(OnboardingRecord record) =>
        StoredBody.Write(StoredTables.Onboardings, record.Id.Value, record);

    private static string KeyOf(string onboarding, long sequence) =>
        string.Create(CultureInfo.InvariantCulture, $"{onboarding} {sequence}");

    private static List<OnboardingChange> Changes(SqliteConnection connection, OnboardingId id) =>
        connection.Query(
            "SELECT sequence, body FROM changes WHERE onboarding = ?1 ORDER BY sequence",
            row => ReadChange(row, id),
            id.Value
        );

    private static OnboardingRecord? FindTombstone(SqliteConnection connection, OnboardingId id) =>
        connection
            .Query(
                "SELECT body FROM tombstones WHERE id = ?1",
                row => StoredBody.Read<Tombstone>(row, 0, StoredTables.Tombstones, id.Value).ToRecord(id),
                id.Value
            )
            .SingleOrDefault();

    private static OnboardingChange ReadChange(SqliteDataReader row, OnboardingId id)
    {
        try
        {
            return StoredBody.Read<OnboardingChange>(row, 1, StoredTables.Changes, KeyOf(id.Value, row.GetInt64(0)));
        }
        catch (DamagedRowException damaged)
        {
            return new OnboardingChange
            {
                Sequence = row.GetInt32(0),
                At = DateTimeOffset.UnixEpoch,
                Stage = Stage.Unreadable,
                WaitsFor = Actor.Nobody,
                Text = Message.Verbatim(damaged.Message),
                ErrorCode = ErrorCodes.StorageDamaged,
            };
        }
    }

    private static OnboardingRecord? Find(SqliteConnection connection, OnboardingId id) =>
        connection
            .Query(
                "SELECT body FROM onboardings WHERE id = ?1",
                row => StoredBody.Read<OnboardingRecord>(row, 0, StoredTables.Onboardings, id.Value),
                id.Value
            )
            .SingleOrDefault();

    private static void Replace(SqliteConnection connection, OnboardingRecord record) =>
        connection.Run(
            "UPDATE onboardings SET stage = ?2, ended = ?3, error_code = ?4, words = ?5, since = ?6, window_ends = ?7, body = ?8 "
                + "WHERE id = ?1",
            record.Id.Value,
            record.Stage,
            record.Outcome is null ? 0 : 1,
            record.ErrorCode,
            SearchColumns.Words(record),
            record.Since.UtcTicks,
            SearchColumns.WindowEnds(record)?.UtcTicks,
            Body(record)
        );
}
