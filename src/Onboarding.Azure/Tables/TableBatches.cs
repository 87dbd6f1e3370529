using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Onboarding.Batches;

namespace Onboarding.Azure.Tables;

/// <summary>
/// Batches are few, so all in one partition: <c>b|id</c> the batch, guarded by its ETag; <c>t|time|id</c> newest first;
/// <c>o|time|id</c> while it is open. The rows of a batch are a partition of another table: <c>r|number</c> the row,
/// <c>s|status|number</c> its place by status, each row with its place in one transaction.
/// </summary>
internal sealed class TableBatches(TableStore store) : IBatches
{
    private const string Partition = "batches";
    private const string Newest = "t|";
    private const string Unended = "o|";
    private const int WritesAtOnce = 16;
    private const int MostInTransaction = 100;
    private readonly LargeText _texts = new(store);

    public async Task<Batch> Add(Batch batch, CancellationToken cancellationToken)
    {
        var table = await store.Table(TableNames.Batches, cancellationToken);
        // Upserts: an addition whose answer was lost is repeated by the client's retries, and the id is nobody else's.
        var answers = await table.SubmitTransactionAsync(
            [
                new(TableTransactionActionType.UpsertReplace, await ToEntity(batch, cancellationToken)),
                new(TableTransactionActionType.UpsertReplace, NewestPlace(batch)),
                new(TableTransactionActionType.UpsertReplace, OpenPlace(batch)),
            ],
            cancellationToken
        );
        return batch with { ETag = answers.Value[0].Headers.ETag.ToString() };
    }

    public async Task<Batch?> Get(BatchId id, CancellationToken cancellationToken)
    {
        var table = await store.Table(TableNames.Batches, cancellationToken);
        var found = await table.GetEntityIfExistsAsync<TableEntity>(
            Partition,
            Key(id),
            cancellationToken: cancellationToken
        );
        return found.HasValue
            ? DurableJson.Read<Batch>((await _texts.Get(found.Value!, "Batch", cancellationToken))!) with
            {
                ETag = found.Value!.ETag.ToString(),
            }
            : null;
    }

    public async Task<Batch?> Update(Batch batch, CancellationToken cancellationToken)
    {
        if (batch.ETag is null || await Get(batch.Id, cancellationToken) is not { } stands)
            return null;
        var table = await store.Table(TableNames.Batches, cancellationToken);
        List<TableTransactionAction> actions =
        [
            new(
                TableTransactionActionType.UpdateReplace,
                await ToEntity(batch, cancellationToken),
                new ETag(batch.ETag)
            ),
        ];
        if (stands.EndedAt is null && batch.EndedAt is not null)
            actions.Add(new(TableTransactionActionType.Delete, OpenPlace(batch), ETag.All));
        try
        {
            var answers = await table.SubmitTransactionAsync(actions, cancellationToken);
            return batch with { ETag = answers.Value[0].Headers.ETag.ToString() };
        }
        catch (TableTransactionFailedException e) when (e.Status is 412 or 404)
        {
            // A write whose answer was lost is repeated by the client's retries and then refused for its own sake.
            return await Get(batch.Id, cancellationToken) is { } now && Body(now) == Body(batch) ? now : null;
        }
    }

    public async Task<BatchPage> List(int limit, string? continuation, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var low = Keys.FromContinuation(continuation, Newest) is { } after ? $"{after}!" : Newest;
        var table = await store.Table(TableNames.Batches, cancellationToken);
        var items = new List<Batch>();
        var last = "";
        await foreach (
            var place in table.QueryAsync<TableEntity>(
                Filter.Range(Partition, low, Newest + Keys.End),
                Math.Min(limit + 1, 1000),
                cancellationToken: cancellationToken
            )
        )
        {
            if (await Get(new(place.GetString("Id")), cancellationToken) is not { } batch)
                continue;
            if (items.Count == limit)
                return new BatchPage(items, Keys.ToContinuation(last));
            items.Add(batch);
            last = place.RowKey;
        }

        return new BatchPage(items, null);
    }

    public async Task<IReadOnlyList<Batch>> Open(CancellationToken cancellationToken)
    {
        var table = await store.Table(TableNames.Batches, cancellationToken);
        var open = new List<Batch>();
        await foreach (
            var place in table.QueryAsync<TableEntity>(
                Filter.Range(Partition, Unended, Unended + Keys.End),
                cancellationToken: cancellationToken
            )
        )
        {
            if (await Get(new(place.GetString("Id")), cancellationToken) is { EndedAt: null } batch)
                open.Add(batch);
        }

        return open;
    }

