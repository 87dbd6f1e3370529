using System.Diagnostics;
using OnboardingServer.Hosting;

namespace OnboardingServer.Tests.Commands;

/// <summary>The built program as a process of its own, in a folder of its own.</summary>
internal sealed class ChildProcess : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private ChildProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _errors = process.StandardError.ReadToEndAsync();
    }

    public static ChildProcess Start(string folder, params string[] arguments) => StartWith([], folder, arguments);

    /// <summary>The same with variables of the environment.</summary>
    public static ChildProcess StartWith(
        (string Name, string Value)[] variables,
        string folder,
        params string[] arguments
    )
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        start.ArgumentList.Add(typeof(ServerHost).Assembly.Location);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return new ChildProcess(Process.Start(start)!);
    }

    /// <summary>The same with at most so many files and sockets open.</summary>
    public static ChildProcess StartWith(int descriptors, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("sh")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (
            var argument in (string[])
                [
                    "-c",
                    $"ulimit -n {descriptors}; exec dotnet \"$@\"",
                    "sh",
                    typeof(ServerHost).Assembly.Location,
                    .. arguments,
                ]
        )
            start.ArgumentList.Add(argument);
        return new ChildProcess(Process.Start(start)!);
    }

    public static async Task<Ended> Run(string folder, params string[] arguments)
    {
        using var child = Start(folder, arguments);
        return await child.End();
    }

    public void Type(string text)
    {
        _process.StandardInput.Write(text);
        _process.StandardInput.Close();
    }

    /// <summary>
    /// Asks it to stop as a service manager does. Not as Ctrl+C does: a process ignores SIGINT when what started it
    /// does, as a test run in the background of a shell.
    /// </summary>
    public void Interrupt()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    public async Task<Ended> End()
    {
        using var deadline = new CancellationTokenSource(LongestWait, TimeProvider.System);
        await _process.WaitForExitAsync(deadline.Token);
        return new Ended(_process.ExitCode, await _output, await _errors);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}

internal sealed record Ended(int ExitCode, string Output, string Errors);
