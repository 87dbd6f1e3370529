using System.Globalization;
using Microsoft.Data.Sqlite;
using Onboarding;
using Onboarding.Batches;
using Onboarding.Messages;
using Onboarding.Progress;

namespace OnboardingServer.Storage;

/// <summary>Batches in the server's file; the ETag is the number of the row's last change.</summary>
internal sealed class SqliteBatches(ToldFile file) : IBatches
{
    private const string Columns = "SELECT id, revision, body, created_at FROM batches";

    public async Task<Batch> Add(Batch batch, CancellationToken cancellationToken)
    {
        await file.Write(
            PathOf(batch.Id),
            connection =>
                connection.Run(
                    "INSERT INTO batches (id, created_at, ended, revision, body) VALUES (?1, ?2, ?3, 1, ?4)",
                    batch.Id.Value,
                    batch.CreatedAt.UtcTicks,
                    Ended(batch),
                    Body(batch)
                ),
            cancellationToken
        );
        return batch with { ETag = "1" };
    }

    public Task<Batch?> Get(BatchId id, CancellationToken cancellationToken) =>
        Task.FromResult(
            file.Read(reader => reader.Connection.Query($"{Columns} WHERE id = ?1", Read, id.Value).SingleOrDefault())
        );

    public async Task<Batch?> Update(Batch batch, CancellationToken cancellationToken)
    {
        if (!long.TryParse(batch.ETag, NumberStyles.None, CultureInfo.InvariantCulture, out var revision))
            return null;
        var updated = await file.Write(
            PathOf(batch.Id),
            connection =>
                connection.Run(
                    "UPDATE batches SET ended = ?3, body = ?4, revision = revision + 1 WHERE id = ?1 AND revision = ?2",
                    batch.Id.Value,
                    revision,
                    Ended(batch),
                    Body(batch)
                ),
            cancellationToken
        );
        return updated == 1 ? batch with { ETag = (revision + 1).ToString(CultureInfo.InvariantCulture) } : null;
    }

    public Task<BatchPage> List(int limit, string? continuation, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var conditions = new Conditions();
        if (PageToken.Of(continuation) is { } mark)
            conditions.Add("(created_at, id) < ({0}, {1})", mark.Ticks, mark.Id);
        var found = file.Read(reader =>
            reader.Connection.Query(
                $"{Columns}{conditions.Where} ORDER BY created_at DESC, id DESC LIMIT {(long)limit + 1}",
                ReadOrSkip,
                conditions.Values
            )
        );
        return Task.FromResult(
            new BatchPage(
                [.. found.Take(limit).Select(row => row.Batch).OfType<Batch>()],
                found.Count <= limit ? null : found[limit - 1].Mark.ToContinuation()
            )
        );
    }

    public Task<IReadOnlyList<Batch>> Open(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Batch>>(
            file.Read(reader =>
                    reader.Connection.Query($"{Columns} WHERE ended = 0 ORDER BY created_at, id", ReadOrSkip)
                )
                .Select(row => row.Batch)
                .OfType<Batch>()
                .ToList()
        );

    public Task PutRows(BatchId id, IReadOnlyList<BatchRow> rows, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows.Count, IBatches.MostRows, nameof(rows));
        return file.Write(
            PathOf(id),
            connection =>
            {
                foreach (var row in rows)
                {
                    connection.Run(
                        "INSERT INTO batch_rows (batch, number, status, body) VALUES (?1, ?2, ?3, ?4) ON CONFLICT "
                            + "(batch, number) DO UPDATE SET status = excluded.status, body = excluded.body",
                        id.Value,
                        row.Number,
                        row.Status,
                        StoredBody.Write(StoredTables.BatchRows, KeyOf(id.Value, row.Number), row)
                    );
                }

                return rows.Count;
            },
            cancellationToken
        );
    }

    public Task<BatchRow?> GetRow(BatchId id, int number, CancellationToken cancellationToken) =>
        Task.FromResult(
            file.Read(reader =>
                reader
                    .Connection.Query(
                        "SELECT batch, number, status, body FROM batch_rows WHERE batch = ?1 AND number = ?2",
                        ReadRow,
                        id.Value,
                        number
                    )
                    .SingleOrDefault()
            )
        );

    public Task<IReadOnlyList<BatchRow>> Rows(
        BatchId id,
        string? status,
        int after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var conditions = new Conditions();
        conditions.Add("batch = {0} AND number > {1}", id.Value, after);
        if (status is not null)
            conditions.Add("status = {0}", status);
        return Task.FromResult<IReadOnlyList<BatchRow>>(
            file.Read(reader =>
                reader.Connection.Query(
                    $"SELECT batch, number, status, body FROM batch_rows{conditions.Where} ORDER BY number LIMIT "
                        + $"{limit}",
                    ReadRowOrPlaceholder,
                    conditions.Values
                )
            )
        );
    }

    public Task<IReadOnlyDictionary<string, int>> Count(BatchId id, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, int>>(
            file.Read(reader =>
                    reader.Connection.Query(
                        "SELECT status, COUNT(*) FROM batch_rows WHERE batch = ?1 GROUP BY status",
                        row => (row.GetString(0), row.GetInt32(1)),
                        id.Value
                    )
                )
                .ToDictionary(count => count.Item1, count => count.Item2)
        );

    public async Task Remove(BatchId id, CancellationToken cancellationToken)
    {
        // A part at a time, so that the engine's commits need not wait for a hundred thousand rows.
        while (
            await file.Write(
                PathOf(id),
                connection =>
                    connection.Run(
                        "DELETE FROM batch_rows WHERE batch = ?1 AND number IN (SELECT number FROM batch_rows WHERE "
                            + "batch = ?1 LIMIT 1000)",
                        id.Value
                    ),
                cancellationToken
            ) > 0
        ) { }

        await file.Write(
            PathOf(id),
            connection => connection.Run("DELETE FROM batches WHERE id = ?1", id.Value),
            cancellationToken
        );
    }

    private static string PathOf(BatchId id) => $"batches/{id.Value}";

    private static int Ended(Batch batch) => batch.EndedAt is null ? 0 : 1;

    private static string Body(Batch batch) =>
        StoredBody.Write(StoredTables.Batches, batch.Id.Value, batch with { ETag = null });

    private static string KeyOf(string batch, long number) =>
        string.Create(CultureInfo.InvariantCulture, $"{batch} {number}");

    private static Batch Read(SqliteDataReader row) =>
        StoredBody.Read<Batch>(row, 2, StoredTables.Batches, row.GetString(0)) with
        {
            ETag = row.GetInt64(1).ToString(CultureInfo.InvariantCulture),
        };

    // One that is damaged does not hide the others; the check of the rows says which it is.
    private static (PageToken Mark, Batch? Batch) ReadOrSkip(SqliteDataReader row)
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

    private static BatchRow ReadRow(SqliteDataReader row) =>
        StoredBody.Read<BatchRow>(row, 3, StoredTables.BatchRows, KeyOf(row.GetString(0), row.GetInt64(1)));

    // Readers go on behind the number of the last row, so that a damaged one must be among them.
    private static BatchRow ReadRowOrPlaceholder(SqliteDataReader row)
    {
        try
        {
            return ReadRow(row);
        }
        catch (DamagedRowException damaged)
        {
            return new BatchRow
            {
                Number = row.GetInt32(1),
                Reference = "",
                Lines = [new BatchLine(row.GetInt32(1), [""], Message.Verbatim(damaged.Message))],
                Status = RowStatus.Unreadable,
                Code = ErrorCodes.StorageDamaged,
                Message = damaged.Message,
            };
        }
    }
}
