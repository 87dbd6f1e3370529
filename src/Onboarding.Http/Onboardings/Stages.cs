using Onboarding.Progress;

namespace Onboarding.Http.Onboardings;

/// <summary>The values that <c>state=</c> may have.</summary>
internal static class Stages
{
    public static IReadOnlyList<string> Named { get; } = [.. Stage.Open, .. Stage.Outcomes];

    public static IReadOnlySet<string> All { get; } =
        new HashSet<string>(["open", "ended", .. Named], StringComparer.Ordinal);
}
