using Microsoft.AspNetCore.DataProtection;
using Microsoft.DurableTask.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Onboarding.Azure;
using Onboarding.Azure.Tables;
using Onboarding.Durability;
using OnboardingFunctions.Durable;
using OnboardingFunctions.Tests.Azurite;
using Scenarios;

namespace DurableTaskEngine.Tests;

/// <summary>
/// What the function app runs, on Durable Task: its worker and client over gRPC, its engine in memory, stores on the emulator. The engine's clock is the machine's, so only what is over in seconds can be told;
/// the simulator's clock goes ten times as fast.
/// </summary>
internal sealed class EngineHost(AzuriteFixture azurite) : ScenarioHost
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private readonly TableStore _store = azurite.NewStore();
    private readonly EphemeralDataProtectionProvider _protection = new();
    private readonly PeriodicTimer _timer = new(Pace, TimeProvider.System);
    private ServiceProvider? _services;
    private DurableTaskTestHost? _engine;

    public override IServiceProvider Services => _services ?? throw new InvalidOperationException("Not started.");

    public override bool IsRunning => _services is not null;

    public override async Task StartEngine()
    {
        var services = NewServices(out var configuration);
        services.AddAzureStorage(configuration).AddDurable();
        services.AddSingleton(_store).AddSingleton<IDataProtectionProvider>(_protection);
        _services = services.BuildServiceProvider();
        var registry = _services.GetRequiredService<DurableRegistry>();
        _engine = await DurableTaskTestHost.StartAsync(
            tasks =>
            {
                foreach (var name in registry.Orchestrations.Keys) tasks.AddOrchestratorFunc<string, string>(name, (context, _) => DurableRunner.RunOrchestration(registry, name, context));
                foreach (var name in registry.Activities.Keys) tasks.AddActivityFunc<string, string>(name, (_, call) => Run(runner => runner.RunActivity(name, call, _engine!.Client, default)));
                tasks.AddActivityFunc<string, string>(InstanceHold.StoredName, (_, call) => Run(runner => runner.Hold(call, default)));
            },
            new DurableTaskTestHostOptions { LoggerFactory = NullLoggerFactory.Instance });
        _services.GetRequiredService<DurableClientSource>().Use(_engine.Client);
    }

    public override Task KillEngine() => throw new NotSupportedException("What is in memory does not survive.");

    protected override async Task<bool> Step()
    {
        await _timer.WaitForNextTickAsync();
        Clock.Advance(10 * Pace);
        return true;
    }

    protected override IEnumerable<KeyValuePair<string, string?>> HostKeys() => [new("Storage:ConnectionString", azurite.ConnectionString)];

    protected override async ValueTask DisposeEngine()
    {
        _timer.Dispose();
        if (_engine is not null) await _engine.DisposeAsync();
        if (_services is not null) await _services.DisposeAsync();
    }

    private async Task<string> Run(Func<DurableRunner, Task<string>> run)
    {
        await using var scope = Services.CreateAsyncScope();
        return await run(scope.ServiceProvider.GetRequiredService<DurableRunner>());
    }
}
