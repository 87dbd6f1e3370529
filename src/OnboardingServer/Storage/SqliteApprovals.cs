using System.Globalization;
using Microsoft.Data.Sqlite;
using Onboarding;
using Onboarding.Approvals;
using Onboarding.Progress;

namespace OnboardingServer.Storage;

/// <summary>Approvals in the server's file; the ETag is the number of the row's last change.</summary>
internal sealed class SqliteApprovals(ToldFile file) : IApprovals
{
    private const string Columns = "SELECT onboarding, revision, body, since FROM approvals";

    public Task<Approval> Add(Approval approval, CancellationToken cancellationToken) =>
        file.Write(
            "approvals",
            connection =>
            {
                connection.Run(
                    "INSERT INTO approvals (onboarding, since, state, news, revision, body) VALUES (?1, ?2, ?3, ?4, "
                        + "1, ?5) ON CONFLICT (onboarding) DO NOTHING",
                    approval.Onboarding.Value,
                    approval.RequestedAt.UtcTicks,
                    (int)approval.State,
                    approval.HasUnreadEntries() ? 1 : 0,
                    Body(approval)
                );
                return connection.Query($"{Columns} WHERE onboarding = ?1", Read, approval.Onboarding.Value).Single();
            },
            cancellationToken
        );

    public Task<Approval?> Get(OnboardingId onboarding, CancellationToken cancellationToken) =>
        Task.FromResult(
            file.Read(reader =>
                reader.Connection.Query($"{Columns} WHERE onboarding = ?1", Read, onboarding.Value).SingleOrDefault()
            )
        );

    public async Task<Approval?> Update(Approval approval, CancellationToken cancellationToken)
    {
        if (!long.TryParse(approval.ETag, NumberStyles.None, CultureInfo.InvariantCulture, out var revision))
            return null;
        var updated = await file.Write(
            "approvals",
            connection =>
                connection.Run(
                    "UPDATE approvals SET state = ?3, news = ?4, body = ?5, revision = revision + 1 WHERE onboarding "
                        + "= ?1 AND revision = ?2",
                    approval.Onboarding.Value,
                    revision,
                    (int)approval.State,
                    approval.HasUnreadEntries() ? 1 : 0,
                    Body(approval)
                ),
            cancellationToken
        );
        return updated == 1 ? approval with { ETag = (revision + 1).ToString(CultureInfo.InvariantCulture) } : null;
    }

    public async Task<bool> Remove(Approval approval, CancellationToken cancellationToken) =>
        long.TryParse(approval.ETag, NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
        && await file.Write(
            "approvals",
            connection =>
                connection.Run(
                    "DELETE FROM approvals WHERE onboarding = ?1 AND revision = ?2",
                    approval.Onboarding.Value,
                    revision
                ),
            cancellationToken
        ) == 1;

    public Task<ApprovalPage> List(
        ApprovalState? state,
        int limit,
        string? continuation,
        CancellationToken cancellationToken
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var conditions = new Conditions();
        if (state is { } asked)
            conditions.Add("state = {0}", (int)asked);
        if (PageToken.Of(continuation) is { } mark)
            conditions.Add("(since, onboarding) > ({0}, {1})", mark.Ticks, mark.Id);
        var found = file.Read(reader =>
            reader.Connection.Query(
                $"{Columns}{conditions.Where} ORDER BY since, onboarding LIMIT {(long)limit + 1}",
                ReadOrSkip,
                conditions.Values
            )
        );
        return Task.FromResult(
            new ApprovalPage(
                [.. found.Take(limit).Select(row => row.Approval).OfType<Approval>()],
                found.Count <= limit ? null : found[limit - 1].Mark.ToContinuation()
            )
        );
    }

    public Task<IReadOnlyList<Approval>> WithUnreadEntries(int most, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Approval>>(
            file.Read(reader =>
                    reader.Connection.Query(
                        $"{Columns} WHERE news = 1 ORDER BY since, onboarding LIMIT ?1",
                        ReadOrSkip,
                        most
                    )
                )
                .Select(row => row.Approval)
                .OfType<Approval>()
                .ToList()
        );

    private static string Body(Approval approval) =>
        StoredBody.Write(StoredTables.Approvals, approval.Onboarding.Value, approval with { ETag = null });

    private static Approval Read(SqliteDataReader row) =>
        StoredBody.Read<Approval>(row, 2, StoredTables.Approvals, row.GetString(0)) with
        {
            ETag = row.GetInt64(1).ToString(CultureInfo.InvariantCulture),
        };

    // One that is damaged does not hide the others; the check of the rows says which it is.
    private static (PageToken Mark, Approval? Approval) ReadOrSkip(SqliteDataReader row)
    {
        var mark = new PageToken(row.GetInt64(3), row.GetString(0));
        try
        {
            return (mark, Read(row));
        }
        catch (DamagedRowException)
        {
            return (mark, null);
        }
    }
}
