using System.Reflection;

namespace OnboardingFunctions.Tests;

/// <summary>Files of the repository that tests read.</summary>
internal static class Repository
{
    public static string Bicep { get; } = Path.Combine(Metadata("Bicep"), "tools", "bicep");

    /// <summary>The folder of the built function app.</summary>
    public static string App { get; } = Path.GetFullPath(Metadata("App"));

    public static string PathOf(string file) => Path.GetFullPath(Path.Combine(Metadata("Repository"), file));

    public static string Read(string file) => File.ReadAllText(PathOf(file));

    private static string Metadata(string key) =>
        typeof(Repository)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == key)
            .Value!;
}
