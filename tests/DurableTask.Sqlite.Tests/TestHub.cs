using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace DurableTask.Sqlite.Tests;

/// <summary>
/// A file of its own with worker and client on it, put together as an application does. They can be stopped in every
/// way and started again. Time moves only when nothing else does.
/// </summary>
internal sealed class TestHub : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("task-hub-").FullName;
    private ServiceProvider? _services;

    public FakeTimeProvider Clock { get; private set; } =
        new(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));

    public required Action<DurableTaskRegistry> Tasks { get; set; }

    public Action<SqliteTaskHubOptions>? Options { get; set; }

    public Action<IDurableTaskWorkerBuilder>? Worker { get; set; }

    public Action<IDurableTaskClientBuilder>? ClientOptions { get; set; }

    public Action<IServiceCollection>? Services { get; set; }

    public Action<CommitMoment, long>? Hook { get; set; }

    public string FilePath => Path.Combine(_folder, "hub.db");

    public DurableTaskClient Client => Provider.GetRequiredService<DurableTaskClient>();

    public SqliteTaskHub Hub => Provider.GetRequiredService<SqliteTaskHubs>().Get(FilePath);

    /// <summary>Gets what activities note, over all starts.</summary>
    public Notes Notes { get; } = new();

    private ServiceProvider Provider => _services ?? throw new InvalidOperationException("Not started.");

    public static async Task<TestHub> Started(Action<DurableTaskRegistry> tasks, Action<TestHub>? change = null)
    {
        var hub = new TestHub { Tasks = tasks };
        change?.Invoke(hub);
        await hub.Start();
        return hub;
    }

    public async Task Start(bool withWorker = true)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(Clock).AddSingleton(Notes);
        Services?.Invoke(services);
        if (withWorker)
        {
            services.AddDurableTaskWorker(builder =>
            {
                builder.AddTasks(Tasks);
                builder.UseSqlite(FilePath, Options);
                Worker?.Invoke(builder);
            });
        }

        services.AddDurableTaskClient(builder =>
        {
            builder.UseSqlite(FilePath, withWorker ? null : Options);
            ClientOptions?.Invoke(builder);
        });
        _services = services.BuildServiceProvider();
        Hub.File.Hook = Hook;
        await StartServices();
    }

    /// <summary>Starts what is put together already, after a start that failed.</summary>
    public async Task StartServices()
    {
        foreach (var service in Provider.GetServices<IHostedService>())
            await service.StartAsync(default);
    }

    public async Task Stop()
    {
        foreach (var service in Provider.GetServices<IHostedService>())
            await service.StopAsync(default);
        await Provider.DisposeAsync();
        _services = null;
    }

    /// <summary>Stops it as a killed process would.</summary>
    public async Task Kill()
    {
        await Hub.CrashAsync();
        await Provider.DisposeAsync();
        _services = null;
        // With a clock of its own for the next: what of the last is still about to end hangs on the old one.
        Clock = new FakeTimeProvider(Clock.GetUtcNow());
    }

    public async Task KillAndStart(Action<DurableTaskRegistry>? otherCode = null)
    {
        await Kill();
        Tasks = otherCode ?? Tasks;
        await Start();
    }

    /// <summary>Schedules an instance.</summary>
    public Task<string> Schedule(string name, object? input = null, string? id = null) =>
        Client.ScheduleNewOrchestrationInstanceAsync(name, input, new StartOrchestrationOptions(id));

    public async Task<OrchestrationMetadata> State(string id) =>
        await Client.GetInstanceAsync(id, getInputsAndOutputs: true)
        ?? throw new InvalidOperationException($"There is no {id}.");

    /// <summary>Lets everything happen that happens by itself, without time passing.</summary>
    public Task Settle() => Hub.WhenIdle().WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

    /// <summary>
    /// Until the instance has ended or is halted: whenever nothing runs, the clock goes to the next due timer.
    /// </summary>
    public async Task<OrchestrationMetadata> UntilEnded(string id)
    {
        while (true)
        {
            await Settle();
            if (SqliteTaskHub.HasEnded(Hub.Get(id)!.Condition))
                return await State(id);
            if (!ToNextTimer())
                throw new InvalidOperationException($"{id} waits and no timer is set.");
        }
    }

    /// <summary>Moves the clock to the next durable timer; false when there is none.</summary>
    public bool ToNextTimer()
    {
        if (Hub.NextDue is not { } due)
            return false;
        // The hub's timer counts whole milliseconds and is never early.
        if (due > Clock.GetUtcNow())
            Clock.SetUtcNow(due);
        else
            Clock.Advance(TimeSpan.FromMilliseconds(1));
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
            await Kill();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>What activities did, in order.</summary>
internal sealed class Notes
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

    public int Count(string line) => Lines.Count(known => known == line);
}

/// <summary>Notes its input and returns it.</summary>
internal sealed class Echo(Notes notes) : TaskActivity<string, string>
{
    public override Task<string> RunAsync(TaskActivityContext context, string input)
    {
        notes.Add(input);
        return Task.FromResult(input);
    }
}

/// <summary>Notes its input and fails with it.</summary>
internal sealed class Fail(Notes notes) : TaskActivity<string, string>
{
    public override Task<string> RunAsync(TaskActivityContext context, string input)
    {
        notes.Add(input);
        throw new InvalidOperationException(input, new FormatException("inner"));
    }
}

internal static class TestTasks
{
    /// <summary>Adds the orchestrator of a test, with the activities above.</summary>
    public static DurableTaskRegistry AddMain(
        this DurableTaskRegistry tasks,
        Func<TaskOrchestrationContext, string, Task<string>> run
    ) =>
        tasks
            .AddOrchestratorFunc<string, string>("main", (context, input) => run(context, input!)!)
            .AddActivity<Echo>("echo")
            .AddActivity<Fail>("fail");

    public static Task<string> Echo(this TaskOrchestrationContext context, string input) =>
        context.CallActivityAsync<string>("echo", input);
}
