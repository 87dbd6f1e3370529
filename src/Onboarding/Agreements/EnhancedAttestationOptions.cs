using System.ComponentModel.DataAnnotations;

namespace Onboarding.Agreements;

/// <summary>
/// Names what the contract does not know of enhanced attestation (C §9.6, C §25 row 2), as the vendor's current
/// reference has it: nothing is sent
/// or read under an invented name. Section <c>Agreements:Enhanced</c>. Requests may use enhanced attestation once
/// everything that
/// <see cref="Missing"/> asks for is there and the partner's profile allows it.
/// </summary>
public sealed class EnhancedAttestationOptions
{
    public const string Section = "Agreements:Enhanced";

    private const string MemberName = "^[A-Za-z][A-Za-z0-9]{0,59}$";
    private const string Placeholder = "{attestationId}";

    /// <summary>The member of the answer with the attestation's id.</summary>
    [RegularExpression(MemberName)]
    public string? IdMember { get; set; }

    /// <summary>
    /// The page on which the customer reads and accepts, with <c>{attestationId}</c> in it: the link that Microsoft
    /// gives the partner.
    /// </summary>
    [RegularExpression(@"^(https://|http://(127\.0\.0\.1|localhost)[:/]).*\{attestationId\}.*$")]
    public string? UrlTemplate { get; set; }

    /// <summary>
    /// The path under which an attestation is read, with <c>{attestationId}</c> in it, such as
    /// <c>/v1/…/{attestationId}</c>.
    /// </summary>
    [RegularExpression(@"^/[A-Za-z0-9/._-]*\{attestationId\}[A-Za-z0-9/._-]*$")]
    public string? StatusPath { get; set; }

    /// <summary>The member of the answer of <see cref="StatusPath"/> with the state of the attestation.</summary>
    [RegularExpression(MemberName)]
    public string? StatusMember { get; set; }

    /// <summary>The words that say that the customer has accepted, with commas; case does not matter.</summary>
    [Required]
    public string AcceptedStates { get; set; } = "accepted, finalised, finalized";

    /// <summary>The words that say that it was not accepted in time.</summary>
    [Required]
    public string ExpiredStates { get; set; } = "expired";

    /// <summary>The words that say that the customer has refused.</summary>
    [Required]
    public string RefusedStates { get; set; } = "refused, rejected, declined";

    /// <summary>The member of the agreement with the id of the accepted attestation from which it is made.</summary>
    [RegularExpression(MemberName)]
    public string? AgreementMember { get; set; }

    /// <summary>The member of the form with the signatory's e-mail address. Absent: it is not sent.</summary>
    [RegularExpression(MemberName)]
    public string? EmailMember { get; set; }

    /// <summary>The member of the form with the signatory's phone number. Absent: it is not sent.</summary>
    [RegularExpression(MemberName)]
    public string? PhoneMember { get; set; }

    /// <summary>
    /// Gets whether enough is known to ask the customer, to see its answer and to make the agreement of it.
    /// </summary>
    public bool IsKnown => Missing.Count == 0;

    /// <summary>Lists the keys that are still to be configured.</summary>
    public IReadOnlyList<string> Missing =>
        [
            .. new (string Key, string? Value)[]
            {
                (nameof(IdMember), IdMember),
                (nameof(UrlTemplate), UrlTemplate),
                (nameof(StatusPath), StatusPath),
                (nameof(StatusMember), StatusMember),
                (nameof(AgreementMember), AgreementMember),
            }
                .Where(member => string.IsNullOrEmpty(member.Value))
                .Select(member => $"{Section}:{member.Key}"),
        ];

    internal string UrlOf(string attestation) =>
        UrlTemplate!.Replace(Placeholder, Uri.EscapeDataString(attestation), StringComparison.Ordinal);

    internal AttestationState StateOf(string word) =>
        Has(AcceptedStates, word) ? AttestationState.Accepted
        : Has(ExpiredStates, word) ? AttestationState.Expired
        : Has(RefusedStates, word) ? AttestationState.Refused
        : AttestationState.Pending;

    private static bool Has(string words, string word) =>
        words
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Contains(word, StringComparer.OrdinalIgnoreCase);
}

/// <summary>The state of an enhanced attestation.</summary>
internal enum AttestationState
{
    /// <summary>The customer has not answered, or the word is not known.</summary>
    Pending,
    Accepted,
    Expired,
    Refused,
}
