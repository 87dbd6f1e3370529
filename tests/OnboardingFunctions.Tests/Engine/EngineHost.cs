using DurableTask.Core;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Onboarding;
using Onboarding.Azure;
using Onboarding.Azure.Tables;
using OnboardingFunctions.Durable;
using Scenarios;

namespace OnboardingFunctions.Tests.Engine;

/// <summary>
/// What the function app runs, on Durable Task: its worker and client over gRPC, stores on the emulator. The engine's
/// clock is the machine's, so only what is over in seconds can be told; the simulator's clock goes ten times as fast.
/// </summary>
/// <param name="store">The app's tables.</param>
/// <param name="connectionString">Of the emulator.</param>
/// <param name="newEngine">Makes the engine.</param>
internal sealed class EngineHost(TableStore store, string connectionString, Func<IOrchestrationService> newEngine)
    : ScenarioHost
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private readonly EphemeralDataProtectionProvider _protection = new();
    private readonly PeriodicTimer _timer = new(Pace, TimeProvider.System);
    private ServiceProvider? _services;
    private GrpcEngine? _engine;

    public override IServiceProvider Services => _services ?? throw new InvalidOperationException("Not started.");

    public override bool IsRunning => _services is not null;

    public override async Task StartEngine()
    {
        var services = NewServices(out var configuration);
        services.AddAzureStorage(configuration).AddDurable();
        services.AddSingleton(store).AddSingleton<IDataProtectionProvider>(_protection);
        services.AddSingleton<DurableTaskClient>(_ => _engine!.Client);
        _services = services.BuildServiceProvider();
        _engine = await GrpcEngine.Start(newEngine(), AddTasks);
    }

    public override Task KillEngine() => throw new NotSupportedException("A stop lets the engine end what it is at.");

    protected override async Task<bool> Step()
    {
        await _timer.WaitForNextTickAsync();
        Clock.Advance(10 * Pace);
        return true;
    }

    protected override IEnumerable<KeyValuePair<string, string?>> HostKeys() =>
        [new("Storage:ConnectionString", connectionString)];

    protected override async ValueTask DisposeEngine()
    {
        _timer.Dispose();
        if (_engine is not null)
            await _engine.DisposeAsync();
        if (_services is not null)
            await _services.DisposeAsync();
    }

    private void AddTasks(DurableTaskRegistry tasks)
    {
        var catalog = Services.GetRequiredService<TaskCatalog>();
        foreach (var (name, orchestrator) in catalog.Orchestrators)
            tasks.AddOrchestrator(name, orchestrator.Orchestrator);
        foreach (var (name, activity) in catalog.Activities)
            tasks.AddActivity(name, _ => activity.Create(Services, CancellationToken.None));
    }
}
