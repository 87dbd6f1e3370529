namespace Onboarding.Progress;

/// <summary>A row of a store is there and cannot be read: the disk has changed it, or somebody else.</summary>
/// <param name="kind">What the row is, for people, such as <c>onboarding</c>.</param>
/// <param name="id">By what it is known.</param>
/// <param name="inner">Why it cannot be read; null: its checksum is another.</param>
public sealed class DamagedRowException(string kind, string id, Exception? inner = null)
    : Exception($"The {kind} {id} cannot be read: what is stored of it is damaged.", inner)
{
    /// <summary>Gets what the row is.</summary>
    public string Kind => kind;

    /// <summary>Gets by what it is known.</summary>
    public string Id => id;
}
