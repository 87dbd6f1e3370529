using DurableTask.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Onboarding;
using OnboardingServer.Journal;
using OnboardingServer.Storage;
using OnboardingServer.Tests.Storage;
using Scenarios;

namespace OnboardingServer.Tests.Onboardings;

/// <summary>The embedded host under test: the real journal and stores in a folder of its own.</summary>
internal class JournalHost : ScenarioHost
{
    private readonly string _data = TestFolder.New("scenario-");
    private ServiceProvider? _services;

    public override IServiceProvider Services => Provider;

    public override bool IsRunning => _services is not null;

    public JournalEngine Engine => Provider.GetRequiredService<JournalEngine>();

    /// <summary>Hung into every file this host opens.</summary>
    public Action<CommitMoment, long>? Hook { get; set; }

    /// <summary>Gets or sets the orchestrations of another release; null: today's.</summary>
    public TaskCatalog? Release { get; set; }

    /// <summary>Gets whether the process has stopped by itself and was not started again.</summary>
    protected virtual bool IsDown => false;

    private ServiceProvider Provider => _services ?? throw new InvalidOperationException("Not started.");

    public override async Task StartEngine()
    {
        var services = NewServices(out var configuration);
        services.AddJournal(configuration);
        services.AddSqliteStorage(configuration);
        if (Release is not null)
            services.AddSingleton(Release);
        _services = services.BuildServiceProvider();
        _services.GetRequiredService<JournalFile>().Hook = Hook;
        await Engine.StartAsync(default);
    }

    public override async Task KillEngine()
    {
        await Engine.CrashAsync();
        await Provider.DisposeAsync();
        _services = null;
    }

    /// <summary>Makes a copy of the file while the engine works.</summary>
    public FileOfCopy Copy()
    {
        var copy = new FileOfCopy();
        Provider.GetRequiredService<JournalFile>().CopyTo(copy.FullPath);
        return copy;
    }

    /// <summary>Puts the copy in the file's place; the engine is stopped.</summary>
    public void PutBack(FileOfCopy copy)
    {
        var path = Path.Combine(_data, "onboarding.db");
        File.Delete($"{path}-wal");
        File.Delete($"{path}-shm");
        File.Copy(copy.FullPath, path, overwrite: true);
    }

    protected override async Task<bool> Step()
    {
        await Engine.WhenIdle();
        // It may have stopped meanwhile: what is then the next on disk is not what a started engine would do first.
        if (IsDown)
            return true;
        if (Engine.NextDue is not { } due)
            return false;
        var wait = due - Clock.GetUtcNow();
        // The engine's timer counts whole milliseconds and is never early.
        Clock.Advance((wait > TimeSpan.Zero ? wait : TimeSpan.Zero) + TimeSpan.FromMilliseconds(1));
        await Engine.WhenIdle();
        return true;
    }

    protected override IEnumerable<KeyValuePair<string, string?>> HostKeys() => [new("Server:DataDirectory", _data)];

    protected override async ValueTask DisposeEngine()
    {
        if (_services is not null)
        {
            await HistoryRecorder.Record(Engine);
            await KillEngine();
        }

        Directory.Delete(_data, recursive: true);
    }
}

/// <summary>A copy of a file, removed afterwards.</summary>
internal sealed class FileOfCopy : IDisposable
{
    private readonly string _directory = TestFolder.New("copy-");

    public string FullPath => Path.Combine(_directory, "copy.db");

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
