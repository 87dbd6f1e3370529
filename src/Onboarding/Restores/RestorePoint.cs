namespace Onboarding.Restores;

/// <summary>A time that the stored data knows nothing of, because a copy was put in its place.</summary>
/// <param name="From">The time at which the copy was made.</param>
/// <param name="Until">The time at which it was restored.</param>
public sealed record RestorePoint(DateTimeOffset From, DateTimeOffset Until)
{
    /// <summary>
    /// Gets the id of the open task that asks operators to look at that time, where the host has added one.
    /// </summary>
    public string OpenTaskId => $"restored-{Until:yyyyMMddHHmmss}";
}

/// <summary>Lists the periods of which the stored data holds nothing.</summary>
public interface IRestorePoints
{
    /// <summary>Gets them, oldest first.</summary>
    IReadOnlyList<RestorePoint> All { get; }
}
