using PartnerCenter;

namespace Onboarding.Customers;

/// <summary>
/// The store of secrets: the customer's first admin credentials until they are handed over, and the partner's own.
/// Encrypted at rest; durable when a call returns.
/// </summary>
public interface ISecretVault : ICredentialSource
{
    /// <param name="name">1 to 120 characters of <c>a-z A-Z 0-9 -</c> (the form that Key Vault accepts).</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null when there is none.</returns>
    Task<string?> Find(string name, CancellationToken cancellationToken);

    /// <summary>Writes or replaces.</summary>
    new Task Set(string name, string value, CancellationToken cancellationToken);

    /// <summary>
    /// Removes for good (purges where the vault keeps deleted secrets); nothing happens when there is none.
    /// </summary>
    Task Delete(string name, CancellationToken cancellationToken);

    async ValueTask<string> ICredentialSource.Get(string name, CancellationToken cancellation) =>
        await Find(name, cancellation) ?? throw new KeyNotFoundException($"The vault holds no secret named '{name}'.");

    ValueTask ICredentialSource.Set(string name, string value, CancellationToken cancellation) =>
        new(Set(name, value, cancellation));
}
