namespace OnboardingServer.Storage;

/// <summary>The encrypted vault of the embedded host, section <c>Server</c>.</summary>
public sealed class VaultOptions
{
    public const string Section = "Server";

    /// <summary>
    /// Path of the file with the vault's key: 32 bytes in Base64. Absent: <c>vault.key</c> in the data directory, made
    /// at the first start and readable by its owner only; every start says so. Name a path outside of the data
    /// directory to keep backups of the one apart from the other; a key that is missing there is made while the vault
    /// is empty.
    /// </summary>
    public string? VaultKey { get; set; }
}
