namespace Onboarding.Submission;

/// <summary>Derives the ids of onboardings with a key of the store, so that nobody outside can compute one.</summary>
public sealed class OnboardingIds(IStoreKeys keys)
{
    private const string KeyName = "onboarding-ids";

    private byte[]? _key;

    /// <summary>Derives the id of a partner's reference, or of a key that is good by itself.</summary>
    public async Task<OnboardingId> Of(string partner, string key, CancellationToken cancellationToken) =>
        OnboardingId.From(_key ??= await keys.GetOrCreate(KeyName, cancellationToken), partner, key);
}
