namespace Onboarding.Tests.Conventions;

/// <summary>The checked-out sources.</summary>
internal static class SourceTree
{
    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<SourceFile> Sources { get; } =
    [
        .. Directory
            .EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal)
            .Select(path => new SourceFile(path, File.ReadAllText(Path.Combine(Root, path)))),
    ];

    /// <summary>Gets the checked-in files with this extension, as paths from the root with slashes.</summary>
    public static IEnumerable<string> Files(string extension) =>
        Directory
            .EnumerateFiles(
                Root,
                $"*{extension}",
                new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden }
            )
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj" or "node_modules" or "TestResults"))
            .Order(StringComparer.Ordinal);

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "OnboardingFunctions.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The tests do not run inside the checkout.");
    }
}

/// <param name="Path">From the root, with slashes.</param>
/// <param name="Text">All of it.</param>
internal sealed record SourceFile(string Path, string Text)
{
    public string Name => System.IO.Path.GetFileName(Path);

    public string Project => Path.Split('/')[1];

    /// <summary>The folder as a namespace: <c>src/Onboarding/Drafts/X.cs</c> is <c>Onboarding.Drafts</c>.</summary>
    public string FolderNamespace => string.Join('.', Path.Split('/')[1..^1]);
}
