using Azure;
using Azure.Data.Tables;
using Microsoft.AspNetCore.DataProtection;
using Onboarding.Azure.Tables;
using Onboarding.Customers;

namespace Onboarding.Azure.Vault;

/// <summary>
/// Secrets for development, where there is no Key Vault: in the emulator's tables, encrypted with the developer's own
/// data protection keys, which lie outside the emulator and the repository. What was never set is looked for in
/// <paramref name="given"/> (<c>KeyVault:Development:{name}</c>), such as what the simulator takes for a client secret.
/// </summary>
internal sealed class DevelopmentSecretVault(
    TableStore store,
    IDataProtectionProvider protection,
    IReadOnlyDictionary<string, string> given
) : ISecretVault
{
    private const string Partition = "secrets";
    private readonly IDataProtector _protector = protection.CreateProtector("Onboarding.Azure.Vault");

    public async Task<string?> Find(string name, CancellationToken cancellationToken)
    {
        var table = await store.Table(TableNames.Secrets, cancellationToken);
        var found = await table.GetEntityIfExistsAsync<TableEntity>(
            Partition,
            SecretNames.Checked(name).ToLowerInvariant(),
            cancellationToken: cancellationToken
        );
        return found.HasValue ? _protector.Unprotect(found.Value!.GetString("Value")) : given.GetValueOrDefault(name);
    }

    public async Task Set(string name, string value, CancellationToken cancellationToken)
    {
        var table = await store.Table(TableNames.Secrets, cancellationToken);
        await table.UpsertEntityAsync(
            new TableEntity(Partition, SecretNames.Checked(name).ToLowerInvariant())
            {
                ["Value"] = _protector.Protect(value),
            },
            TableUpdateMode.Replace,
            cancellationToken
        );
    }

    public async Task Delete(string name, CancellationToken cancellationToken)
    {
        var table = await store.Table(TableNames.Secrets, cancellationToken);
        try
        {
            await table.DeleteEntityAsync(
                Partition,
                SecretNames.Checked(name).ToLowerInvariant(),
                ETag.All,
                cancellationToken
            );
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            // There is none.
        }
    }
}
