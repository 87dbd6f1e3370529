using DurableTask.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Onboarding;
using OnboardingServer.Journal;
using OnboardingServer.Tests.Storage;

namespace OnboardingServer.Tests.Journal;

/// <summary>
/// A data directory and the engine that runs on it; the engine can be stopped in every way and started again. Time
/// moves only when nothing else does.
/// </summary>
internal sealed class EngineHarness : IAsyncDisposable
{
    public static DateTimeOffset Noon { get; } = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private readonly DataDirectory _directory;
    private readonly ServiceProvider _services;
    private TaskCatalog _registry;

    public EngineHarness(Action<TaskCatalog> register, DataDirectory directory)
        : this(register, services: null, directory) { }

    public EngineHarness(Action<TaskCatalog> register, Action<IServiceCollection>? services = null)
        : this(register, services, new DataDirectory()) { }

    private EngineHarness(Action<TaskCatalog> register, Action<IServiceCollection>? services, DataDirectory directory)
    {
        _directory = directory;
        _registry = new TaskCatalog();
        register(_registry);
        var collection = new ServiceCollection();
        collection.AddSingleton(Trace).AddScoped<ActivityLifetime>();
        services?.Invoke(collection);
        _services = collection.BuildServiceProvider();
    }

    public FakeTimeProvider Clock { get; private set; } = new(Noon);

    public Trace Trace { get; } = new();

    public JournalOptions Options { get; } = new();

    public string Directory => _directory.FullPath;

    public JournalFile File { get; private set; } = null!;

    public JournalEngine Engine { get; private set; } = null!;

    public Action<CommitMoment, long>? Hook { get; set; }

    /// <summary>Called with every file before an engine runs on it.</summary>
    public Action<JournalFile>? Opening { get; set; }

    public static async Task<EngineHarness> Started(
        Action<TaskCatalog> register,
        Action<IServiceCollection>? services = null
    )
    {
        var harness = new EngineHarness(register, services);
        await harness.Start();
        return harness;
    }

    public async Task Start(Action<TaskCatalog>? otherCode = null)
    {
        if (otherCode is not null)
        {
            _registry = new TaskCatalog();
            otherCode(_registry);
        }

        Options.DataDirectory = Directory;
        var options = Microsoft.Extensions.Options.Options.Create(Options);
        File = Options.NewFile(Clock, NullLogger.Instance);
        File.Hook = Hook;
        Opening?.Invoke(File);
        Engine = new JournalEngine(
            _registry,
            _services.GetRequiredService<IServiceScopeFactory>(),
            File,
            options,
            Clock,
            NullLogger<JournalEngine>.Instance
        );
        await Engine.StartAsync(default);
    }

    public async Task Stop()
    {
        await Engine.StopAsync(default);
        File.Dispose();
    }

    public async Task Crash()
    {
        await Engine.CrashAsync();
        // With a clock of its own for the next: what of the last engine is still about to end hangs on the old one.
        Clock = new FakeTimeProvider(Clock.GetUtcNow());
    }

    public async Task CrashAndRestart(Action<TaskCatalog>? otherCode = null)
    {
        await Crash();
        await Start(otherCode);
    }

    /// <summary>Lets everything happen that happens by itself, without time passing.</summary>
    public Task Settle() => Engine.WhenIdle().WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

    /// <summary>Until the instance has ended: whenever nothing runs, the clock goes to the next due timer.</summary>
    public async Task<InstanceState> UntilEnded(string id)
    {
        for (; ; )
        {
            await Settle();
            var state = await Engine.Get(id, default);
            if (state is { Status: not InstanceStatus.Running })
                return state;
            if (!ToNextTimer())
                throw new InvalidOperationException($"{id} waits and no timer is set.");
        }
    }

    /// <summary>Moves the clock until the next durable timer fires; false when there is none.</summary>
    public bool ToNextTimer()
    {
        if (Engine.NextDue is not { } due)
            return false;
        // The engine's timer counts whole milliseconds and is never early: one that is due at a fraction fires at the
        // next.
        try
        {
            if (due > Clock.GetUtcNow())
                Clock.SetUtcNow(due);
            else
                Clock.Advance(TimeSpan.FromMilliseconds(1));
        }
        catch (NullReferenceException)
        {
            // The engine has crashed over what rang and disposed of its timers, which the clock is just going through.
        }

        return true;
    }

    /// <summary>Moves the clock again and again until it has shown: what sets a timer may be about to set it.</summary>
    public async Task AdvanceUntil(TimeSpan step, Func<Task<bool>> shown)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        while (!await shown())
        {
            Clock.Advance(step);
            await pause.WaitForNextTickAsync(deadline.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Crash();
        Engine.Dispose();
        await _services.DisposeAsync();
        _directory.Dispose();
    }
}

/// <summary>What activities did, in order, over all starts of the engine.</summary>
internal sealed class Trace
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }

    public void Add(string line)
    {
        lock (_lines)
            _lines.Add(line);
    }

    public int Count(string line) => Lines.Count(entry => entry == line);
}
