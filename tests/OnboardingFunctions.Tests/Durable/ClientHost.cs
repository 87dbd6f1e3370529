using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Onboarding;
using Onboarding.Azure;
using Onboarding.Effects;
using OnboardingFunctions.Durable;
using OnboardingFunctions.Tests.Azurite;
using OnboardingFunctions.Tests.Replaying;

namespace OnboardingFunctions.Tests.Durable;

/// <summary>Our client on a task hub in memory, with orchestrations and activities that a test tells.</summary>
internal sealed class ClientHost : IDisposable
{
    private readonly ServiceProvider _services;

    public ClientHost(AzuriteFixture azurite)
    {
        Catalog.Add<ToldActivity, string, string>(Told);
        var services = new ServiceCollection();
        services.AddSingleton(Catalog).AddSingleton(this);
        services.AddSingleton(new InstanceReservations(azurite.NewStore(), Clock));
        _services = services.BuildServiceProvider();
        Hub = new ReplayingTaskHub(new FunctionTable(_services), Clock);
        Client = ClientOf(new HubClient(Hub));
    }

    public static ActivityName<string, string> Told { get; } = new("test-told");

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));

    public TaskCatalog Catalog { get; } = new();

    public ReplayingTaskHub Hub { get; }

    /// <summary>Of the caller, not of the functions.</summary>
    public IOrchestrationClient Client { get; }

    public IOrchestrationClient ClientOf(DurableTaskClient engine) =>
        new DurableOrchestrationClient(new DurableTaskClientAccessor(engine), Reservations);

    public InstanceReservations Reservations => _services.GetRequiredService<InstanceReservations>();

    /// <summary>What the activity does with its input; counts from 1.</summary>
    public Func<string, int, string> Activity { get; set; } = (input, _) => input;

    public int Runs { get; private set; }

    /// <summary>Registers an orchestration and gives the name to start it by.</summary>
    public OrchestrationName<string, string> Add(string name, Func<TaskOrchestrationContext, string, Task<string>> run)
    {
        var stored = new OrchestrationName<string, string>($"test-{name}");
        Catalog.Add(stored, new ToldOrchestration(run));
        return stored;
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
            if (state.Status != InstanceStatus.Running)
                return state;
            var next = Hub.NextTimer ?? throw new InvalidOperationException($"{id} waits for nothing.");
            Clock.Advance(next - Clock.GetUtcNow());
        }
    }

    public void Dispose()
    {
        Hub.Dispose();
        _services.Dispose();
    }

    private sealed class ToldOrchestration(Func<TaskOrchestrationContext, string, Task<string>> run)
        : TaskOrchestrator<string, string>
    {
        public override Task<string> RunAsync(TaskOrchestrationContext context, string input) => run(context, input);
    }

    private sealed class ToldActivity(ClientHost host) : StepActivity<string, string>
    {
        protected override Task<string> Run(
            TaskActivityContext context,
            string input,
            CancellationToken cancellationToken
        )
        {
            lock (host)
            {
                return Task.FromResult(host.Activity(input, ++host.Runs));
            }
        }
    }
}
