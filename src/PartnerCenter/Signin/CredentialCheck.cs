using System.Security.Cryptography;

namespace PartnerCenter.Signin;

/// <summary>
/// Checks whether a partner can still sign in, and until when its certificate is valid. Reads only; the answer of the
/// read is discarded.
/// </summary>
public sealed class CredentialCheck
{
    private readonly PartnerCenterClients _clients;
    private readonly ICredentialSource _credentials;

    internal CredentialCheck(PartnerCenterClients clients, ICredentialSource credentials) =>
        (_clients, _credentials) = (clients, credentials);

    /// <summary>
    /// Gets the time (UTC) at which the certificate of the application expires; null when the application signs in in
    /// another way, or when no readable certificate is stored (then <see cref="SignIn"/> says so).
    /// </summary>
    public async Task<DateTimeOffset?> CertificateExpires(string partner, CancellationToken cancellation = default)
    {
        var profile = _clients.For(partner).Partner;
        if (profile.Credential != ApplicationCredential.Certificate)
            return null;
        try
        {
            using var certificate = ApplicationProof.Load(await _credentials.Get(profile.CredentialName, cancellation));
            return certificate.NotAfter.ToUniversalTime();
        }
        catch (Exception unreadable)
            when (unreadable is KeyNotFoundException or CryptographicException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>
    /// Signs in as application and user (C §2), by a read of a customer that does not exist. Used daily, it also keeps
    /// the refresh token from expiring after 90 days without use.
    /// </summary>
    /// <returns>
    /// The action that the operator must take; null when the sign-in works, or when it could not be tried.
    /// </returns>
    public async Task<string?> SignIn(string partner, CancellationToken cancellation = default)
    {
        try
        {
            var client = _clients.For(partner);
            await client.Customers.GetValidationStatus(new CustomerId(client.Partner.TenantId), cancellation);
            return null;
        }
        catch (PartnerCenterException refused)
        {
            return refused.Fault == Fault.Unauthorized ? refused.Message : null;
        }
    }
}
