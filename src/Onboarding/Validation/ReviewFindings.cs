using Onboarding.Approvals;
using Onboarding.Requests;

namespace Onboarding.Validation;

/// <summary>Finds the findings that a person must have looked at before anything is done.</summary>
internal static class ReviewFindings
{
    /// <summary>
    /// Gets the findings that hold an onboarding: of severity review, and not acknowledged in the request. None where
    /// the configuration lets them pass.
    /// </summary>
    public static IReadOnlyList<Finding> Held(
        IReadOnlyList<Finding> findings,
        OnboardingRequest request,
        ApprovalOptions options
    ) =>
        options.ReviewFindings == ReviewPolicy.Pass
            ? []
            :
            [
                .. findings.Where(finding =>
                    finding.Severity == FindingSeverity.Review
                    && request.Acknowledged?.Contains(finding.Code, StringComparer.Ordinal) != true
                ),
            ];

    /// <summary>Gets the codes of findings, each once, as <c>acknowledged</c> names them.</summary>
    public static IReadOnlyList<string> Codes(IReadOnlyList<Finding> findings) =>
        [.. findings.Select(finding => finding.Code).Distinct(StringComparer.Ordinal)];
}

/// <summary>The handling of findings that hold the onboarding and are not acknowledged.</summary>
public enum ReviewHandling
{
    /// <summary>The onboarding is kept and waits for an approval.</summary>
    Hold,

    /// <summary>Nothing is kept, and the findings are returned.</summary>
    Refuse,

    /// <summary>The caller acknowledges whatever is found.</summary>
    Acknowledge,
}
