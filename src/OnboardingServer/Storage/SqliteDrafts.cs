using System.Globalization;
using Microsoft.Data.Sqlite;
using Onboarding;
using Onboarding.Drafts;
using Onboarding.Progress;

namespace OnboardingServer.Storage;

/// <summary>Drafts in the server's file; the ETag is the number of the row's last change.</summary>
internal sealed class SqliteDrafts(ToldFile file) : IDrafts
{
    private const string Columns = "SELECT id, revision, body, expires_at FROM drafts";

    public async Task<Draft> Add(Draft draft, CancellationToken cancellationToken)
    {
        await file.Write(
            "drafts",
            connection =>
                connection.Run(
                    "INSERT INTO drafts (id, expires_at, revision, body) VALUES (?1, ?2, 1, ?3)",
                    draft.Id.Value,
                    draft.ExpiresAt.UtcTicks,
                    Body(draft)
                ),
            cancellationToken
        );
        return draft with { ETag = "1" };
    }

    public Task<Draft?> Get(DraftId id, CancellationToken cancellationToken) =>
        Task.FromResult(
            file.Read(reader => reader.Connection.Query($"{Columns} WHERE id = ?1", Read, id.Value).SingleOrDefault())
        );

    public Task<DraftPage> List(int limit, string? continuation, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var found = new List<Draft>();
        var mark = PageToken.Of(continuation);
        while (true)
        {
            var conditions = new Conditions();
            if (mark is not null)
                conditions.Add("(expires_at, id) < ({0}, {1})", mark.Ticks, mark.Id);
            var some = file.Read(reader =>
                reader.Connection.Query(
                    $"{Columns}{conditions.Where} ORDER BY expires_at DESC, id DESC LIMIT {limit + 1L}",
                    ReadOrSkip,
                    conditions.Values
                )
            );
            found.AddRange(some.Select(row => row.Draft).OfType<Draft>().Where(draft => draft.Submitted is null));
            if (found.Count > limit)
                return Task.FromResult(new DraftPage(found[..limit], MarkOf(found[limit - 1]).ToContinuation()));
            if (some.Count <= limit)
                return Task.FromResult(new DraftPage(found, null));
            mark = some[^1].Mark;
        }
    }

    public async Task<Draft?> Update(Draft draft, CancellationToken cancellationToken)
    {
        if (Revision(draft) is not { } revision)
            return null;
        var updated = await file.Write(
            "drafts",
            connection =>
                connection.Run(
                    "UPDATE drafts SET expires_at = ?3, body = ?4, revision = revision + 1 WHERE id = ?1 AND "
                        + "revision = ?2",
                    draft.Id.Value,
                    revision,
                    draft.ExpiresAt.UtcTicks,
                    Body(draft)
                ),
            cancellationToken
        );
        return updated == 1 ? draft with { ETag = (revision + 1).ToString(CultureInfo.InvariantCulture) } : null;
    }

    public Task<IReadOnlyList<Draft>> SubmittedAs(OnboardingId onboarding, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Draft>>([
            .. file.Read(reader =>
                    reader.Connection.Query(
                        $"{Columns} WHERE body LIKE ?1 ESCAPE '\\'",
                        ReadOrSkip,
                        Sql.Anywhere(onboarding.Value)
                    )
                )
                .Select(row => row.Draft)
                .OfType<Draft>()
                .Where(draft => draft.Submitted?.Onboarding == onboarding),
        ]);

    public async Task<bool> Remove(Draft draft, CancellationToken cancellationToken) =>
        Revision(draft) is { } revision
        && await file.Write(
            "drafts",
            connection =>
                connection.Run("DELETE FROM drafts WHERE id = ?1 AND revision = ?2", draft.Id.Value, revision),
            cancellationToken
        ) == 1;

    public Task<int> RemoveExpired(DateTimeOffset now, int most, CancellationToken cancellationToken) =>
        file.Write(
            "drafts",
            connection =>
                connection.Run(
                    "DELETE FROM drafts WHERE id IN (SELECT id FROM drafts WHERE expires_at <= ?1 ORDER BY "
                        + "expires_at, id LIMIT ?2)",
                    now.UtcTicks,
                    most
                ),
            cancellationToken
        );

    private static PageToken MarkOf(Draft draft) => new(draft.ExpiresAt.UtcTicks, draft.Id.Value);

    private static long? Revision(Draft draft) =>
        long.TryParse(draft.ETag, NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : null;

    private static string Body(Draft draft) =>
        StoredBody.Write(StoredTables.Drafts, draft.Id.Value, draft with { ETag = null });

    private static Draft Read(SqliteDataReader row) =>
        StoredBody.Read<Draft>(row, 2, StoredTables.Drafts, row.GetString(0)) with
        {
            ETag = row.GetInt64(1).ToString(CultureInfo.InvariantCulture),
        };

    // One that is damaged does not hide the others; the check of the rows says which it is.
    private static (PageToken Mark, Draft? Draft) ReadOrSkip(SqliteDataReader row)
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
