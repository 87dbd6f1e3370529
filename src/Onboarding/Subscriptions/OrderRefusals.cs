using Onboarding.Effects;
using PartnerCenter;

namespace Onboarding.Subscriptions;

/// <summary>
/// Maps the vendor's refusals of a purchase (C §4.2, §16) to our error codes, if one of ours is more specific.
/// </summary>
internal static class OrderRefusals
{
    /// <summary>Ours for a vendor's code; the vendor's own where ours says no more.</summary>
    public static string CodeOf(string? vendor) =>
        vendor switch
        {
            "400019" or "800008" => ErrorCodes.CatalogStale,
            PartnerCenterErrorCodes.AgreementMissing => ErrorCodes.AgreementMissing,
            "800073" or "800074" => ErrorCodes.AccountUnderReview,
            "800075" => ErrorCodes.AccountNotAllowed,
            "800023" or "800025" or "900121" => ErrorCodes.CreditLimit,
            "800069" => ErrorCodes.RiskRefused,
            "900124" => ErrorCodes.PartnerAgreementMissing,
            "800039" or "900149" => ErrorCodes.PartnerProgrammeInactive,
            "2030" => ErrorCodes.PartnerNotInCountry,
            "900123" or "900154" or "900400" or "800015" or "800016" or "2071" => ErrorCodes.ResellerNotAuthorized,
            "800018" or "800066" or "800067" or "800068" or "800088" or "800089" or "900419" or "10009" =>
                ErrorCodes.LimitReached,
            "800086" or "2085" => ErrorCodes.NotQualified,
            _ => $"partner-center.{vendor ?? "unknown"}",
        };

    /// <summary>Ours for a fault of a purchase; null where the fault speaks for itself.</summary>
    public static string? Of(PartnerCenterException exception) =>
        exception.Fault is Fault.Refused or Fault.NotFound
        && CodeOf(exception.Code) is var code
        && code != VendorFailure.Code(exception)
        && !code.StartsWith("partner-center.", StringComparison.Ordinal)
            ? code
            : null;
}
