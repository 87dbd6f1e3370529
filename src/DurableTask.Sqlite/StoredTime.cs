namespace DurableTask.Sqlite;

/// <summary>Reads the times of rows, which are UTC ticks.</summary>
internal static class StoredTime
{
    /// <summary>Gets the time; what a disk has made of one outside of all times is the nearest there is.</summary>
    public static DateTimeOffset Of(long ticks) => new(Math.Clamp(ticks, 0, DateTime.MaxValue.Ticks), TimeSpan.Zero);
}
