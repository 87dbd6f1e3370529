using Microsoft.Extensions.Logging;

namespace DurableTask.Sqlite;

/// <summary>Everything this project logs.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Information, "Journal open: {Path}")]
    public static partial void JournalOpened(ILogger logger, string path);

    [LoggerMessage(
        1001,
        LogLevel.Error,
        "The journal cannot be written; callers are refused and the engine tries again"
    )]
    public static partial void DiskRefuses(ILogger logger, Exception reason);

    [LoggerMessage(1002, LogLevel.Information, "The journal can be written again")]
    public static partial void DiskIsBack(ILogger logger);

    [LoggerMessage(1003, LogLevel.Error, "A {Write} cannot be written; whoever asked for it is told")]
    public static partial void WriteFailed(ILogger logger, Exception fault, string write);

    [LoggerMessage(
        1004,
        LogLevel.Critical,
        "A {Write} of the engine's own cannot be written: the engine stops as in a crash and the process ends. "
            + "Nothing acknowledged is lost; the next start goes on from the disk"
    )]
    public static partial void WriteFatal(ILogger logger, Exception fault, string write);

    [LoggerMessage(1010, LogLevel.Information, "The engine runs; {Count} unfinished instances are taken up")]
    public static partial void EngineStarted(ILogger logger, int count);

    [LoggerMessage(
        1011,
        LogLevel.Error,
        "The instance with key {Key} could not be moved on; it is read again, or halted where that would not help"
    )]
    public static partial void InstanceNotMovedOn(ILogger logger, Exception fault, long key);

    [LoggerMessage(
        1012,
        LogLevel.Error,
        "There is no orchestration {Name}; instance {InstanceId} waits for a program that has it"
    )]
    public static partial void OrchestrationUnknown(ILogger logger, string name, string instanceId);

    [LoggerMessage(1013, LogLevel.Warning, "Orchestration {Name} of instance {InstanceId} failed with {Code}")]
    public static partial void OrchestrationFailed(ILogger logger, string name, string instanceId, string code);

    [LoggerMessage(1015, LogLevel.Critical, "Instance {InstanceId} is halted until it is resumed: {Reason}")]
    public static partial void InstanceHalted(ILogger logger, string instanceId, string reason);

    [LoggerMessage(
        1016,
        LogLevel.Error,
        "Activity {Activity} of instance {InstanceId} did not end within {Limit} and was cancelled"
    )]
    public static partial void ActivityTimedOut(ILogger logger, string activity, string instanceId, TimeSpan limit);

    [LoggerMessage(1017, LogLevel.Information, "Instance {InstanceId} is taken up again on version {Version}")]
    public static partial void InstanceResumed(ILogger logger, string instanceId, string version);

    [LoggerMessage(1018, LogLevel.Information, "{Count} instances that ended long ago are removed")]
    public static partial void OldInstancesRemoved(ILogger logger, int count);

    [LoggerMessage(
        1019,
        LogLevel.Information,
        "All histories are encrypted with key {Key}; older keys are no longer needed, and the next start writes the "
            + "file anew so that nothing stays in its slack"
    )]
    public static partial void HistoryReencrypted(ILogger logger, string key);

    [LoggerMessage(
        1020,
        LogLevel.Error,
        "Encrypting histories with the present key stopped; it begins anew at the next start"
    )]
    public static partial void ReencryptionFailed(ILogger logger, Exception exception);

    [LoggerMessage(1021, LogLevel.Error, "Removing instances that ended long ago failed; it is tried again in an hour")]
    public static partial void OldInstancesNotRemoved(ILogger logger, Exception exception);

    [LoggerMessage(
        1022,
        LogLevel.Warning,
        "The file could not be written anew after a change of keys, so its slack may still show what was encrypted "
            + "since; it is tried again at the next start"
    )]
    public static partial void SlackNotClean(ILogger logger, Exception exception);

    [LoggerMessage(1023, LogLevel.Warning, "Instance {InstanceId} stays on disk: {Reason}")]
    public static partial void InstanceRefused(ILogger logger, string instanceId, string reason);

    [LoggerMessage(
        1025,
        LogLevel.Warning,
        "{Path} is an older copy of the file that was here: of what happened after {LastAt} it knows nothing"
    )]
    public static partial void OlderCopy(ILogger logger, string path, DateTimeOffset lastAt);

    [LoggerMessage(1026, LogLevel.Warning, "Others could look into {Directory}; it is closed to them now")]
    public static partial void DirectoryClosed(ILogger logger, string directory);

    [LoggerMessage(
        1024,
        LogLevel.Debug,
        "The orchestration filter refuses instance {InstanceId}; it is asked again in a moment"
    )]
    public static partial void InstanceFiltered(ILogger logger, string instanceId);
}
