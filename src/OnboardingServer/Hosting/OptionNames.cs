using System.Text.RegularExpressions;

namespace OnboardingServer.Hosting;

/// <summary>
/// What the framework says of a wrong setting names a class and a member; whoever configures knows keys.
/// </summary>
internal static partial class OptionNames
{
    /// <summary>The message with the key in front; as it is where no key can be told.</summary>
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
