using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Azure.Core;
using Azure.Identity;

namespace PartnerCenter.Signin;

/// <summary>
/// The form fields by which the application proves itself: a secret, an assertion signed with its certificate, or one
/// of the managed identity.
/// </summary>
internal sealed class ApplicationProof(PartnerProfile partner, ICredentialSource credentials, TimeProvider time)
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static readonly TimeSpan AssertionLifetime = TimeSpan.FromMinutes(5);
    private static readonly TokenRequestContext Exchange = new(["api://AzureADTokenExchange/.default"]);

    private readonly Lazy<TokenCredential> _managedIdentity = new(() =>
        new ManagedIdentityCredential(
            partner.ManagedIdentityClientId is { } id
                ? ManagedIdentityId.FromUserAssignedClientId(id)
                : ManagedIdentityId.SystemAssigned
        )
    );

    public async ValueTask<IReadOnlyList<KeyValuePair<string, string>>> Fields(
        Uri tokenEndpoint,
        CancellationToken cancellation
    ) =>
        partner.Credential switch
        {
            ApplicationCredential.Certificate => Assertion(
                Sign(await credentials.Get(partner.CredentialName, cancellation), tokenEndpoint)
            ),
            ApplicationCredential.ManagedIdentity => Assertion(
                (await _managedIdentity.Value.GetTokenAsync(Exchange, cancellation)).Token
            ),
            _ => [new("client_secret", await credentials.Get(partner.CredentialName, cancellation))],
        };

    private static KeyValuePair<string, string>[] Assertion(string token) =>
        [new("client_assertion_type", AssertionType), new("client_assertion", token)];

    private string Sign(string stored, Uri audience)
    {
        using var certificate = Load(stored);
        using var key = certificate.GetRSAPrivateKey() ?? throw new CryptographicException("no RSA private key");
        var now = time.GetUtcNow();
        var header = new Dictionary<string, object>
        {
            ["alg"] = "PS256",
            ["typ"] = "JWT",
            ["x5t#S256"] = Base64Url.EncodeToString(SHA256.HashData(certificate.RawDataMemory.Span)),
        };
        var claims = new Dictionary<string, object>
        {
            ["aud"] = audience.ToString(),
            ["iss"] = partner.ClientId,
            ["sub"] = partner.ClientId,
            ["jti"] = Guid.NewGuid().ToString(),
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + AssertionLifetime).ToUnixTimeSeconds(),
        };
        var signed = $"{Encode(header)}.{Encode(claims)}";
        var signature = key.SignData(
            System.Text.Encoding.ASCII.GetBytes(signed),
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pss
        );
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Encode(Dictionary<string, object> part) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));

    internal static X509Certificate2 Load(string stored) =>
        stored.Contains("-----BEGIN", StringComparison.Ordinal)
            ? X509Certificate2.CreateFromPem(stored, stored)
            : X509CertificateLoader.LoadPkcs12(
                Convert.FromBase64String(stored),
                null,
                X509KeyStorageFlags.EphemeralKeySet
            );
}
