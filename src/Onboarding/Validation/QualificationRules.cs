using Onboarding.Requests;

namespace Onboarding.Validation;

/// <summary>Checks the requested qualification of a customer (C §13).</summary>
internal static class QualificationRules
{
    private const string Path = "/customer/qualification";

    public static void Check(QualificationSection? qualification, FindingList findings)
    {
        if (qualification is null)
            return;
        if (qualification.Kind == CustomerQualificationKind.Education && qualification.Segment is null)
            findings.Error(
                ErrorCodes.FieldRequired,
                $"{Path}/segment",
                $"Education is k12 or higherEducation: segment is missing."
            );
        if (
            qualification.Kind == CustomerQualificationKind.GovernmentCommunityCloud
            && qualification.ValidationCode is null
        )
            findings.Error(
                ErrorCodes.FieldRequired,
                $"{Path}/validationCode",
                $"The government community cloud asks for one of the partner's codes: validationCode is missing."
            );
        if (
            qualification.Website is { } website
            && !(
                Uri.TryCreate(website, UriKind.Absolute, out var url)
                && (url.Scheme is "http" or "https")
                && url.Host.Contains('.', StringComparison.Ordinal)
            )
        )
            findings.Error(
                ErrorCodes.FieldInvalid,
                $"{Path}/website",
                $"The address of the customer's website, such as https://school.example."
            );
    }

    /// <summary>
    /// Gets a value that says whether offers of a segment are open to a customer with that qualification. Nobody can
    /// qualify as nonprofit by a call.
    /// </summary>
    public static bool Opens(QualificationSection? qualification, string segment) =>
        qualification?.Kind switch
        {
            CustomerQualificationKind.Education => segment.Equals("education", StringComparison.OrdinalIgnoreCase),
            CustomerQualificationKind.GovernmentCommunityCloud => segment.Equals(
                "government",
                StringComparison.OrdinalIgnoreCase
            ),
            _ => false,
        };
}
