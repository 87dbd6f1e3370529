using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace PartnerCenter.Webhooks;

/// <summary>The headers of a delivery as they came.</summary>
/// <param name="Authorization">Of that name.</param>
/// <param name="MsSignature"><c>x-ms-signature</c>, in its place when the registration asks for it.</param>
/// <param name="CertificateUrl"><c>X-MS-Certificate-Url</c>.</param>
/// <param name="Algorithm"><c>X-MS-Signature-Algorithm</c>.</param>
public sealed record EventHeaders(
    string? Authorization,
    string? MsSignature,
    string? CertificateUrl,
    string? Algorithm
);

/// <summary>The result of the check of a delivery.</summary>
public enum EventSignature
{
    Valid,

    /// <summary>The delivery has no signature, or one of another scheme.</summary>
    Missing,

    /// <summary>The certificate's address or the algorithm is missing, or the algorithm is another.</summary>
    Incomplete,

    /// <summary>
    /// The certificate lies on a host that is not allowed, is not Microsoft's, not valid, or not believed.
    /// </summary>
    ForeignCertificate,

    /// <summary>The signature does not belong to this body.</summary>
    Wrong,

    /// <summary>The certificate could not be fetched now; deliver again.</summary>
    CertificateUnreachable,
}

/// <summary>
/// Checks that an event comes from Partner Center: certificate from a pinned host, chain, issuer, and RSA over the raw
/// bytes. Source: C §21.3.
/// </summary>
public sealed class EventSignatures(
    IHttpClientFactory clients,
    IOptions<EventSignatureOptions> options,
    TimeProvider time
)
{
    internal const string ClientName = "PartnerCenter.EventCertificates";
    private const string Subject = "pcnotifications-dispatch.microsoft.com";
    private const string Issuer = "O=Microsoft Corporation";
    private const int LargestCertificate = 32 * 1024;
    private const int MostCached = 16;
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(12);
    private static readonly TimeSpan RetrievalTimeout = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<Uri, (DateTimeOffset Until, byte[] Certificate)> _cache = new();

    /// <param name="headers">As they came.</param>
    /// <param name="body">The raw bytes, before anything is parsed.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<EventSignature> Check(
        EventHeaders headers,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellation
    )
    {
        if (
            SignatureOf(headers.MsSignature) is not { } signature
            && (signature = SignatureOf(headers.Authorization)) is null
        )
            return EventSignature.Missing;
        if (
            headers.CertificateUrl is not { Length: > 0 and <= 2000 } address
            || !string.Equals(headers.Algorithm?.Trim(), "rsa-sha256", StringComparison.OrdinalIgnoreCase)
        )
            return EventSignature.Incomplete;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || !IsAllowed(url))
            return EventSignature.ForeignCertificate;
        if (await Fetch(url, cancellation) is not { } bytes)
            return EventSignature.CertificateUnreachable;
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(bytes);
            if (!IsMicrosofts(certificate))
                return EventSignature.ForeignCertificate;
            using var key = certificate.GetRSAPublicKey();
            return
                key is not null
                && key.VerifyData(body.Span, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                ? EventSignature.Valid
                : EventSignature.Wrong;
        }
        catch (CryptographicException)
        {
            return EventSignature.ForeignCertificate;
        }
    }

    private static byte[]? SignatureOf(string? header)
    {
        if (
            header is null
            || !AuthenticationHeaderValue.TryParse(header, out var value)
            || !value.Scheme.Equals("Signature", StringComparison.OrdinalIgnoreCase)
            || value.Parameter is not { Length: > 0 and <= 4096 } text
        )
            return null;
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }

    // The address is the sender's word: without the list this server could be sent anywhere (SSRF), and any certificate
    // would do.
    private bool IsAllowed(Uri url) =>
        url.UserInfo.Length == 0
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
        && options.Value.CertificateHosts.Contains(
            url.IsDefaultPort ? url.Host : url.Authority,
            StringComparer.OrdinalIgnoreCase
        );

    private bool IsMicrosofts(X509Certificate2 certificate)
    {
        if (
            !certificate.Issuer.Contains(Issuer, StringComparison.Ordinal)
            || certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false) != Subject
        )
            return false;
        using var chain = new X509Chain();
        if (options.Value.Roots.Count > 0)
        {
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(options.Value.Roots);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        }
        else
        {
            chain.ChainPolicy.RevocationMode = X509RevocationMode.Online;
            chain.ChainPolicy.UrlRetrievalTimeout = RetrievalTimeout;
            // A list that cannot be had revokes nothing; one that names the certificate does.
            chain.ChainPolicy.VerificationFlags =
                X509VerificationFlags.IgnoreEndRevocationUnknown
                | X509VerificationFlags.IgnoreCertificateAuthorityRevocationUnknown;
        }

        return chain.Build(certificate);
    }

    private async Task<byte[]?> Fetch(Uri url, CancellationToken cancellation)
    {
        if (_cache.TryGetValue(url, out var known) && known.Until > time.GetUtcNow())
            return known.Certificate;
        using var client = clients.CreateClient(ClientName);
        client.Timeout = RetrievalTimeout;
        client.MaxResponseContentBufferSize = LargestCertificate;
        try
        {
            using var answer = await client.GetAsync(url, cancellation);
            if (!answer.IsSuccessStatusCode)
                return null;
            var bytes = await answer.Content.ReadAsByteArrayAsync(cancellation);
            if (_cache.Count >= MostCached)
                _cache.Clear();
            _cache[url] = (time.GetUtcNow() + Fresh, bytes);
            return bytes;
        }
        catch (Exception unreachable)
            when (unreachable is HttpRequestException
                || (unreachable is OperationCanceledException && !cancellation.IsCancellationRequested)
            )
        {
            return null;
        }
    }
}
