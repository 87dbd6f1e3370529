using Onboarding.Agreements;
using Onboarding.Messages;
using Onboarding.Reference;
using Onboarding.Requests;
using PartnerCenter;

namespace Onboarding.Validation;

/// <summary>The acceptance of the Microsoft Customer Agreement and its evidence (C §9).</summary>
internal static class AgreementRules
{
    private const string Path = "/agreement";
    private static readonly DateOnly FirstDay = new(2019, 10, 1);

    // C §9.0: what was accepted before has to be accepted again.
    private static readonly DateOnly StillValidFrom = new(2023, 4, 1);

    public static void Check(
        OnboardingRequest request,
        PartnerProfile? partner,
        bool enhancedIsKnown,
        CountryRulebook? country,
        DateOnly today,
        FindingList findings
    )
    {
        var agreement = request.Agreement;
        if (partner is { Capabilities.Agreements: false })
        {
            if (agreement is not null)
                findings.Error(
                    ErrorCodes.AgreementModeNotInCloud,
                    Path,
                    $"The cloud {partner.Cloud} has no Microsoft Customer Agreement to be recorded; leave agreement "
                        + $"out."
                );
            return;
        }

        if (agreement is null)
        {
            findings.Error(
                ErrorCodes.FieldRequired,
                Path,
                $"agreement is missing: nothing can be ordered before the customer has accepted it."
            );
            return;
        }

        if (partner is not null && !partner.AllowedAgreements.HasFlag(WayOf(agreement.Mode)))
            findings.Error(
                ErrorCodes.AgreementModeNotAllowed,
                $"{Path}/mode",
                WhyNot(agreement.Mode, partner),
                NameOf(partner.AllowedAgreements)
            );
        else if (agreement.Mode == AgreementMode.Enhanced && !enhancedIsKnown)
            findings.Error(
                ErrorCodes.AgreementModeNotAllowed,
                $"{Path}/mode",
                $"Enhanced attestation needs what Microsoft's reference says of it in the configuration: "
                    + $"{EnhancedAttestationOptions.Section}, see docs/configuration.md.",
                NameOf(partner?.AllowedAgreements ?? AgreementWays.Direct)
            );
        if (agreement.Mode == AgreementMode.Attestation)
            CheckEvidence(agreement, partner, findings);
        else
            CheckSignatory(request, agreement, findings);
        CheckDocument(agreement, findings);
        if (agreement.AcceptedOn is { } acceptedOn)
            CheckDay(acceptedOn, today, findings);
        if (agreement.AcceptedBy is { Email: { } email } && agreement.Mode != AgreementMode.Attestation)
            ContactRules.CheckEmail(email, $"{Path}/acceptedBy/email", partner, findings);
        if (
            agreement.AcceptedBy?.Phone is { } phone
            && !Phones.IsPossible(phone, country?.Country ?? request.Customer.Address?.Country)
        )
            findings.Error(
                ErrorCodes.PhoneInvalid,
                $"{Path}/acceptedBy/phone",
                $"No possible phone number; write it with + and the calling code."
            );
    }

    private static void CheckDay(DateOnly acceptedOn, DateOnly today, FindingList findings)
    {
        const string path = $"{Path}/acceptedOn";
        if (acceptedOn > today)
            findings.Error(
                ErrorCodes.AcceptedInFuture,
                path,
                $"The acceptance must not lie in the future: nowhere on earth is it later than {today:yyyy-MM-dd}."
            );
        else if (acceptedOn < FirstDay)
            findings.Error(
                ErrorCodes.AcceptedTooEarly,
                path,
                $"The Microsoft Customer Agreement has been there since {FirstDay:yyyy-MM-dd}; nobody can have "
                    + $"accepted it before."
            );
        else if (acceptedOn < StillValidFrom)
            findings.Error(
                ErrorCodes.AcceptanceOutdated,
                path,
                $"An acceptance from before {StillValidFrom:yyyy-MM-dd} counts no more: the agreement must be "
                    + $"accepted again."
            );
    }

