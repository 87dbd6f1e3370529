using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace OnboardingServer.Storage;

/// <summary>Files that are either old or new after a crash, and readable by their owner only.</summary>
internal static class DurableFile
{
    /// <summary>Replaces <paramref name="path"/> as a whole; on disk when it returns.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var beside = $"{path}.{Guid.NewGuid():N}.new";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var stream = new FileStream(beside, options))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }

        FlushDirectory(Path.GetDirectoryName(path)!);
    }

    public static void Delete(string path)
    {
        if (!File.Exists(path))
            return;
        File.Delete(path);
        FlushDirectory(Path.GetDirectoryName(path)!);
    }

    // A rename is durable only with its directory, which .NET cannot open; Windows does it with the file.
    private static void FlushDirectory(string directory)
    {
        if (OperatingSystem.IsWindows())
            return;
        using var handle = new SafeFileHandle(
            Open(Encoding.UTF8.GetBytes(directory + "\0"), flags: 0),
            ownsHandle: true
        );
        if (handle.IsInvalid)
            throw new IOException(
                $"The directory {directory} cannot be opened (error {Marshal.GetLastPInvokeError()})."
            );
        RandomAccess.FlushToDisk(handle);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open(byte[] path, int flags);
}
