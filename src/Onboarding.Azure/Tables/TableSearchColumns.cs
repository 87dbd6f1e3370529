using Azure;
using Azure.Data.Tables;
using Onboarding.Progress;

namespace Onboarding.Azure.Tables;

/// <summary>
/// Writes the rows that lists are made of anew where a version before 0.2 has written them. A row of its own says when
/// all are done, so that they are looked through no more.
/// </summary>
/// <param name="store">The tables.</param>
/// <param name="records">Gives the records of which the rows are made.</param>
/// <param name="most">The largest number of rows that one call fills.</param>
internal sealed class TableSearchColumns(TableStore store, IOnboardingRecords records, int most = 5000) : ISearchColumns
{
    private readonly DoneMarker _allFilled = new("listings", "filled");

    public async Task<int> FillMissing(CancellationToken cancellationToken)
    {
        var table = await store.Table(TableNames.Records, cancellationToken);
        if (await _allFilled.IsDone(table, cancellationToken))
            return 0;
        var filled = 0;
        foreach (var partition in RecordRows.Partitions)
        {
            foreach (var list in (string[])[RecordRows.All, RecordRows.Open])
            {
                var rows = table.QueryAsync<TableEntity>(
                    Filter.Range(partition, list, list + Keys.End),
                    cancellationToken: cancellationToken
                );
                await foreach (var row in rows)
                {
                    if (!ListingRow.IsOfBefore(row))
                        continue;
                    if (++filled > most)
                        return most;
                    await Fill(table, row, cancellationToken);
                }
            }
        }

        await _allFilled.Set(table, cancellationToken);
        return filled;
    }

    private async Task Fill(TableClient table, TableEntity row, CancellationToken cancellationToken)
    {
        if (await records.GetOrSkip(ListingRow.IdOf(row), cancellationToken) is not { } record)
            return;
        try
        {
            await table.UpdateEntityAsync(
                ListingRow.Of(record, row.PartitionKey, row.RowKey),
                row.ETag,
                TableUpdateMode.Replace,
                cancellationToken
            );
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            // Written in between, and so in today's form, or gone.
        }
    }
}
