namespace Onboarding.Restores;

/// <summary>A time that the stored data knows nothing of, because a copy was put in its place.</summary>
/// <param name="From">When the copy was made.</param>
/// <param name="Until">When it was put in place.</param>
public sealed record RestorePoint(DateTimeOffset From, DateTimeOffset Until);

/// <summary>Tells which times the stored data knows nothing of.</summary>
public interface IRestorePoints
{
    /// <summary>Gets them, oldest first.</summary>
    IReadOnlyList<RestorePoint> All { get; }
}
