using PartnerCenter.Wire;

namespace PartnerCenter.Validation;

/// <summary>Domains of new tenants. Source: C §8.</summary>
public sealed class DomainsApi : ApiGroup
{
    internal DomainsApi(PartnerCenterHttp http)
        : base(http) { }

    /// <summary>
    /// Checks whether a full domain (<c>contoso.onmicrosoft.com</c>) is taken. The result is no reservation: somebody
    /// may take the domain before the customer is created. Source: C §8.
    /// </summary>
    /// <exception cref="PartnerCenterException">Refused: the domain is malformed (400, without a code).</exception>
    [Route("HEAD", "/v1/domains/{domain}"), Token(TokenKind.Either)]
    public async Task<bool> IsTaken(string fullDomain, CancellationToken cancellation = default) =>
        (await Call().At("domain", fullDomain).Accept(404).Send(cancellation)).Status != 404;
}
