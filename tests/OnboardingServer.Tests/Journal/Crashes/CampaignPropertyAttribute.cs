using FsCheck.Xunit;

namespace OnboardingServer.Tests.Journal.Crashes;

/// <summary>A property that is tried with a sample of a campaign's values, other ones each time.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CampaignPropertyAttribute : PropertyAttribute
{
    /// <param name="sample">How often it is tried by default.</param>
    /// <param name="full">How often with <c>CRASHES=full</c>.</param>
    public CampaignPropertyAttribute(int sample, int full) => MaxTest = CrashBudget.Of(sample, full);
}
