using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Onboarding.Azure;
using Onboarding.Durability;
using OnboardingFunctions.Durable;
using OnboardingFunctions.Tests.Azurite;
using OnboardingFunctions.Tests.Replaying;

namespace OnboardingFunctions.Tests.Durable;

/// <summary>The adapter on a task hub in memory, with orchestrations and activities that a test tells.</summary>
internal sealed class PortHost : IDisposable
{
    private readonly ServiceProvider _services;

    public PortHost(AzuriteFixture azurite, bool newestWaitFirst = true)
    {
        Registry.Add<ToldActivity, string, string>(Told);
        var services = new ServiceCollection();
        services.AddSingleton(Registry).AddSingleton(this).AddScoped<DurableRunner>();
        services.AddSingleton<ILogger<DurableRunner>>(NullLogger<DurableRunner>.Instance);
        services.AddSingleton(new InstanceReservations(azurite.NewStore(), Clock));
        services.AddSingleton<DurableClientSource>();
        _services = services.BuildServiceProvider();
        Hub = new ReplayingTaskHub(new FunctionTable(_services), Clock, newestWaitFirst);
        Client = ClientOf(new HubClient(Hub));
    }

    public static ActivityName<string, string> Told { get; } = new("test-told");

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));

    public DurableRegistry Registry { get; } = new();

    public ReplayingTaskHub Hub { get; }

    /// <summary>Of the caller, not of the functions.</summary>
    public IOrchestrationClient Client { get; }

    public IOrchestrationClient ClientOf(DurableTaskClient engine)
    {
        var caller = new DurableClientSource();
        caller.Use(engine);
        return new DurableOrchestrationClient(caller, Reservations, Registry);
    }

    public InstanceReservations Reservations => _services.GetRequiredService<InstanceReservations>();

    /// <summary>What the activity does with its input; counts from 1.</summary>
    public Func<string, int, string> Activity { get; set; } = (input, _) => input;

    public int Runs { get; private set; }

    /// <summary>Registers an orchestration and gives the name to start it by.</summary>
    public OrchestrationName<string, string> Add(string name, Func<OrchestrationContext, string, Task<string>> run, string version = "1")
    {
        Registry.Add(new ToldOrchestration($"test-{name}", version, run));
        return new OrchestrationName<string, string>($"test-{name}");
    }

    /// <summary>Starts it and moves the clock until it has ended.</summary>
    public async Task<InstanceState> Run(OrchestrationName<string, string> name, string input = "", string id = "i1")
    {
        await Client.Start(name, id, input, default);
        return await UntilEnded(id);
    }

    public async Task<InstanceState> UntilEnded(string id)
    {
        for (; ; )
        {
            await Hub.Settled();
            var state = (await Client.Get(id, default))!;
            if (state.Status != InstanceStatus.Running) return state;
            var next = Hub.NextTimer ?? throw new InvalidOperationException($"{id} waits for nothing.");
            Clock.Advance(next - Clock.GetUtcNow());
        }
    }

    public void Dispose()
    {
        Hub.Dispose();
        _services.Dispose();
    }

    private sealed class ToldOrchestration(string name, string version, Func<OrchestrationContext, string, Task<string>> run) : Orchestration<string, string>
    {
        public override OrchestrationName<string, string> Name => new(name);

        public override string Version => version;

        public override Task<string> Run(OrchestrationContext context, string input) => run(context, input);
    }

    private sealed class ToldActivity(PortHost host) : Activity<string, string>
    {
        public override ActivityName<string, string> Name => Told;

        public override Task<string> Run(ActivityContext context, string input, CancellationToken cancellationToken)
        {
            lock (host)
            {
                return Task.FromResult(host.Activity(input, ++host.Runs));
            }
        }
    }
}
