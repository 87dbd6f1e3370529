namespace Onboarding.Requests;

/// <summary>A finding in one line, for files and terminals.</summary>
public static class FindingText
{
    public static string Of(Finding finding) =>
        $"{finding.Severity.ToString().ToLowerInvariant()} "
        + $"{finding.Code}{(finding.Path.Length > 1 ? $" at {finding.Path[1..].Replace('/', '.')}" : "")}: "
        + $"{finding.Message}{(finding.Suggestion is null ? "" : $" Suggested: {finding.Suggestion}.")}";
}
