using System.Globalization;

namespace DurableTask.Sqlite;

/// <summary>
/// One process per file. The lock is the operating system's on an open file, so it ends with the process however that ends; beside it stands a text that names the holder, because a
/// locked file cannot be read everywhere.
/// </summary>
internal sealed class JournalLock : IDisposable
{
    private const int Attempts = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly FileStream _lock;
    private readonly string _holder;

    private JournalLock(FileStream held, string holder) => (_lock, _holder) = (held, holder);

    /// <exception cref="JournalInUseException">Somebody has it.</exception>
    public static JournalLock Take(string path, string setting, TimeProvider time)
    {
        var holder = Path.ChangeExtension(path, ".holder");
        var held = Open(Path.ChangeExtension(path, ".lock"))
            ?? throw new JournalInUseException($"{path} is in use by {NameOf(holder)}. Stop that process, or choose another place with {setting}.");
        try
        {
            File.WriteAllText(holder, $"process {Environment.ProcessId} on {Environment.MachineName} since {time.GetUtcNow().ToString("u", CultureInfo.InvariantCulture)}");
        }
        catch
        {
            held.Dispose();
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

    // A process that was killed keeps its files for a moment: whoever starts the next at once must not be refused for that.
    private static FileStream? Open(string path)
    {
        using var never = new ManualResetEventSlim();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException))
            {
                if (attempt == Attempts) return null;
                never.Wait(Pause);
            }
        }
    }

    private static string NameOf(string holder)
    {
        try
        {
            var text = File.ReadAllText(holder);
            return text.Length > 0 ? text : "another process";
        }
        catch (IOException)
        {
            return "another process";
        }
    }
}
