using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PartnerCenter.Simulator.Webhooks;

/// <summary>
/// The test authority behind signed events (C §24.10): a root that a client must be told to trust, and a leaf whose
/// issuer names the organization the checks of C §21.3 look for. Made at the first need, new in every process.
/// </summary>
public static class WebhookCertificate
{
    private const string Issuer = "CN=Partner Center Simulator Test CA, O=Microsoft Corporation, C=US";
    private static readonly Lazy<(X509Certificate2 Root, X509Certificate2 Leaf)> Pair = new(Create);

    /// <summary>The trust anchor for whoever checks the events.</summary>
    public static X509Certificate2 Root => Pair.Value.Root;

    internal static X509Certificate2 Leaf => Pair.Value.Leaf;

    internal static byte[] Sign(byte[] body)
    {
        using var key = Leaf.GetRSAPrivateKey()!;
        return key.SignData(body, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    private static (X509Certificate2, X509Certificate2) Create()
    {
        // Real time: whoever checks the chain does so with the machine's clock.
        var now = TimeProvider.System.GetUtcNow();
        using var rootKey = RSA.Create(2048);
        var rootRequest = new CertificateRequest(Issuer, rootKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        rootRequest.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true)
        );
        using var root = rootRequest.CreateSelfSigned(now.AddDays(-1), now.AddYears(10));
        using var leafKey = RSA.Create(2048);
        var leafRequest = new CertificateRequest(
            "CN=pcnotifications-dispatch.microsoft.com, O=Microsoft Corporation, C=US",
            leafKey,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        );
        leafRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        leafRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        using var leaf = leafRequest.Create(root, now.AddDays(-1), now.AddYears(5), RandomNumberGenerator.GetBytes(12));
        return (X509CertificateLoader.LoadCertificate(root.RawData), leaf.CopyWithPrivateKey(leafKey));
    }
}
