using Azure;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Options;
using Onboarding.Customers;

namespace Onboarding.Azure.Vault;

/// <summary>
/// Secrets in Key Vault. Every vault keeps what is deleted for its retention time, and a name lying there cannot be
/// written: a delete is therefore followed by a purge, and a write that meets a deleted secret of the same name
/// purges it first, or, where the vault has purge protection, recovers it and writes a new version.
/// </summary>
internal sealed class KeyVaultSecretVault(SecretClient vault, IOptions<KeyVaultOptions> options, TimeProvider time)
    : ISecretVault
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private const int Attempts = 30;

    public async Task<string?> Find(string name, CancellationToken cancellationToken)
    {
        try
        {
            KeyVaultSecret secret = await vault.GetSecretAsync(
                SecretNames.Checked(name),
                cancellationToken: cancellationToken
            );
            return secret.Value;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    public async Task Set(string name, string value, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await vault.SetSecretAsync(SecretNames.Checked(name), value, cancellationToken);
                return;
            }
            catch (RequestFailedException e) when (e.Status == 409 && attempt < Attempts)
            {
                await Clear(name, cancellationToken);
            }

            // Deleting, purging and recovering go on inside the vault for some seconds after their answers.
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    public async Task Delete(string name, CancellationToken cancellationToken)
    {
        try
        {
            var deletion = await vault.StartDeleteSecretAsync(SecretNames.Checked(name), cancellationToken);
            if (!options.Value.PurgeDeleted)
                return;
            await deletion.WaitForCompletionAsync(cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            // A deletion that was interrupted before its purge has left the secret among the deleted.
        }

        if (options.Value.PurgeDeleted)
            await Purge(name, cancellationToken);
    }

    private async Task Clear(string name, CancellationToken cancellationToken)
    {
        if (options.Value.PurgeDeleted)
        {
            await Purge(name, cancellationToken);
            return;
        }

        try
        {
            await vault.StartRecoverDeletedSecretAsync(name, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status is 404 or 409)
        {
            // It is not among the deleted any more, or still on its way there.
        }
    }

    private async Task Purge(string name, CancellationToken cancellationToken)
    {
        try
        {
            await vault.PurgeDeletedSecretAsync(name, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status is 404 or 409)
        {
            // Gone, or being purged already.
        }
    }
}
