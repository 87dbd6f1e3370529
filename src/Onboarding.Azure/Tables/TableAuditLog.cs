using Azure;
using Azure.Data.Tables;
using Onboarding.Progress;

namespace Onboarding.Azure.Tables;

/// <summary>
/// Audit entries: the partition is the subject, which is what they are asked for by; the row is the entry's id, so that
/// a repeated append finds itself. One subject has tens of entries, ordered by time when they are read.
/// </summary>
internal sealed class TableAuditLog(TableStore store) : IAuditLog
{
    private const string At = "At";

    private readonly LargeText _texts = new(store);

    public async Task Append(AuditEntry entry, CancellationToken cancellationToken)
    {
        var table = await store.Table(TableNames.Audit, cancellationToken);
        var row = new TableEntity(Keys.Part(entry.Subject), Keys.Part(entry.Id)) { [At] = entry.At };
        await _texts.Put(row, "Entry", DurableJson.Write(entry), cancellationToken);
        try
        {
            await table.AddEntityAsync(row, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            // It is there: the first one stands.
        }
    }

    public async Task<IReadOnlyList<AuditEntry>> For(string subject, CancellationToken cancellationToken)
    {
        var table = await store.Table(TableNames.Audit, cancellationToken);
        var entries = new List<AuditEntry>();
        await foreach (var row in Rows(table, subject, cancellationToken))
            entries.Add(await Read(row, cancellationToken));
        return [.. entries.OrderBy(entry => entry.At).ThenBy(entry => entry.Id, StringComparer.Ordinal)];
    }

    public async Task Rewrite(string subject, Func<AuditEntry, AuditEntry> entry, CancellationToken cancellationToken)
    {
        var table = await store.Table(TableNames.Audit, cancellationToken);
        await foreach (var row in Rows(table, subject, cancellationToken))
        {
            var rewritten = entry(await Read(row, cancellationToken));
            var replaced = new TableEntity(row.PartitionKey, row.RowKey) { [At] = rewritten.At };
            await _texts.Put(replaced, "Entry", DurableJson.Write(rewritten), cancellationToken);
            await table.UpdateEntityAsync(replaced, ETag.All, TableUpdateMode.Replace, cancellationToken);
            await _texts.Forget(row, replaced, "Entry", cancellationToken);
        }
    }

    // Rows of 0.1 have no time of their own; theirs is when they were written. The service looks through all rows.
    public async Task<int> RemoveBefore(DateTimeOffset time, int most, CancellationToken cancellationToken)
    {
        var table = await store.Table(TableNames.Audit, cancellationToken);
        var removed = 0;
        await foreach (
            var row in table.QueryAsync<TableEntity>(
                TableClient.CreateQueryFilter($"At lt {time} or Timestamp lt {time}"),
                cancellationToken: cancellationToken
            )
        )
        {
            if ((await Read(row, cancellationToken)).At >= time)
                continue;
            await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken);
            await _texts.Forget(row, now: null, "Entry", cancellationToken);
            if (++removed == most)
                break;
        }

        return removed;
    }

    private static AsyncPageable<TableEntity> Rows(
        TableClient table,
        string subject,
        CancellationToken cancellationToken
    )
    {
        var partition = Keys.Part(subject);
        return table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition}"),
            cancellationToken: cancellationToken
        );
    }

    private async Task<AuditEntry> Read(TableEntity row, CancellationToken cancellationToken) =>
        DurableJson.Read<AuditEntry>((await _texts.Get(row, "Entry", cancellationToken))!);
}