    private static void CheckEvidence(AgreementSection agreement, PartnerProfile? partner, FindingList findings)
    {
        if (agreement.AcceptedOn is null)
            findings.Error(
                ErrorCodes.EvidenceIncomplete,
                $"{Path}/acceptedOn",
                $"An attestation names the day on which the customer accepted."
            );
        if (agreement.AcceptedBy is not { } by)
        {
            findings.Error(
                ErrorCodes.EvidenceIncomplete,
                $"{Path}/acceptedBy",
                $"An attestation names who accepted on the customer's side."
            );
            return;
        }

        if (by.FirstName is null)
            findings.Error(
                ErrorCodes.EvidenceIncomplete,
                $"{Path}/acceptedBy/firstName",
                $"An attestation names who accepted, with first name."
            );
        else
            ContactRules.CheckName(by.FirstName, $"{Path}/acceptedBy/firstName", findings);
        if (by.LastName is null)
            findings.Error(
                ErrorCodes.EvidenceIncomplete,
                $"{Path}/acceptedBy/lastName",
                $"An attestation names who accepted, with last name."
            );
        else
            ContactRules.CheckName(by.LastName, $"{Path}/acceptedBy/lastName", findings);
        if (by.Email is null)
            findings.Error(
                ErrorCodes.EvidenceIncomplete,
                $"{Path}/acceptedBy/email",
                $"An attestation names who accepted, with e-mail address."
            );
        else
            ContactRules.CheckEmail(by.Email, $"{Path}/acceptedBy/email", partner, findings);
    }

    private static void CheckDocument(AgreementSection agreement, FindingList findings)
    {
        if (agreement.Evidence is not { } evidence)
            return;
        if (agreement.Mode != AgreementMode.Attestation)
            findings.Error(
                ErrorCodes.FieldNotAllowed,
                $"{Path}/evidence",
                $"Where the customer accepts itself, Microsoft has the evidence; leave it out."
            );
        else if (evidence.DocumentSha256 is { } hash && (hash.Length != 64 || !hash.All(char.IsAsciiHexDigit)))
            findings.Error(
                ErrorCodes.FieldInvalid,
                $"{Path}/evidence/documentSha256",
                $"The SHA-256 of the signed document: 64 hexadecimal digits."
            );
        else if (evidence is { DocumentSha256: null, Source: null })
            findings.Error(
                ErrorCodes.FieldRequired,
                $"{Path}/evidence",
                $"Evidence is a documentSha256, a source, or both."
            );
    }

    /// <summary>
    /// Checks that there is somebody to ask when the customer accepts by itself: the signatory, or else the primary
    /// contact.
    /// </summary>
    private static void CheckSignatory(OnboardingRequest request, AgreementSection agreement, FindingList findings)
    {
        if (agreement.AcceptedOn is not null)
            findings.Error(
                ErrorCodes.FieldNotAllowed,
                $"{Path}/acceptedOn",
                $"Where the customer accepts itself, the day is Microsoft's to tell; leave it out."
            );
        if (
            agreement.Mode == AgreementMode.Enhanced
            && Signatory.Of(request) is { FirstName: null } or { LastName: null }
        )
            findings.Error(
                ErrorCodes.EvidenceIncomplete,
                $"{Path}/acceptedBy",
                $"Enhanced attestation names the signatory with first and last name: name acceptedBy or contact."
            );
        if (agreement.AcceptedBy?.Email is null && request.Contact?.Email is null)
            findings.Error(
                ErrorCodes.EvidenceIncomplete,
                $"{Path}/acceptedBy",
                $"Somebody at the customer must be asked to accept: name acceptedBy or contact."
            );
    }

    /// <summary>
    /// Lists the modes with the usual one first; the partner's own word is the last, since hardly any account may still
    /// give it.
    /// </summary>
    public static IReadOnlyList<AgreementMode> ModesByPreference { get; } =
    [AgreementMode.Direct, AgreementMode.Enhanced, AgreementMode.Attestation];

    /// <summary>
    /// Gets a value that says whether the partner's cloud, its account and the configuration allow the mode.
    /// </summary>
    public static bool IsOpen(AgreementMode mode, PartnerProfile partner, bool enhancedIsKnown) =>
        partner.Capabilities.Agreements
        && partner.AllowedAgreements.HasFlag(WayOf(mode))
        && (mode != AgreementMode.Enhanced || enhancedIsKnown);

    private static AgreementWays WayOf(AgreementMode mode) =>
        mode switch
        {
            AgreementMode.Direct => AgreementWays.Direct,
            AgreementMode.Enhanced => AgreementWays.Enhanced,
            _ => AgreementWays.Attestation,
        };

    private static Message WhyNot(AgreementMode mode, PartnerProfile partner) =>
        mode == AgreementMode.Attestation
            ? (Message)(
                $"Microsoft takes the partner's word for the agreement no more since 5 January 2026: the customer "
                + $"accepts it. "
                + $"Where your account is still allowed to state it, Partners:{partner.Name}:Agreements says so "
                + $"(Attestation, Direct)."
            )
            : $"The partner's account allows {partner.AllowedAgreements} only.";

    private static string? NameOf(AgreementWays allowed) =>
        allowed.HasFlag(AgreementWays.Direct) ? "direct"
        : allowed.HasFlag(AgreementWays.Enhanced) ? "enhanced"
        : null;
}
