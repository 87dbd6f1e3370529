using Onboarding.Progress;
using Onboarding.Requests;

namespace Onboarding.Validation;

/// <summary>
/// The wizard's checks of account information, contact, agreement, reseller and offers. Replayed code.
/// </summary>
internal static class ValidationSteps
{
    /// <returns>True when a person has to look at the findings.</returns>
    public static async Task<bool> Validate(this OnboardingRun onboarding)
    {
        await onboarding.SetStage(Stage.Validating, Actor.Us, $"The request is checked.");
        var errors = new List<Finding>();
        var holds = false;
        IReadOnlyList<VendorCheck>? open = null;
        do
        {
            var only = open;
            var validated = await onboarding.CallStep(
                "validation",
                ValidateRequestActivity.StoredName,
                _ => new ValidateRequestInput(onboarding.Plan.Id, only)
            );
            errors.AddRange(validated.Errors);
            holds |= validated.Holds;
            open = validated.Open;
        } while (open.Count > 0);

        if (errors.Count > 0)
            throw new OnboardingStopped.Invalid([.. errors.Distinct()]);
        return holds;
    }
}
