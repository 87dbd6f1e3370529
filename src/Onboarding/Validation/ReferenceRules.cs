using Onboarding.Requests;

namespace Onboarding.Validation;

/// <summary>Checks the identifier of a request: the caller's reference, or the idempotency key of its call.</summary>
internal static class ReferenceRules
{
    public const int LongestKey = 200;

    public static void Check(OnboardingRequest request, FindingList findings)
    {
        if (request.Reference.Length == 0)
            findings.Error(ErrorCodes.FieldRequired, "/reference", $"reference must not be empty.");
    }

    /// <summary>Null when the key is good.</summary>
    public static Finding? CheckKey(string key) =>
        key.Length is > 0 and <= LongestKey && key.All(c => c is > ' ' and <= '~')
            ? null
            : new(
                ErrorCodes.IdempotencyKeyInvalid,
                "",
                FindingSeverity.Error,
                $"An idempotency key is 1 to {LongestKey} visible ASCII characters."
            );
}
