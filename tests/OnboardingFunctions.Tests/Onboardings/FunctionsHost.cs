using Microsoft.AspNetCore.DataProtection;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Onboarding.Azure;
using Onboarding.Azure.Tables;
using Onboarding.Http;
using OnboardingFunctions.Durable;
using OnboardingFunctions.ServiceBus;
using OnboardingFunctions.Tests.Azurite;
using OnboardingFunctions.Tests.Replaying;
using Scenarios;

namespace OnboardingFunctions.Tests.Onboardings;

/// <summary>The function app under test: its functions on a task hub in memory, its stores on the emulator.</summary>
internal sealed class FunctionsHost(AzuriteFixture azurite) : ScenarioHost
{
    private readonly TableStore _store = azurite.NewStore();
    private readonly EphemeralDataProtectionProvider _protection = new();
    private Dictionary<string, ReplayedInstance> _stored = [];
    private ServiceProvider? _caller;
    private ServiceProvider? _worker;
    private ReplayingTaskHub? _hub;

    /// <summary>
    /// Of an instance of the app that serves calls; those that run orchestrations and activities are others, as where
    /// the host scales each kind of function by itself.
    /// </summary>
    public override IServiceProvider Services => _caller ?? throw new InvalidOperationException("Not started.");

    public override bool IsRunning => _caller is not null;

    /// <summary>The engine's client, as the host binds it.</summary>
    public HubClient Client => new(Hub);

    private ReplayingTaskHub Hub => _hub ?? throw new InvalidOperationException("Not started.");

    public override Task StartEngine()
    {
        _worker = NewInstance();
        _hub = new ReplayingTaskHub(new FunctionTable(_worker), Clock, stored: _stored);
        _caller = NewInstance(Client);
        _hub.TakeUp();
        return Task.CompletedTask;
    }

    public override async Task KillEngine()
    {
        _stored = Hub.Kill();
        await Hub.Settled();
        Hub.Dispose();
        await _worker!.DisposeAsync();
        await _caller!.DisposeAsync();
        (_hub, _worker, _caller) = (null, null, null);
    }

    protected override async Task<bool> Step()
    {
        await Hub.Settled();
        if (Hub.NextTimer is not { } due)
            return false;
        if (due > Clock.GetUtcNow())
            Clock.Advance(due - Clock.GetUtcNow());
        await Hub.Settled();
        return true;
    }

    protected override IEnumerable<KeyValuePair<string, string?>> HostKeys() =>
        [new("Storage:ConnectionString", azurite.ConnectionString)];

    protected override async ValueTask DisposeEngine()
    {
        if (_hub is not null)
            await KillEngine();
        if (Environment.GetEnvironmentVariable("RECORD_HISTORIES") is not { } folder)
            return;
        await File.WriteAllLinesAsync(
            Path.Combine(folder, $"{Guid.NewGuid():n}.jsonl"),
            _stored.Values.Select(instance => instance.Record().ToLine())
        );
    }

    private ServiceProvider NewInstance(DurableTaskClient? client = null)
    {
        var services = NewServices(out var configuration);
        services.AddAzureStorage(configuration).AddDurable().AddServiceBusQueue(configuration);
        services.AddSingleton(new HostFacts(Simulated: true, FunctionAppServices.IsUnreachable));
        services.AddSingleton(_store).AddSingleton<IDataProtectionProvider>(_protection);
        // Calls come from no function here.
        if (client is not null)
            services.AddSingleton(client);
        return services.BuildServiceProvider();
    }
}
