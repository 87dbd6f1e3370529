namespace Onboarding.Progress;

/// <summary>The numbers of onboardings by state.</summary>
/// <param name="Open">Those that have not ended, by stage.</param>
/// <param name="Ended">Those that have ended, by their last stage.</param>
/// <param name="Stopped">Those that wait for an operator, by error code.</param>
public sealed record OnboardingCounts(
    IReadOnlyDictionary<string, int> Open,
    IReadOnlyDictionary<string, int> Ended,
    IReadOnlyDictionary<string, int> Stopped
);
