using System.Text.RegularExpressions;

namespace OnboardingServer.Hosting;

/// <summary>
/// Adds the configuration key to the framework's messages about a wrong setting, which name a class and a member.
/// </summary>
internal static partial class OptionNames
{
    /// <summary>Gets the message with the key in front; unchanged if there is no key to name.</summary>
    public static string WithKey(string message)
    {
        if (
            Annotation().Match(message) is { Success: true } annotated
            && SectionOf(annotated.Groups["type"].Value) is { } section
        )
            return $"{section}:{annotated.Groups["member"].Value.Replace('.', ':')}: {annotated.Groups["error"].Value}";
        if (
            Unknown().Match(message) is { Success: true } unknown
            && SectionOf(unknown.Groups["type"].Value) is { } ofUnknown
        )
            return $"{string.Join(", ", Quoted().Matches(unknown.Groups["names"].Value).Select(name => $"{ofUnknown}:{name.Groups[1].Value}"))} is no setting; docs/configuration.md lists what there is.";
        return message;
    }

    private static string? SectionOf(string type) =>
        AppDomain
            .CurrentDomain.GetAssemblies()
            .Where(assembly =>
                assembly.GetName().Name is { } name
                && (
                    name.StartsWith("Onboarding", StringComparison.Ordinal)
                    || name.StartsWith("PartnerCenter", StringComparison.Ordinal)
                )
            )
            .SelectMany(assembly => assembly.GetTypes())
            .FirstOrDefault(known => known.Name == type || known.FullName == type)
            ?.GetField("Section")
            ?.GetRawConstantValue() as string;

    [GeneratedRegex(
        "^DataAnnotation validation failed for '(?<type>[^']+)' members: '(?<member>[^']+)' with the error: "
            + "'(?<error>.*)'\\.$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline
    )]
    private static partial Regex Annotation();

    [GeneratedRegex(
        "ErrorOnUnknownConfiguration.* on the instance of (?<type>[^:]+): (?<names>.*)$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline
    )]
    private static partial Regex Unknown();

    [GeneratedRegex("'([^']+)'", RegexOptions.CultureInvariant)]
    private static partial Regex Quoted();
}
