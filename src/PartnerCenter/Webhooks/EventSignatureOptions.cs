using System.Security.Cryptography.X509Certificates;

namespace PartnerCenter.Webhooks;

/// <summary>
/// Whose signature under an event is believed. Section <c>Webhooks:PartnerCenter</c>. Source: C §21.3.
/// </summary>
public sealed class EventSignatureOptions
{
    public const string Section = "Webhooks:PartnerCenter";

    /// <summary>
    /// Where the service's certificate may be fetched from, besides the documented host: host names, with the port
    /// unless it is 443.
    /// </summary>
    public IList<string> CertificateHosts { get; } = ["3psostorageacct.blob.core.windows.net"];

    /// <summary>
    /// Roots that are believed instead of the machine's: those of a simulator. Set by the host, not by configuration.
    /// </summary>
    public X509Certificate2Collection Roots { get; } = [];
}