    public async Task PutRows(BatchId id, IReadOnlyList<BatchRow> rows, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows.Count, IBatches.MostRows, nameof(rows));
        var table = await store.Table(TableNames.BatchRows, cancellationToken);
        foreach (var some in rows.Chunk(WritesAtOnce))
            await Task.WhenAll(some.Select(row => PutRow(table, id, row, cancellationToken)));
    }

    public async Task<BatchRow?> GetRow(BatchId id, int number, CancellationToken cancellationToken)
    {
        var table = await store.Table(TableNames.BatchRows, cancellationToken);
        var found = await table.GetEntityIfExistsAsync<TableEntity>(
            Keys.Part(id.Value),
            RowKey(number),
            cancellationToken: cancellationToken
        );
        return found.HasValue ? await ToRow(found.Value!, cancellationToken) : null;
    }

    public async Task<IReadOnlyList<BatchRow>> Rows(
        BatchId id,
        string? status,
        int after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var table = await store.Table(TableNames.BatchRows, cancellationToken);
        var prefix = status is null ? "r|" : Status(status);
        var rows = new List<BatchRow>();
        await foreach (
            var entity in table.QueryAsync<TableEntity>(
                Filter.Range(Keys.Part(id.Value), $"{prefix}{Number(after)}!", prefix + Keys.End),
                Math.Min(limit, 1000),
                cancellationToken: cancellationToken
            )
        )
        {
            var row = status is null
                ? await ToRow(entity, cancellationToken)
                : await GetRow(id, entity.GetInt32("Number")!.Value, cancellationToken);
            if (row is not null && (status is null || row.Status == status))
                rows.Add(row);
            if (rows.Count == limit)
                break;
        }

        return rows;
    }

    public async Task Remove(BatchId id, CancellationToken cancellationToken)
    {
        var rows = await store.Table(TableNames.BatchRows, cancellationToken);
        await foreach (
            var page in rows.QueryAsync<TableEntity>(
                    Filter.Range(Keys.Part(id.Value), "r|", "s|" + Keys.End),
                    MostInTransaction,
                    cancellationToken: cancellationToken
                )
                .AsPages()
        )
        {
            if (page.Values.Count == 0)
                continue;
            foreach (var row in page.Values.Where(row => row.RowKey.StartsWith("r|", StringComparison.Ordinal)))
                await _texts.Forget(row, now: null, "Row", cancellationToken);
            await rows.SubmitTransactionAsync(
                page.Values.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All)),
                cancellationToken
            );
        }

        var table = await store.Table(TableNames.Batches, cancellationToken);
        var found = await table.GetEntityIfExistsAsync<TableEntity>(
            Partition,
            Key(id),
            cancellationToken: cancellationToken
        );
        if (!found.HasValue || await Get(id, cancellationToken) is not { } batch)
            return;
        await table.SubmitTransactionAsync(
            [
                new(TableTransactionActionType.Delete, found.Value!, ETag.All),
                new(TableTransactionActionType.Delete, NewestPlace(batch), ETag.All),
                .. batch.EndedAt is null
                    ? [new TableTransactionAction(TableTransactionActionType.Delete, OpenPlace(batch), ETag.All)]
                    : (TableTransactionAction[])[],
            ],
            cancellationToken
        );
        await _texts.Forget(found.Value!, now: null, "Batch", cancellationToken);
    }

    public async Task<IReadOnlyDictionary<string, int>> Count(BatchId id, CancellationToken cancellationToken)
    {
        var table = await store.Table(TableNames.BatchRows, cancellationToken);
        var counts = new Dictionary<string, int>();
        foreach (var status in RowStatus.All)
        {
            var count = 0;
            await foreach (
                var _ in table.QueryAsync<TableEntity>(
                    Filter.Range(Keys.Part(id.Value), Status(status), Status(status) + Keys.End),
                    1000,
                    ["RowKey"],
                    cancellationToken
                )
            )
                count++;
            if (count > 0)
                counts[status] = count;
        }

        return counts;
    }

    private async Task PutRow(TableClient table, BatchId id, BatchRow row, CancellationToken cancellationToken)
    {
        var entity = new TableEntity(Keys.Part(id.Value), RowKey(row.Number)) { ["Status"] = row.Status };
        await _texts.Put(entity, "Row", DurableJson.Write(row), cancellationToken);
        while (true)
        {
            var before = await table.GetEntityIfExistsAsync<TableEntity>(
                entity.PartitionKey,
                entity.RowKey,
                ["Status"],
                cancellationToken
            );
            List<TableTransactionAction> actions =
            [
                before.HasValue
                    ? new(TableTransactionActionType.UpdateReplace, entity, before.Value!.ETag)
                    : new(TableTransactionActionType.Add, entity),
            ];
            actions.Add(
                new(
                    TableTransactionActionType.UpsertReplace,
                    new TableEntity(entity.PartitionKey, Status(row.Status) + Number(row.Number))
                    {
                        ["Number"] = row.Number,
                    }
                )
            );
            if (before.HasValue && before.Value!.GetString("Status") is { } old && old != row.Status)
                actions.Add(
                    new(
                        TableTransactionActionType.Delete,
                        new TableEntity(entity.PartitionKey, Status(old) + Number(row.Number)),
                        ETag.All
                    )
                );
            try
            {
                await table.SubmitTransactionAsync(actions, cancellationToken);
                return;
            }
            catch (TableTransactionFailedException e) when (e.Status is 409 or 412 or 404)
            {
                // Written meanwhile, most often by this very write whose answer was lost: its place may have moved.
            }
        }
    }

    private async Task<BatchRow> ToRow(TableEntity entity, CancellationToken cancellationToken) =>
        DurableJson.Read<BatchRow>((await _texts.Get(entity, "Row", cancellationToken))!);

    private async Task<TableEntity> ToEntity(Batch batch, CancellationToken cancellationToken)
    {
        var entity = new TableEntity(Partition, Key(batch.Id));
        await _texts.Put(entity, "Batch", Body(batch), cancellationToken);
        return entity;
    }

    private static string Body(Batch batch) => DurableJson.Write(batch with { ETag = null });

    private static string Key(BatchId id) => $"b|{Keys.Part(id.Value)}";

    private static TableEntity Place(string key, Batch batch) => new(Partition, key) { ["Id"] = batch.Id.Value };

    private static TableEntity NewestPlace(Batch batch) =>
        Place($"{Newest}{Keys.Descending(batch.CreatedAt)}|{Keys.Part(batch.Id.Value)}", batch);

    private static TableEntity OpenPlace(Batch batch) =>
        Place($"{Unended}{Keys.Ascending(batch.CreatedAt)}|{Keys.Part(batch.Id.Value)}", batch);

    private static string RowKey(int number) => $"r|{Number(number)}";

    private static string Status(string status) => $"s|{Keys.Part(status)}|";

    private static string Number(int number) => number.ToString("D7", CultureInfo.InvariantCulture);
}
