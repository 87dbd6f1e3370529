namespace DurableTask.Sqlite;

/// <summary>The file cannot be used; the message says why and by whom, for the person at the terminal.</summary>
public abstract class JournalOpenException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Thrown when another process works on the file.</summary>
public sealed class JournalInUseException(string message) : JournalOpenException(message);

/// <summary>The file was written by a newer version of this program.</summary>
public sealed class JournalVersionException(string message) : JournalOpenException(message);

/// <summary>The directory or the file cannot be opened, or the file is none of ours.</summary>
public sealed class JournalFileException(string message, Exception? inner = null)
    : JournalOpenException(message, inner);

/// <summary>The file is damaged: what it holds can no longer be relied on. Nothing was changed in it.</summary>
public sealed class JournalDamagedException(string message, Exception? inner = null)
    : JournalOpenException(message, inner);

/// <summary>Thrown when the stored data of an instance can be loaded from the disk but not be read.</summary>
internal sealed class UnreadableInstanceException(InstanceHead head, Exception inner)
    : Exception($"What is on disk of {head.Id} cannot be read.", inner)
{
    public InstanceHead Head { get; } = head;
}

/// <summary>The disk refuses to be written to. Nothing acknowledged is lost; the same call may succeed later.</summary>
public sealed class JournalUnavailableException(string message, Exception inner) : Exception(message, inner);

/// <summary>
/// The journal stopped before this call was on disk; whether it takes place is seen at the next start.
/// </summary>
public sealed class JournalStoppedException() : Exception("The journal has stopped; the call was not acknowledged.");

/// <summary>Thrown by a commit hook: the process is to be taken as stopped at this instruction.</summary>
internal sealed class JournalCrash() : Exception("The journal was stopped on purpose.");
