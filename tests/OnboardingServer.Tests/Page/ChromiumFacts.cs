namespace OnboardingServer.Tests.Page;

/// <summary>A test that needs a browser; skipped, with what to do about it, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute() => Skip = ChromiumProgram.WhyNot;
}

/// <summary>As <see cref="ChromiumFactAttribute"/>, once per row of data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumTheoryAttribute : TheoryAttribute
{
    public ChromiumTheoryAttribute() => Skip = ChromiumProgram.WhyNot;
}

internal static class ChromiumProgram
{
    /// <summary>Null when it is not installed.</summary>
    public static string? Path { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => System.IO.Path.Combine(folder, "chromium"))
            .FirstOrDefault(File.Exists);

    public static string? WhyNot => Path is null ? "Chromium is not installed: apt-get install chromium" : null;
}
