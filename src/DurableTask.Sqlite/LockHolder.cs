using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace DurableTask.Sqlite;

/// <summary>
/// The text beside the lock that says who holds it. It also guards against a lock file that was deleted under its
/// holder: a second one would lock another file of the same name.
/// </summary>
internal static partial class LockHolder
{
    // Of the clock of the text and of the one that processes are started by.
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromSeconds(5);

    public static void Write(string holder, string path, DateTimeOffset now) =>
        File.WriteAllText(
            holder,
            $"process {Environment.ProcessId} on {Environment.MachineName} since "
                + $"{now.ToString("u", CultureInfo.InvariantCulture)} for {path}"
        );

    /// <summary>Gets a description of the process, for people.</summary>
    public static string Name(string holder) =>
        Read(holder) is { Length: > 0 } text ? text.Split(" for ")[0] : "another process";

    /// <summary>Gets a value that says whether the process that it names runs on this machine, on this file.</summary>
    public static bool IsAlive(string holder, string path)
    {
        if (Form().Match(Read(holder)) is not { Success: true } text)
            return false;
        if (text.Groups["machine"].Value != Environment.MachineName || text.Groups["path"].Value != path)
            return false;
        try
        {
            using var process = Process.GetProcessById(
                int.Parse(text.Groups["id"].Value, CultureInfo.InvariantCulture)
            );
            // One that began later has only got the number.
            return process.StartTime.ToUniversalTime() <= Since(text.Groups["since"].Value) + ClocksDiffer;
        }
        catch (Exception e)
            when (e
                    is ArgumentException
                        or InvalidOperationException
                        or OverflowException
                        or System.ComponentModel.Win32Exception
            )
        {
            return false;
        }
    }

    private static DateTime Since(string text) =>
        DateTime.ParseExact(
            text,
            "u",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal
        );

    private static string Read(string holder)
    {
        try
        {
            return File.ReadAllText(holder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    [GeneratedRegex(
        @"^process (?<id>\d+) on (?<machine>.*) since (?<since>\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ) for (?<path>.*)$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline
    )]
    private static partial Regex Form();
}
