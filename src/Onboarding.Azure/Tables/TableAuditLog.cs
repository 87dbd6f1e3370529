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
    private readonly LargeText _texts = new(store);

    public async Task Append(AuditEntry entry, CancellationToken cancellationToken)
    {
        var table = await store.Table(TableNames.Audit, cancellationToken);
        var row = new TableEntity(Keys.Part(entry.Subject), Keys.Part(entry.Id));
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
        var partition = Keys.Part(subject);
        var entries = new List<AuditEntry>();
        await foreach (
            var row in table.QueryAsync<TableEntity>(
                TableClient.CreateQueryFilter($"PartitionKey eq {partition}"),
                cancellationToken: cancellationToken
            )
        )
        {
            entries.Add(DurableJson.Read<AuditEntry>((await _texts.Get(row, "Entry", cancellationToken))!));
        }

        return [.. entries.OrderBy(entry => entry.At).ThenBy(entry => entry.Id, StringComparer.Ordinal)];
    }
}
