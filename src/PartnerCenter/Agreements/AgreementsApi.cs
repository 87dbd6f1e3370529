using System.Text.Json.Serialization;
using PartnerCenter.Wire;

namespace PartnerCenter.Agreements;

/// <summary>The Microsoft Customer Agreement: public cloud only. Source: C §9.</summary>
public sealed class AgreementsApi : ApiGroup
{
    internal AgreementsApi(PartnerCenterHttp http)
        : base(http) { }

    /// <summary>
    /// The templates of a kind. Left out, the service would answer for another agreement, so the kind is always sent.
    /// Source: C §9.1.
    /// </summary>
    /// <exception cref="PartnerCenterException">Refused 900127: not in this cloud; 900126: no such kind.</exception>
    [Route("GET", "/v1/agreements"), Token(TokenKind.AppAndUser)]
    public Task<IReadOnlyList<AgreementTemplate>> Metadata(
        AgreementType type = AgreementType.MicrosoftCustomerAgreement,
        CancellationToken cancellation = default
    ) => Call().Query("agreementType", Name(type)).ReadList<AgreementTemplate>(cancellation);

    /// <summary>
    /// Gets the links to a template's text, in a language (<c>de-DE</c>) and for a country (<c>DE</c>), both
    /// case-sensitive. Source: C §9.2.
    /// </summary>
    /// <exception cref="PartnerCenterException">
    /// NotFound 1000: no such template. Refused 900127: not in this cloud.
    /// </exception>
    [Route("GET", "/v1/agreementtemplates/{templateId}/document"), Token(TokenKind.AppAndUser)]
    public Task<AgreementDocument> TemplateDocument(
        string templateId,
        string language,
        string country,
        CancellationToken cancellation = default
    ) =>
        Call()
            .At("templateId", templateId)
            .Query("language", language)
            .Query("country", country)
            .Read<AgreementDocument>(cancellation);

    /// <summary>
    /// Records that the customer accepted, as stated by the partner. A legal fact that cannot be withdrawn; the service
    /// mails the contact. A contact that differs in name, e-mail or phone makes another record. Source: C §9.3.
    /// </summary>
    /// <exception cref="PartnerCenterException">
    /// Refused: date in the future, wrong template, partner kind or cloud. NotFound: the tenant is not visible yet.
    /// </exception>
    [Route("POST", "/v1/customers/{customerId}/agreements"), Token(TokenKind.AppAndUser)]
    public async Task<AgreementConfirmation> Confirm(
        CustomerId customer,
        NewAgreement agreement,
        CallIds ids,
        CancellationToken cancellation = default
    )
    {
        try
        {
            return new AgreementConfirmation.Confirmed(
                await Call(ids).For(customer).Json(agreement.ToWire()).Read<Agreement>(cancellation)
            );
        }
        catch (PartnerCenterException exception) when (exception.Code == PartnerCenterErrorCodes.AlreadyConfirmed)
        {
            return new AgreementConfirmation.AlreadyConfirmed();
        }
    }

    /// <summary>
    /// The recorded acceptances of a customer, in no order. What the customer signed directly does not show.
    /// Source: C §9.4.
    /// </summary>
    /// <exception cref="PartnerCenterException">
    /// NotFound 60003 or Refused 20002: unknown, not ours, or not visible yet. Refused 900127: not in this cloud.
    /// </exception>
    [Route("GET", "/v1/customers/{customerId}/agreements"), Token(TokenKind.AppAndUser)]
    public Task<IReadOnlyList<Agreement>> List(
        CustomerId customer,
        AgreementType type = AgreementType.MicrosoftCustomerAgreement,
        CancellationToken cancellation = default
    ) => Call().For(customer).Query("agreementType", Name(type)).ReadList<Agreement>(cancellation);

    /// <summary>Gets a value that says whether the customer accepted in direct acceptance. Source: C §9.5.</summary>
    /// <exception cref="PartnerCenterException">
    /// NotFound 60003 or Refused 20002: unknown, not ours, or not visible yet. Refused 900127: not in this cloud.
    /// </exception>
    [
        Route("GET", "/v1/customers/{customerId}/directSignedMicrosoftCustomerAgreementStatus"),
        Token(TokenKind.AppAndUser)
    ]
    public async Task<bool> IsDirectlySigned(CustomerId customer, CancellationToken cancellation = default) =>
        (await Call().For(customer).Read<DirectSignedStatus>(cancellation)).IsSigned;

    /// <summary>
    /// Starts an enhanced attestation: the customer then accepts on Microsoft's page, and <see cref="Confirm"/> makes
    /// the agreement, naming the attestation among its further members. Source: C §9.6 (partial knowledge).
    /// </summary>
    /// <exception cref="PartnerCenterException">
    /// Refused 3000: a member is missing; 900141: not offered to this partner; its own codes are not in the contract
    /// (C §25 row 2).
    /// </exception>
    [Route("POST", "/v1/attestations/enhanced"), Token(TokenKind.AppOnly)]
    public async Task<EnhancedAttestation> StartEnhancedAttestation(
        EnhancedAttestationForm form,
        CallIds ids,
        CancellationToken cancellation = default
    ) => new(await Call(ids).Json(form.ToWire()).ReadObject(cancellation));

    /// <summary>
    /// Reads an enhanced attestation, which tells how far it is. Its path is not in the contract, so whoever has the
    /// vendor's current reference names it, with <c>{attestationId}</c> in it. Source: C §9.6 (partial knowledge).
    /// </summary>
    /// <exception cref="PartnerCenterException">
    /// NotFound: no such attestation; its own codes are not in the contract (C §25 row 2).
    /// </exception>
    [Route("GET", "/v1/attestations/enhanced/{attestationId}"), Token(TokenKind.AppOnly)]
    public async Task<EnhancedAttestation> ReadEnhancedAttestation(
        string path,
        string attestationId,
        CancellationToken cancellation = default
    ) => new(await Call().Over(path).At("attestationId", attestationId).ReadObject(cancellation));

    private static string Name(AgreementType type) => type == AgreementType.Unknown ? "*" : type.ToString();

    private sealed record DirectSignedStatus([property: JsonRequired] bool IsSigned);
}
