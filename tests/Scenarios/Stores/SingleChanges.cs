using Onboarding;
using Onboarding.Progress;

namespace Scenarios.Stores;

/// <summary>How tests write one change.</summary>
public static class SingleChanges
{
    /// <returns>Whether it was written now.</returns>
    public static async Task<bool> Apply(
        this IOnboardingRecords records,
        OnboardingId id,
        OnboardingChange change,
        CancellationToken cancellationToken
    ) => await records.Apply(id, [change], cancellationToken) is not null;
}
