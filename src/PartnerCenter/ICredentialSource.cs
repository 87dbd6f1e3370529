namespace PartnerCenter;

/// <summary>
/// The store of client secrets, certificates and refresh tokens. Implemented by the encrypted file and by Key Vault.
/// </summary>
public interface ICredentialSource
{
    /// <summary>Gets the value stored under <paramref name="name"/> (letters, digits and hyphens).</summary>
    /// <exception cref="KeyNotFoundException">Nothing is stored under that name.</exception>
    ValueTask<string> Get(string name, CancellationToken cancellation);

    /// <summary>
    /// Stores or replaces a value. Refresh tokens rotate on use, so this is called about once an hour per partner.
    /// </summary>
    ValueTask Set(string name, string value, CancellationToken cancellation);
}
