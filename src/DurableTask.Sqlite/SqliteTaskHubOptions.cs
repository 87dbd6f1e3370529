namespace DurableTask.Sqlite;

/// <summary>Settings of a task hub in one file. Worker and client of one file share them; set them at either.</summary>
public sealed class SqliteTaskHubOptions
{
    /// <summary>
    /// Gets or sets how long an activity may run before its call fails with <see cref="FailureTypes.ActivityTimeout"/>,
    /// 1 s to 1 day; null, the default: as long as it likes. What does not heed its cancellation is left to itself.
    /// </summary>
    public TimeSpan? ActivityTimeout { get; set; }

    /// <summary>
    /// Gets or sets how long an ended instance is kept before it is removed, at least 1 minute; null, the default:
    /// until it is purged.
    /// </summary>
    public TimeSpan? Retention { get; set; }

    /// <summary>
    /// Gets or sets the path of a file with the keys that payloads and custom statuses are encrypted with
    /// (AES-256-GCM): 32 bytes in Base64 per line, the first to write with, the others to read what they encrypted
    /// until
    /// it is encrypted anew in the background. Null, the default: nothing is encrypted. Once encrypted, a file does not
    /// open without its keys.
    /// </summary>
    public string? HistoryKey { get; set; }

    /// <summary>
    /// Gets or sets how many instances are held in memory, 1 to 1,000,000, 5,000 by default; more of them wait on disk
    /// until one of these has nothing in flight.
    /// </summary>
    public int MaxLoadedInstances { get; set; } = 5_000;

    /// <summary>
    /// Gets or sets how many characters an input, a result or an event may have, 1,000 to 100,000,000, by default
    /// 16,000,000: histories are read as a whole.
    /// </summary>
    public int MaxPayloadLength { get; set; } = 16_000_000;

    /// <summary>
    /// Gets or sets whether the id of an ended instance may be used again before it is purged, as the other backends
    /// allow: by a client, as a sub-orchestration, or to restart it. By default it may.
    /// </summary>
    public bool ReuseEndedIds { get; set; } = true;

    /// <summary>
    /// Gets or sets whether every instance is read and replayed at every turn, as backends without memory do. For
    /// tests: code that is not deterministic is found at once. Costs time.
    /// </summary>
    public bool ReplayEveryTurn { get; set; }

    /// <summary>
    /// Gets the scripts of the application's own tables in the same file, by number. Each is run once, in order, in a
    /// transaction; never change one, only add. A file with a higher number than the highest here is refused.
    /// </summary>
    public SortedDictionary<int, string> Scripts { get; } = [];

    /// <summary>
    /// Gets or sets the number in the file's header that tells this application's files from others. By default that of
    /// any task hub.
    /// </summary>
    public int ApplicationId { get; set; } = 0x44545371;

    /// <summary>
    /// Gets or sets whether nobody but the owner may look into the directory of the file: where others may, it is
    /// closed to them, and where that cannot be, the file is not opened. By default the directory stays as it is. Has
    /// no effect on Windows.
    /// </summary>
    public bool PrivateDirectory { get; set; }

    /// <summary>Gets or sets the words by which a message names where the path of the file is set.</summary>
    public string PathSetting { get; set; } = "the path given to UseSqlite";

    /// <summary>Gets or sets the words by which a message names where <see cref="HistoryKey"/> is set.</summary>
    public string HistoryKeySetting { get; set; } = nameof(HistoryKey);

    /// <summary>Gets or sets the sentence that tells a person what to do about a damaged file.</summary>
    public string DamageAdvice { get; set; } = "Put the newest backup in its place.";

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its limits; the message names it.</exception>
    internal SqliteTaskHubOptions Check()
    {
        Demand(
            ActivityTimeout is null
                || (ActivityTimeout >= TimeSpan.FromSeconds(1) && ActivityTimeout <= TimeSpan.FromDays(1)),
            nameof(ActivityTimeout),
            ActivityTimeout
        );
        Demand(Retention is null || Retention >= TimeSpan.FromMinutes(1), nameof(Retention), Retention);
        Demand(MaxLoadedInstances is >= 1 and <= 1_000_000, nameof(MaxLoadedInstances), MaxLoadedInstances);
        Demand(MaxPayloadLength is >= 1_000 and <= 100_000_000, nameof(MaxPayloadLength), MaxPayloadLength);
        return this;

        static void Demand(bool isInLimits, string name, object? value)
        {
            if (!isInLimits)
                throw new ArgumentOutOfRangeException(
                    name,
                    value,
                    $"{nameof(SqliteTaskHubOptions)}.{name} is outside its limits."
                );
        }
    }
}
