namespace Onboarding.Approvals;

/// <summary>
/// Tells whether two who did something are the same person. Who signs in with Entra ID is written as a name, for
/// people, and behind it in brackets the id, which nobody can change: <c>otto@partner.example [oid.tid]</c>.
/// </summary>
public static class PersonId
{
    /// <summary>Formats the name and the id of a person as one text.</summary>
    /// <param name="name">The name, which may change.</param>
    /// <param name="objectId">The id of the user or application in its tenant.</param>
    /// <param name="tenantId">The tenant.</param>
    public static string Write(string name, Guid objectId, Guid tenantId) => $"{name} [{objectId}.{tenantId}]";

    /// <summary>Gets the name of somebody who was written down, also of one without an id.</summary>
    public static string NameOf(string written) => IdOf(written) is { } id ? written[..^(id.Length + 3)] : written;

    /// <summary>
    /// Gets a value that says whether two texts name the same person: by their ids, and by their names when one has no
    /// id.
    /// </summary>
    public static bool IsSame(string one, string other) =>
        IdOf(one) is { } id && IdOf(other) is { } otherId
            ? id.Equals(otherId, StringComparison.OrdinalIgnoreCase)
            : NameOf(one).Equals(NameOf(other), StringComparison.OrdinalIgnoreCase);

    // Two GUIDs with a dot, in brackets, behind a blank.
    private static string? IdOf(string written)
    {
        const int Length = 36 + 1 + 36;
        if (
            written.Length < Length + 4
            || written[^1] != ']'
            || written[^(Length + 3)] != ' '
            || written[^(Length + 2)] != '['
        )
            return null;
        var id = written[^(Length + 1)..^1];
        return id[36] == '.' && Guid.TryParseExact(id[..36], "D", out _) && Guid.TryParseExact(id[37..], "D", out _)
            ? id
            : null;
    }
}
