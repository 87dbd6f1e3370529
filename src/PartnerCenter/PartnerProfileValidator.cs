using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace PartnerCenter;

/// <summary>Checks a profile as a whole; each finding names its key and what was expected.</summary>
internal sealed class PartnerProfileValidator : IValidateOptions<PartnerProfile>
{
    public ValidateOptionsResult Validate(string? name, PartnerProfile options)
    {
        var section = $"Partners:{name}";
        var annotated = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), annotated, validateAllProperties: true);
        var wrong = annotated
            .SelectMany(result => result.MemberNames)
            .Distinct()
            .Select(member => $"{section}:{member} {Expected(member)}.")
            .ToList();
        if (options.TenantId == Guid.Empty)
            wrong.Add($"{section}:{nameof(options.TenantId)} is missing; expected the partner's tenant id, a GUID.");
        Secure(options.BaseAddress, nameof(options.BaseAddress));
        Secure(options.Authority, nameof(options.Authority));
        if (Misplaced(options) is { } misplaced)
            wrong.Add($"{section}:{nameof(options.Agreements)} is '{options.Agreements}'; {misplaced}.");
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);

        void Secure(Uri? address, string key)
        {
            if (
                address is not null
                && address.Scheme != Uri.UriSchemeHttps
                && !(address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)
            )
                wrong.Add($"{section}:{key} is '{address}'; expected https, or http on loopback.");
        }
    }

    private static string? Misplaced(PartnerProfile partner) =>
        partner.Agreements switch
        {
            null => null,
            AgreementWays.None => "expected Direct, Enhanced or both",
            _ when !partner.Capabilities.Agreements =>
                $"expected nothing, since the cloud {partner.Cloud} has no Microsoft Customer Agreement to be recorded",
            { } ways when ways.HasFlag(AgreementWays.Attestation) && !ways.HasFlag(AgreementWays.Direct) =>
                "expected Direct beside Attestation, since Microsoft closes the partner's word and the customer is "
                    + "asked then",
            _ => null,
        };

    private static string Expected(string member) =>
        member switch
        {
            nameof(PartnerProfile.BaseAddress) =>
                "is missing; expected the REST base, for the public cloud https://api.partnercenter.microsoft.com",
            nameof(PartnerProfile.Authority) =>
                "is missing; expected the token authority, for the public cloud https://login.microsoftonline.com",
            nameof(PartnerProfile.ClientId) => "is missing; expected the application's id",
            nameof(PartnerProfile.CredentialName) =>
                "is missing or has other characters; expected a name of letters, digits and hyphens, under which the "
                    + "credential is stored",
            nameof(PartnerProfile.RequestTimeout) => "is out of range; expected between 00:00:01 and 00:30:00",
            _ => "is not valid",
        };
}
