using PartnerCenter.Customers;

namespace Onboarding.Customers;

/// <summary>
/// The first administrator's credentials of a new tenant, from Microsoft's one answer to the one hand-over.
/// </summary>
public static class AdminCredentials
{
    /// <summary>Gets the name under which the vault stores them, as JSON <c>{"userName":…,"password":…}</c>.</summary>
    public static string SecretName(OnboardingId onboarding) => $"onboarding-{onboarding}-admin";

    internal static Task Keep(
        ISecretVault vault,
        OnboardingId onboarding,
        UserCredentials credentials,
        CancellationToken cancellationToken
    ) =>
        vault.Set(
            SecretName(onboarding),
            DurableJson.Write(new { credentials.UserName, credentials.Password }),
            cancellationToken
        );

    internal static async Task<bool> AreKept(
        ISecretVault vault,
        OnboardingId onboarding,
        CancellationToken cancellationToken
    ) => await vault.Find(SecretName(onboarding), cancellationToken) is not null;
}
