using System.Diagnostics;

namespace OnboardingFunctions.Tests.Azurite;

/// <summary>A test that needs the emulator; skipped, with what to do about it, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AzuriteFactAttribute : FactAttribute
{
    public AzuriteFactAttribute() => Skip = AzuriteProgram.WhyNot;
}

/// <summary>As <see cref="AzuriteFactAttribute"/>, once per row of data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AzuriteTheoryAttribute : TheoryAttribute
{
    public AzuriteTheoryAttribute() => Skip = AzuriteProgram.WhyNot;
}

internal static class AzuriteProgram
{
    /// <summary>Null when it is not installed.</summary>
    public static string? Path { get; } = OnPath("azurite") ?? InNpm();

    public static string? WhyNot => Path is null ? "Azurite is not installed: npm install -g azurite" : null;

    private static string? OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => System.IO.Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);

    private static string? InNpm()
    {
        if (OnPath("npm") is not { } npm)
            return null;
        using var process = Process.Start(
            new ProcessStartInfo(npm, "prefix -g") { RedirectStandardOutput = true, RedirectStandardError = true }
        )!;
        var prefix = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        var program = System.IO.Path.Combine(prefix, "bin", "azurite");
        return process.ExitCode == 0 && File.Exists(program) ? program : null;
    }
}
