using System.Security.Cryptography.X509Certificates;

namespace PartnerCenter.Webhooks;

/// <summary>
/// The sources from which the signature of an event is accepted. Section <c>Webhooks:PartnerCenter</c>.
/// Source: C §21.3.
/// </summary>
public sealed class EventSignatureOptions
{
    public const string Section = "Webhooks:PartnerCenter";

    /// <summary>
    /// The hosts from which the service's certificate may be fetched, besides the documented host: host names, with the
    /// port unless it is 443.
    /// </summary>
    public IList<string> CertificateHosts { get; } = ["3psostorageacct.blob.core.windows.net"];

    /// <summary>
    /// Roots that are believed instead of the machine's: those of a simulator. Set by the host, not by configuration.
    /// </summary>
    public X509Certificate2Collection Roots { get; } = [];
}
