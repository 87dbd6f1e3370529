using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using Onboarding.Submission;

namespace Onboarding.Azure.Tables;

/// <summary>Keys in a table beside the records, so that a copy of the account has them too.</summary>
internal sealed class TableStoreKeys(TableStore store) : IStoreKeys
{
    private const string Partition = "keys";
    private const string Value = "Key";

    public async Task<byte[]> GetOrCreate(string name, CancellationToken cancellationToken)
    {
        var table = await store.Table(TableNames.Keys, cancellationToken);
        var row = Keys.Part(name);
        var found = await table.GetEntityIfExistsAsync<TableEntity>(
            Partition,
            row,
            cancellationToken: cancellationToken
        );
        if (found.HasValue)
            return found.Value!.GetBinary(Value);
        try
        {
            await table.AddEntityAsync(
                new TableEntity(Partition, row) { [Value] = RandomNumberGenerator.GetBytes(32) },
                cancellationToken
            );
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            // Another host has made it, or this call itself when its first answer was lost.
        }

        // Read back: of two at once the key that stands is used.
        var stands = await table.GetEntityAsync<TableEntity>(Partition, row, cancellationToken: cancellationToken);
        return stands.Value.GetBinary(Value);
    }
}
