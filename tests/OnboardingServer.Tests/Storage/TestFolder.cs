namespace OnboardingServer.Tests.Storage;

/// <summary>
/// Where tests keep their data directories: in memory where the machine has such a folder. What a killed process leaves
/// there is the same as on a disk, and an fsync costs nothing.
/// </summary>
internal static class TestFolder
{
    private const string InMemory = "/dev/shm";

    public static string New(string prefix) =>
        Directory.Exists(InMemory)
            ? Directory.CreateDirectory(Path.Combine(InMemory, $"{prefix}{Guid.NewGuid():N}")).FullName
            : Directory.CreateTempSubdirectory(prefix).FullName;
}
