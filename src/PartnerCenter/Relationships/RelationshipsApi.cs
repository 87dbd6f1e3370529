using System.Text.Json.Serialization;
using PartnerCenter.Wire;

namespace PartnerCenter.Relationships;

/// <summary>Indirect resellers, and links for customers that have a tenant. Source: C §10, C §11.</summary>
public sealed class RelationshipsApi : ApiGroup
{
    internal RelationshipsApi(PartnerCenterHttp http)
        : base(http) { }

    /// <summary>The provider's resellers. Source: C §10.1.</summary>
    /// <exception cref="PartnerCenterException">
    /// Unauthorized 900329: needs the token of a user. Refused 900126: no such relationship.
    /// </exception>
    [Route("GET", "/v1/relationships"), Token(TokenKind.AppAndUser)]
    public Task<IReadOnlyList<PartnerRelationship>> IndirectResellers(CancellationToken cancellation = default) =>
        Call()
            .Query("relationship_type", nameof(PartnerRelationshipType.IsIndirectCloudSolutionProviderOf))
            .ReadList<PartnerRelationship>(cancellation);

    /// <summary>
    /// The resellers a customer hangs under: the proof after it was created for one. Source: C §10.2.
    /// </summary>
    /// <exception cref="PartnerCenterException">
    /// NotFound 60003 or Refused 20002: unknown, not ours, or not visible yet.
    /// </exception>
    [Route("GET", "/v1/customers/{customerId}/relationships"), Token(TokenKind.AppAndUser)]
    public Task<IReadOnlyList<PartnerRelationship>> OfCustomer(
        CustomerId customer,
        CancellationToken cancellation = default
    ) => Call().For(customer).ReadList<PartnerRelationship>(cancellation);

    /// <summary>The partner behind an MPN id, or the own one; null when it is unknown. Source: C §10.3.</summary>
    /// <exception cref="PartnerCenterException">
    /// Unauthorized 900329: needs the token of a user. An unknown id is the null.
    /// </exception>
    [Route("GET", "/v1/profiles/mpn"), Token(TokenKind.AppAndUser)]
    public async Task<MpnProfile?> Profile(MpnId? mpnId = null, CancellationToken cancellation = default)
    {
        try
        {
            return await Call().Query("mpnId", mpnId?.Value).Read<MpnProfile>(cancellation);
        }
        catch (PartnerCenterException unknown) when (unknown.Fault == Fault.NotFound)
        {
            return null;
        }
    }

    /// <summary>
    /// Checks whether the reseller with this MPN id has signed the Microsoft Partner Agreement. Source: C §10.4.
    /// </summary>
    /// <exception cref="PartnerCenterException">
    /// Refused 2000: the id is malformed; 900127: not in this cloud. 2200 to 2206 are values.
    /// </exception>
    [Route("GET", "/v1/compliance/csp/agreementstatus"), Token(TokenKind.AppAndUser)]
    public Task<MpaStatus> MpaStatus(MpnId mpnId, CancellationToken cancellation = default) =>
        Status(Call().Query("mpnId", mpnId.Value), cancellation);

    /// <summary>
    /// Checks whether the reseller with this tenant has signed the Microsoft Partner Agreement. Source: C §10.4.
    /// </summary>
    /// <exception cref="PartnerCenterException">
    /// Refused 2000: the id is malformed; 900127: not in this cloud. 2200 to 2206 are values.
    /// </exception>
    [Route("GET", "/v1/compliance/csp/agreementstatus"), Token(TokenKind.AppAndUser)]
    public Task<MpaStatus> MpaStatus(ResellerTenantId tenant, CancellationToken cancellation = default) =>
        Status(Call().Query("tenantId", tenant.ToString()), cancellation);

    /// <summary>
    /// Checks whether each of these ids may be the partner on record of an order. The request is a POST and changes
    /// nothing. Source: C §10.5.
    /// </summary>
    /// <exception cref="PartnerCenterException">
    /// Refused 2000: the list is empty. An id that may not is a value.
    /// </exception>
    [Route("POST", "/v1/partners/validateresellers"), Token(TokenKind.Either)]
    public async Task<IReadOnlyList<PartnerOnRecordCheck>> ValidateResellers(
        IReadOnlyList<MpnId> partnerIds,
        CancellationToken cancellation = default
    ) =>
        (
            await Call().Json(new ResellersToValidate(partnerIds)).Read<ResellersValidated>(cancellation)
        ).ValidationResults;

    /// <summary>
    /// The link by which a customer with a tenant accepts this partner: one per partner, not per customer. Not in US
    /// Government, not in the sandbox. Source: C §11.
    /// </summary>
    /// <exception cref="PartnerCenterException">Refused 900127: not in this cloud, or in the sandbox.</exception>
    [Route("GET", "/v1/customers/relationshiprequests"), Token(TokenKind.AppAndUser)]
    public async Task<string> RelationshipRequestUrl(CancellationToken cancellation = default)
    {
        var call = Call();
        var answer = await call.Send(cancellation);
        return call.Parse(
            answer,
            body =>
                System.Text.Json.JsonSerializer.Deserialize<RelationshipRequest>(body, PartnerCenterJson.Options)?.Url
        );
    }

    private static async Task<MpaStatus> Status(Call call, CancellationToken cancellation)
    {
        try
        {
            return (await call.Read<MpaAnswer>(cancellation)).IsAgreementSigned
                ? new MpaStatus.Signed()
                : new MpaStatus.NotSigned(null, "the reseller has not signed");
        }
        catch (PartnerCenterException refusal) when (refusal is { Status: 400, Code: "2203" or "2206" })
        {
            return new MpaStatus.NotSigned(refusal.Code, refusal.Description ?? "");
        }
        catch (PartnerCenterException refusal) when (refusal is { Status: 400, Code: "2201" })
        {
            return new MpaStatus.OtherRegion(refusal.Code, refusal.Description ?? "");
        }
        catch (PartnerCenterException refusal)
            when (refusal is { Status: 400, Code: "2200" or "2202" or "2204" or "2205" })
        {
            return new MpaStatus.UnknownReseller(refusal.Code, refusal.Description ?? "");
        }
    }

    private sealed record MpaAnswer([property: JsonRequired] bool IsAgreementSigned);

    private sealed record RelationshipRequest(string? Url);

    private sealed record ResellersToValidate(IReadOnlyList<MpnId> PartnerIds);

    private sealed record ResellersValidated(
        [property: JsonRequired] IReadOnlyList<PartnerOnRecordCheck> ValidationResults
    );
}
