namespace OnboardingServer.Tests;

/// <summary>The checked-out sources.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "OnboardingFunctions.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The tests do not run inside the checkout.");
    }
}
