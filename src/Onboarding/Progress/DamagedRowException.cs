namespace Onboarding.Progress;

/// <summary>A row of a store is there and cannot be read: the disk has changed it, or somebody else.</summary>
/// <param name="kind">The kind of thing that the row stores, for people, such as <c>onboarding</c>.</param>
/// <param name="id">The id of the thing.</param>
/// <param name="inner">The reason for which it cannot be read; null: its checksum is another.</param>
public sealed class DamagedRowException(string kind, string id, Exception? inner = null)
    : Exception($"The {kind} {id} cannot be read: what is stored of it is damaged.", inner)
{
    /// <summary>Gets the kind of thing that the row stores.</summary>
    public string Kind => kind;

    /// <summary>Gets by what it is known.</summary>
    public string Id => id;
}
