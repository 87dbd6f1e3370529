using PartnerCenter.Wire;

namespace PartnerCenter.Validation;

/// <summary>Domains of new tenants. Source: C §8.</summary>
public sealed class DomainsApi : ApiGroup
{
    internal DomainsApi(PartnerCenterHttp http)
        : base(http) { }

    /// <summary>
    /// Whether a full domain (<c>contoso.onmicrosoft.com</c>) is taken. Advice only: somebody may take it before the
    /// customer is created. Source: C §8.
    /// </summary>
    /// <exception cref="PartnerCenterException">Refused: the domain is malformed (400, without a code).</exception>
    [Route("HEAD", "/v1/domains/{domain}"), Token(TokenKind.Either)]
    public async Task<bool> IsTaken(string fullDomain, CancellationToken cancellation = default) =>
        (await Call().At("domain", fullDomain).Accept(404).Send(cancellation)).Status != 404;
}
