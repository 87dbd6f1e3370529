using Onboarding.Requests;

namespace Onboarding.Validation;

/// <summary>
/// Checks that every acknowledged code exists, so that a spelling mistake does not hold the onboarding unnoticed.
/// </summary>
internal static class AcknowledgementRules
{
    public static void Check(OnboardingRequest request, FindingList findings)
    {
        for (var index = 0; index < (request.Acknowledged?.Count ?? 0); index++)
        {
            if (!ErrorCodes.All.ContainsKey(request.Acknowledged![index]))
                findings.Error(
                    ErrorCodes.FieldNotAnOption,
                    $"/acknowledged/{index}",
                    $"The code of a finding of severity review, such as address.doubtful."
                );
        }
    }
}
