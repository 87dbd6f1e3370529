namespace OnboardingServer.Journal;

/// <summary>The form of instance ids, the same on both hosts.</summary>
internal static class InstanceIds
{
    /// <exception cref="ArgumentException">It has another form.</exception>
    public static string Check(string id) =>
        id.Length is > 0 and <= 100 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or ':')
            ? id
            : throw new ArgumentException(
                "An instance id is 1 to 100 characters of a-z, A-Z, 0-9, -, _ and :.",
                nameof(id)
            );
}
