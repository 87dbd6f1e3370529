namespace DurableTask.Sqlite;

/// <summary>
/// One process per file. The lock is the operating system's on an open file, so it ends with the process however that
/// ends; beside it stands a text that names the holder, because a locked file cannot be read everywhere.
/// </summary>
internal sealed class JournalLock : IDisposable
{
    private const int Attempts = 20;

    // EAGAIN on Linux, EWOULDBLOCK on macOS and the BSDs, and of Windows a sharing and a lock violation.
    private static readonly HashSet<int> IsHeld =
        OperatingSystem.IsWindows() ? [32, 33]
        : OperatingSystem.IsLinux() ? [11]
        : [35];

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly FileStream _lock;
    private readonly string _holder;

    private JournalLock(FileStream held, string holder) => (_lock, _holder) = (held, holder);

    /// <exception cref="JournalInUseException">Somebody has it.</exception>
    /// <exception cref="JournalFileException">It cannot be locked for another reason.</exception>
    public static JournalLock Take(string path, string setting, TimeProvider time)
    {
        var (locked, holder) = (Path.ChangeExtension(path, ".lock"), Path.ChangeExtension(path, ".holder"));
        var wasThere = File.Exists(locked);
        var held = Open(locked, path) ?? throw InUse(path, holder, setting);
        try
        {
            if (!wasThere && LockHolder.IsAlive(holder, path))
                throw InUse(path, holder, setting);
            LockHolder.Write(holder, path, time.GetUtcNow());
        }
        catch
        {
            held.Dispose();
            // Or the next to try would take it for the holder's.
            if (!wasThere)
                File.Delete(locked);
            throw;
        }

        return new JournalLock(held, holder);
    }

    public void Dispose()
    {
        // Emptied, not deleted, and before the lock goes: the next holder writes it anew.
        File.WriteAllText(_holder, "");
        _lock.Dispose();
    }

    private static JournalInUseException InUse(string path, string holder, string setting) =>
        new(
            $"{path} is in use by {LockHolder.Name(holder)}. Stop that process, or choose another place with {setting}."
        );

    // A process that was killed keeps its files for a moment: whoever starts the next at once must not be refused for
    // that.
    private static FileStream? Open(string locked, string path)
    {
        using var never = new ManualResetEventSlim();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(locked, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (IsHeld.Contains(e.HResult & 0xFFFF))
            {
                if (attempt == Attempts)
                    return null;
                never.Wait(Pause);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new JournalFileException(
                    $"{path} cannot be used, because {locked} cannot be written: {e.Message} The directory must be "
                        + "on a file system that can be written, and belong to whoever runs this program.",
                    e
                );
            }
        }
    }
}
