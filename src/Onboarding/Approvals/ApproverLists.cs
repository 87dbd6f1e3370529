namespace Onboarding.Approvals;

/// <summary>
/// Reads the lists of approvers of the configuration: any of <c>role:{role}</c> and <c>group:{group}</c>.
/// </summary>
internal static class ApproverLists
{
    private const string Role = "role:";
    private const string Group = "group:";
    private const string Everything = "GlobalAdmin";

    /// <summary>The parts of a list with commas.</summary>
    public static IReadOnlyList<string> Split(string? text) =>
        (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public static bool IsValid(string? text) =>
        Split(text) is { Count: > 0 } parts
        && parts.All(part => Rest(part, Role) is { Length: > 0 } || Rest(part, Group) is { Length: > 0 });

    public static bool Allow(IReadOnlyList<string> by, IReadOnlyList<string> roles, IReadOnlyList<string> groups) =>
        by.Any(part =>
            Rest(part, Role) is { } role && (Holds(roles, role) || Holds(roles, Everything))
            || Rest(part, Group) is { } group && Holds(groups, group)
        );

    public static bool Holds(IReadOnlyList<string> list, string name) =>
        list.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static string? Rest(string part, string prefix) =>
        part.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? part[prefix.Length..] : null;
}
