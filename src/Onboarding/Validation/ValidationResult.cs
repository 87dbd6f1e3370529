using Onboarding.Messages;
using Onboarding.Requests;
using PartnerCenter;

namespace Onboarding.Validation;

/// <summary>A question about a request that only Partner Center can answer.</summary>
internal enum VendorCheck
{
    Address,
    Customer,
    Reseller,
    Agreement,
    Offers,
}

/// <summary>The result of the validation of a request.</summary>
/// <param name="Findings">Of every rule and of every question that was answered.</param>
/// <param name="Open">
/// The questions that got no answer: throttled, unreachable or not signed in. Nothing follows from them for the
/// request.
/// </param>
public sealed record ValidationResult(IReadOnlyList<Finding> Findings, IReadOnlyList<OpenQuestion> Open)
{
    public bool HasErrors => Findings.Any(finding => finding.Severity == FindingSeverity.Error);

    /// <summary>The findings, with a warning for every question that got no answer.</summary>
    public IReadOnlyList<Finding> ForCaller => [.. Findings, .. Open.Select(question => question.Warning)];
}

/// <summary>A question that got no answer.</summary>
public sealed class OpenQuestion
{
    internal OpenQuestion(VendorCheck check, string path, PartnerCenterException cause) =>
        (Check, Path, Cause) = (check, path, cause);

    /// <summary>The error for which there is no answer.</summary>
    public PartnerCenterException Cause { get; }

    internal VendorCheck Check { get; }

    private string Path { get; }

    internal Finding Warning =>
        new(
            ErrorCodes.NotCheckedYet,
            Path,
            FindingSeverity.Warning,
            Cause.Fault == Fault.Unauthorized
                ? (Message)(
                    $"Partner Center refuses the partner's sign-in, so this could not be checked; it is checked before "
                    + $"anything is done."
                )
                : $"Partner Center does not answer now, so this could not be checked; it is checked before anything "
                    + $"is done."
        );
}
