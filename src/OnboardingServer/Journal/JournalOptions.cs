using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using DurableTask.Sqlite;

namespace OnboardingServer.Journal;

/// <summary>The embedded engine, section <c>Server</c>.</summary>
public sealed class JournalOptions
{
    public const string Section = "Server";

    /// <summary>
    /// Folder of everything this server keeps: the journal, the stores, the vault. Created when missing; used by one
    /// process at a time. Relative to the working directory.
    /// </summary>
    [Required(AllowEmptyStrings = false)]
    public string DataDirectory { get; set; } = "./data";

    /// <summary>Activities that run at once, 1 to 10,000.</summary>
    [Range(1, 10_000)]
    public int MaxConcurrentActivities { get; set; } = 64;

    /// <summary>
    /// The time after which a running activity is cancelled and its call fails with <c>activity.timeout</c>, which may
    /// be retried; 1 s to 1 day. Longer than all calls of one activity may take together.
    /// </summary>
    [Range(
        typeof(TimeSpan),
        "00:00:01",
        "1.00:00:00",
        ConvertValueInInvariantCulture = true,
        ParseLimitsInInvariantCulture = true
    )]
    public TimeSpan ActivityTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// The time for which the history of an ended instance is kept, 1 day to 100 years. Records, timelines and the
    /// audit stay.
    /// </summary>
    [Range(
        typeof(TimeSpan),
        "1.00:00:00",
        "36500.00:00:00",
        ConvertValueInInvariantCulture = true,
        ParseLimitsInInvariantCulture = true
    )]
    public TimeSpan HistoryRetention { get; set; } = TimeSpan.FromDays(365);

    /// <summary>
    /// Path of a file with the keys that histories are encrypted with: 32 bytes in Base64 per line, the first to write
    /// with, the others to read what they encrypted until it is encrypted anew in the background. Absent: histories are
    /// not encrypted. Once encrypted, a journal does not open without its keys.
    /// </summary>
    public string? HistoryKey { get; set; }

    /// <summary>
    /// Instances held in memory, 1 to 1,000,000; more of them wait on disk until one of these has nothing in flight.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxLoadedInstances { get; set; } = 5_000;

    /// <summary>Makes the journal's file, which is not opened yet.</summary>
    internal JournalFile NewFile(TimeProvider time, ILogger logger) =>
        new(Path.Combine(DataDirectory, FileName), ForHub(), time, logger);

    /// <summary>Makes the settings of the task hub in it.</summary>
    internal SqliteTaskHubOptions ForHub()
    {
        var options = new SqliteTaskHubOptions
        {
            ActivityTimeout = ActivityTimeout,
            Retention = HistoryRetention,
            HistoryKey = HistoryKey,
            MaxLoadedInstances = MaxLoadedInstances,
            MaxPayloadLength = MostCharacters,
            ReuseEndedIds = false,
            ApplicationId = ApplicationId,
            PrivateDirectory = true,
            PathSetting = "Server:DataDirectory (--data)",
            HistoryKeySetting = "Server:HistoryKey",
            DamageAdvice =
                "Put the newest backup in its place with the command restore (docs/operations.md), or choose another "
                + "directory with Server:DataDirectory (--data).",
        };
        foreach (var (number, sql) in Scripts)
            options.Scripts.Add(number, sql);
        return options;
    }

    // Of one input, result or event.
    private const int MostCharacters = 1_000_000;

    // "OnbJ": tells our file from any other SQLite database.
    private const int ApplicationId = 0x4F6E624A;
    private const string FileName = "onboarding.db";

    // Of the stores, which lie in the same file and are written by the same writer. Never changed, only added. Numbers
    // that are missing were those of the hub's tables, when it was not a project of its own.
    private static readonly IReadOnlyList<(int Number, string Sql)> Scripts =
    [
        .. Assembly
            .GetExecutingAssembly()
            .GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
            .Select(name =>
                (int.Parse(name.Split('.')[^2].Split('-')[0].TrimStart('_'), CultureInfo.InvariantCulture), Read(name))
            )
            .OrderBy(script => script.Item1),
    ];

    private static string Read(string name)
    {
        using var resource = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return resource.ReadToEnd();
    }
}
