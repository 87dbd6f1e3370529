using DurableTask.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using OnboardingServer.Journal;

namespace Fuzz;

/// <summary>A data folder of its own for one test, removed afterwards.</summary>
internal sealed class TestHub : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fuzz-").FullName;

    public TestHub()
    {
        File = new JournalOptions { DataDirectory = _folder }.NewFile(FuzzedServices.Clock, NullLogger.Instance);
        File.Open();
    }

    public JournalFile File { get; }

    public void Dispose()
    {
        File.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
