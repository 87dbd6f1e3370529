using DurableTask.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Onboarding;
using OnboardingServer.Journal;

namespace Benchmarks;

/// <summary>A data directory of its own and the engine that runs on it, as the server has it.</summary>
internal sealed class Rig : IAsyncDisposable
{
    private readonly TimeProvider _time;
    private readonly ServiceProvider _services = new ServiceCollection()
        .AddScoped<ActivityLifetime>()
        .BuildServiceProvider();

    private Rig(TimeProvider time) => _time = time;

    public string Folder { get; } = Directory.CreateTempSubdirectory("benchmark").FullName;

    public TaskCatalog Catalog { get; } =
        new TaskCatalog()
            .Add<Echo, int, int>(Echo.StoredName)
            .Add(FiveSteps.StoredName, new FiveSteps())
            .Add(Approval.StoredName, new Approval())
            .Add(Rounds.StoredName, new Rounds())
            .Add(Poll.StoredName, new Poll());

    public JournalFile File { get; private set; } = null!;

    public JournalEngine Engine { get; private set; } = null!;

    public static async Task<Rig> Started(TimeProvider? time = null)
    {
        var rig = new Rig(time ?? TimeProvider.System);
        await rig.Start();
        return rig;
    }

    public Task Start()
    {
        var options = Options.Create(new JournalOptions { DataDirectory = Folder });
        File = options.Value.NewFile(_time, NullLogger.Instance);
        Engine = new JournalEngine(
            Catalog,
            _services.GetRequiredService<IServiceScopeFactory>(),
            File,
            options,
            _time,
            NullLogger<JournalEngine>.Instance
        );
        return Engine.StartAsync(default);
    }

    public async Task Stop()
    {
        await Engine.StopAsync(default);
        File.Dispose();
    }

    /// <summary>Starts that many under ids as random as those of onboardings, all at once.</summary>
    public Task StartMany<T>(OrchestrationName<T, int> name, int count, T input) =>
        Task.WhenAll(
            Enumerable.Range(0, count).Select(_ => Engine.Start(name, Guid.NewGuid().ToString("N"), input, default))
        );

    public long Ask(string sql) =>
        File.Read(reader =>
        {
            using var command = reader.Connection.CreateCommand();
            command.CommandText = sql;
            return (long)command.ExecuteScalar()!;
        });

    /// <summary>Has to be so, or the figure is of something else.</summary>
    public void Expect(long count, string sql)
    {
        var found = Ask(sql);
        if (found != count)
            throw new InvalidOperationException($"{count} expected, {found} found: {sql}");
    }

    /// <summary>The file alone, without what its log will still add.</summary>
    public long Bytes() => Ask("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size");

    public async ValueTask DisposeAsync()
    {
        await Engine.CrashAsync();
        Engine.Dispose();
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
    }
}
