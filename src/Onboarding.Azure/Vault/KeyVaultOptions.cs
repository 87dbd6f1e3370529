using System.ComponentModel.DataAnnotations;

namespace Onboarding.Azure.Vault;

/// <summary>
/// The vault of secrets (section <c>KeyVault</c>). May be left out only beside an emulator's connection string: secrets
/// are then stored encrypted in its tables.
/// </summary>
public sealed class KeyVaultOptions
{
    public const string Section = "KeyVault";

    /// <summary><c>KeyVault:Uri</c>, such as <c>https://NAME.vault.azure.net</c>.</summary>
    [Required(
        ErrorMessage = "KeyVault:Uri is missing: expected https://NAME.vault.azure.net. (It may be left out only "
            + "beside Storage:ConnectionString, for development.)"
    )]
    public Uri? Uri { get; set; }

    /// <summary>
    /// <c>KeyVault:PurgeDeleted</c>: whether a deleted secret is also purged from the soft-delete store. Turn it off
    /// where the vault has purge protection: there a purge is refused, and the vault purges by itself.
    /// </summary>
    public bool PurgeDeleted { get; set; } = true;
}
