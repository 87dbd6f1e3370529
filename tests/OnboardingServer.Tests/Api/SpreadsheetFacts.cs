using System.Diagnostics;

namespace OnboardingServer.Tests.Api;

/// <summary>A test that needs a spreadsheet program; skipped, with what to do about it, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SpreadsheetFactAttribute : FactAttribute
{
    public SpreadsheetFactAttribute() =>
        Skip = SpreadsheetProgram.Path is null
            ? "LibreOffice is not installed: apt-get install libreoffice-calc-nogui"
            : null;
}

/// <summary>LibreOffice without a window.</summary>
internal static class SpreadsheetProgram
{
    /// <summary>Null when it is not installed.</summary>
    public static string? Path { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => System.IO.Path.Combine(folder, "soffice"))
            .FirstOrDefault(File.Exists);

    /// <summary>Opens a file and saves it in another form.</summary>
    /// <returns>The new file.</returns>
    public static async Task<string> Convert(string file, string extension)
    {
        var folder = System.IO.Path.GetDirectoryName(file)!;
        // Comma, double quote, UTF-8, from the first row.
        const string text = "Text - txt - csv (StarCalc):44,34,76,1";
        string[] arguments =
        [
            "--headless",
            $"-env:UserInstallation=file://{folder}/profile",
            .. file.EndsWith(".csv", StringComparison.Ordinal) ? [$"--infilter={text}"] : (string[])[],
            "--convert-to",
            extension == "csv" ? $"csv:{text}" : extension,
            "--outdir",
            System.IO.Path.Combine(folder, extension),
            file,
        ];
        using var process = Process.Start(
            new ProcessStartInfo(Path!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true }
        )!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var converted = System.IO.Path.Combine(
            folder,
            extension,
            $"{System.IO.Path.GetFileNameWithoutExtension(file)}.{extension}"
        );
        Assert.True(File.Exists(converted), $"{output} {await errors}");
        return converted;
    }
}
