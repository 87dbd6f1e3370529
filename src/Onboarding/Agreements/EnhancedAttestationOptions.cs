using System.ComponentModel.DataAnnotations;

namespace Onboarding.Agreements;

/// <summary>
/// What the vendor's current reference calls the members of enhanced attestation that are not known otherwise (C §9.6, C §25 row 2): nothing is sent under an invented name. Section
/// <c>Agreements:Enhanced</c>. A partner's requests may use enhanced attestation once <see cref="IdMember"/> and <see cref="AgreementMember"/> are there and its profile allows it.
/// </summary>
public sealed class EnhancedAttestationOptions
{
    public const string Section = "Agreements:Enhanced";

    private const string MemberName = "^[A-Za-z][A-Za-z0-9]{0,59}$";

    /// <summary>In the answer: the attestation's id.</summary>
    [RegularExpression(MemberName)]
    public string? IdMember { get; set; }

    /// <summary>In the answer: the page on which the customer accepts. Absent: the customer is sent it by Microsoft.</summary>
    [RegularExpression(MemberName)]
    public string? UrlMember { get; set; }

    /// <summary>In the agreement that is made of an accepted attestation: the attestation's id.</summary>
    [RegularExpression(MemberName)]
    public string? AgreementMember { get; set; }

    /// <summary>In the form: the signatory's e-mail address. Absent: it is not sent.</summary>
    [RegularExpression(MemberName)]
    public string? EmailMember { get; set; }

    /// <summary>In the form: the signatory's phone number. Absent: it is not sent.</summary>
    [RegularExpression(MemberName)]
    public string? PhoneMember { get; set; }

    /// <summary>Enough is known to start an attestation and to make an agreement of it.</summary>
    public bool IsKnown => IdMember is not null && AgreementMember is not null;
}
