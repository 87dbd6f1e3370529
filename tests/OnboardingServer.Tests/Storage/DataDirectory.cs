using DurableTask.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using OnboardingServer.Journal;

namespace OnboardingServer.Tests.Storage;

/// <summary>A data directory of its own for one test, removed afterwards.</summary>
internal sealed class DataDirectory : IDisposable
{
    public string FullPath { get; } = TestFolder.New("journal-");

    public JournalFile Open(TimeProvider? time = null)
    {
        var file = File(time);
        file.Open();
        return file;
    }

    /// <summary>Looks at it without opening it.</summary>
    public void Inspect()
    {
        using var file = File();
        file.Inspect(_ => 0);
    }

    public void Dispose()
    {
        if (Directory.Exists(FullPath))
            Directory.Delete(FullPath, recursive: true);
    }

    private JournalFile File(TimeProvider? time = null) =>
        new JournalOptions { DataDirectory = FullPath }.NewFile(time ?? TimeProvider.System, NullLogger.Instance);
}
