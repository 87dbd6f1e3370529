using System.Runtime.Versioning;
using Microsoft.Extensions.Logging;

namespace DurableTask.Sqlite;

/// <summary>Creates the directory of a file and closes it to others where the options ask for that.</summary>
internal static class JournalDirectory
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <exception cref="JournalFileException">It is everybody's, or its permissions cannot be changed.</exception>
    public static void Create(string directory, SqliteTaskHubOptions options, ILogger logger)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(directory);
        else
            Directory.CreateDirectory(directory, OwnerOnly);
        if (options.PrivateDirectory && !OperatingSystem.IsWindows())
            ClosePermissions(directory, options, logger);
    }

    [UnsupportedOSPlatform("windows")]
    private static void ClosePermissions(string directory, SqliteTaskHubOptions options, ILogger logger)
    {
        var mode = File.GetUnixFileMode(directory);
        if ((mode & ~OwnerOnly) == 0)
            return;
        // Such as /tmp: others work there.
        if ((mode & UnixFileMode.StickyBit) != 0)
            throw new JournalFileException(
                $"{directory} is shared by everybody on this machine. Choose a directory of its own with "
                    + $"{options.PathSetting}."
            );
        try
        {
            File.SetUnixFileMode(directory, OwnerOnly);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JournalFileException(
                $"Others can look into {directory}, and it cannot be closed to them: {e.Message} Have its owner run "
                    + $"chmod 700 on it, or choose another with {options.PathSetting}.",
                e
            );
        }

        Log.DirectoryClosed(logger, directory);
    }
}
