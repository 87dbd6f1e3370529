using Azure.Data.Tables;

namespace Onboarding.Azure.Tables;

/// <summary>
/// A row that says that all rows of an older version are rewritten, so that they are looked through no more.
/// </summary>
internal sealed class DoneMarker(string partition, string row)
{
    private volatile bool _isDone;

    /// <summary>Gets whether this process knows of it; false says nothing.</summary>
    public bool IsKnown => _isDone;

    public async Task<bool> IsDone(TableClient table, CancellationToken cancellationToken)
    {
        if (_isDone)
            return true;
        var marker = await table.GetEntityIfExistsAsync<TableEntity>(
            partition,
            row,
            cancellationToken: cancellationToken
        );
        return _isDone = marker.HasValue;
    }

    public async Task Set(TableClient table, CancellationToken cancellationToken)
    {
        await table.UpsertEntityAsync(new TableEntity(partition, row), TableUpdateMode.Replace, cancellationToken);
        _isDone = true;
    }
}
