using Onboarding.Requests;
using PartnerCenter;
using PartnerCenter.Agreements;

namespace Onboarding.Validation;

/// <summary>Checks whether there is an agreement template for which an acceptance can be recorded (C §9.1).</summary>
internal static class TemplateCheck
{
    public static async Task<IReadOnlyList<Finding>> Check(
        PartnerCenterClient client,
        CancellationToken cancellationToken
    )
    {
        var templates = await client.Agreements.Metadata(AgreementType.MicrosoftCustomerAgreement, cancellationToken);
        return templates.Any(template => template.AgreementType == AgreementType.MicrosoftCustomerAgreement)
            ? []
            :
            [
                new(
                    ErrorCodes.AgreementTemplateMissing,
                    "/agreement",
                    FindingSeverity.Error,
                    $"Partner Center names no template of the Microsoft Customer Agreement."
                ),
            ];
    }
}
