using Onboarding.Requests;
using PartnerCenter;

namespace OnboardingServer.Commands;

/// <summary>Writes findings to stderr, each on a line of its own.</summary>
internal static class FindingLines
{
    public static void Write(string headline, IReadOnlyList<Finding> findings)
    {
        WrappedText.WriteLine(Console.Error, VisibleText.Of(headline));
        Write(findings);
    }

    public static void Write(IEnumerable<Finding> findings, string margin = "  ")
    {
        foreach (var finding in findings)
            WrappedText.WriteLine(Console.Error, margin + Line(finding), margin.Length + 2);
    }

    private static string Line(Finding finding) =>
        VisibleText.Of(
            $"{finding.Severity.ToString().ToLowerInvariant()} {finding.Code} at "
                + $"{(finding.Path.Length == 0 ? "/" : finding.Path)}: "
                + $"{finding.Message}{(finding.Suggestion is null ? "" : $" Suggested: {finding.Suggestion}")}"
        );
}
