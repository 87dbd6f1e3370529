using System.Diagnostics;

namespace OnboardingServer.Tests.Journal.Crashes;

/// <summary>A <see cref="Victim"/> as seen from outside.</summary>
internal sealed class VictimProcess : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private VictimProcess(Process process) => _process = process;

    public static VictimProcess Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(typeof(Victim).Assembly.Location);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        // Short-lived: tiers and a second heap would cost more than they bring.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_gcServer"] = "0";
        return new VictimProcess(Process.Start(start)!);
    }

    /// <summary>Its engine runs.</summary>
    public async Task Ready()
    {
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(LongestWait, TimeProvider.System);
        Assert.Equal("ready", line);
    }

    public void Tell() => _process.StandardInput.WriteLine();

    public void Kill() => _process.Kill();

    /// <summary>Its exit code; 137 when it was killed.</summary>
    public async Task<int> End()
    {
        using var deadline = new CancellationTokenSource(LongestWait, TimeProvider.System);
        await _process.WaitForExitAsync(deadline.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
