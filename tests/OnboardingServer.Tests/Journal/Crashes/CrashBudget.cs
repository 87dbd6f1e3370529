using System.Globalization;

namespace OnboardingServer.Tests.Journal.Crashes;

/// <summary>
/// How much of a crash campaign is run: a sample by default, the same every time; all of it with <c>CRASHES=full</c>;
/// with a number, a sample so many times as large.
/// </summary>
internal static class CrashBudget
{
    public const string Category = "Crashes";

    private static readonly string? Asked = Environment.GetEnvironmentVariable("CRASHES");

    public static bool IsFull => Asked == "full";

    /// <summary>So many of a campaign's points.</summary>
    public static int Of(int sample, int full) =>
        Asked switch
        {
            null or "" => sample,
            "full" => full,
            _ => Math.Min(full, sample * int.Parse(Asked, CultureInfo.InvariantCulture)),
        };
}
