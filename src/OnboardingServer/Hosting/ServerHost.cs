using DurableTask.Sqlite;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Console;
using Onboarding;
using Onboarding.Http;
using Onboarding.Http.Telemetry;
using OnboardingServer.Journal;
using OnboardingServer.Storage;
using PartnerCenter;

namespace OnboardingServer.Hosting;

/// <summary>
/// The embedded host: everything on one machine, in one process. The server and the command <c>onboard</c> run the
/// same.
/// </summary>
public sealed class ServerHost : IAsyncDisposable
{
    /// <summary>Read from the working directory when it is there.</summary>
    public const string SettingsFile = "onboarding.json";

    private readonly WebApplication _app;
    private readonly SimulationMode _simulation;

    private ServerHost(WebApplication app, SimulationMode simulation) => (_app, _simulation) = (app, simulation);

    public IServiceProvider Services => _app.Services;
    public IHostApplicationLifetime Lifetime => _app.Lifetime;

    /// <summary>The address at which the server listens, once it is started.</summary>
    public Uri Address =>
        new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>The data directory as a full path.</summary>
    public string DataDirectory => _app.Services.GetRequiredService<JournalFile>().Directory;

    /// <summary>
    /// Addresses over which keys would be sent unencrypted beyond this machine; empty if there are none.
    /// </summary>
    public IReadOnlyList<string> OpenAddresses =>
        Loopback.Unencrypted(
            _app.Configuration,
            _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses
        );

    /// <summary>The path of the vault's key when it is beside the vault; null: it is at a configured place.</summary>
    public string? VaultKeyBeside =>
        _app.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<VaultOptions>>().Value.VaultKey is null
            ? Path.Combine(DataDirectory, "vault.key")
            : null;

    /// <summary>
    /// True when a fault has stopped the engine; the host ends then by itself, and a supervisor has to start it again.
    /// </summary>
    public bool HasFailed => _app.Services.GetRequiredService<JournalFile>().Fault.IsCompleted;

    /// <summary>True when the simulator stands in for Partner Center.</summary>
    public bool Simulated => _simulation.IsOn;

    /// <summary>The simulator of this process; null when there is none.</summary>
    public PartnerCenter.Simulator.SimulatorHost? Simulator => _simulation.Simulator;

    /// <summary>The time after which simulated customers answer; null: they are not simulated.</summary>
    public TimeSpan? CustomersAnswer =>
        Simulator is null
            ? null
            : _app
                .Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<SimulationModeOptions>>()
                .Value.CustomersAnswer;

    /// <summary>The day whose rules hold in simulation mode; null: today's.</summary>
    public DateOnly? RulesAsOf =>
        Simulator is null
            ? null
            : _app
                .Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<SimulationModeOptions>>()
                .Value.AsOf;

    /// <summary>Puts the host together; nothing is opened or started yet.</summary>
    /// <exception cref="StartException">The configuration is wrong; the message names the key.</exception>
    public static ServerHost Build(ServerSettings settings, Action<IServiceCollection>? replace = null)
    {
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { ContentRootPath = Directory.GetCurrentDirectory() }
        );
        Configure(builder.Configuration, settings);
        builder.Logging.ClearProviders();
        // To stderr: what a command prints on stdout is its answer.
        builder
            .Logging.AddConsole(console => console.FormatterName = VisibleConsoleFormatter.FormatterName)
            .AddConsoleFormatter<VisibleConsoleFormatter, ConsoleFormatterOptions>()
            .AddFilter("Microsoft", LogLevel.Warning)
            // Why it cannot start is said at the terminal, in plain words.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None)
            .SetMinimumLevel(settings.Quiet ? LogLevel.Error : LogLevel.Information);
        builder.Services.Configure<ConsoleLoggerOptions>(console =>
            console.LogToStandardErrorThreshold = LogLevel.Trace
        );
        var descriptors = Descriptors.OfThisProcess();
        builder.Services.AddSingleton(descriptors);
        builder
            .WebHost.UseKestrelHttpsConfiguration()
            .UseUrls(settings.Urls)
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                // An operation answers at 256 KB with a problem; this is for what does not reach one.
                kestrel.Limits.MaxRequestBodySize = 2 * 1024 * 1024;
                kestrel.Limits.MaxConcurrentConnections = descriptors.MostConnections;
                kestrel.ConfigureEndpointDefaults(endpoint =>
                    endpoint.Use(next => connection => descriptors.Count(() => next(connection)))
                );
            });
        Loopback.Demand(builder.Configuration, settings.Urls);
        DemandKnown(builder.Configuration.GetSection(JournalOptions.Section));

        var simulation = SimulationMode.Of(builder.Configuration);
        JournalFile? journal = null;
        builder
            .Services.AddSingleton(TimeProvider.System)
            .AddPartnerCenter(builder.Configuration)
            .AddOnboarding(builder.Configuration)
            .AddJournal(builder.Configuration)
            .AddSqliteStorage(builder.Configuration)
            .AddOnboardingHttp(
                builder.Configuration,
                new HostFacts(
                    simulation.IsOn,
                    exception => exception is JournalUnavailableException or JournalStoppedException or SqliteException
                )
                {
                    WhyNotWritable = () => journal?.Refusal,
                    TellsChanges = true,
                }
            )
            .AddOnboardingTelemetry(builder.Configuration)
            .AddSingleton<PartnerAddresses>()
            .AddHostedService<CheckWebhookSecrets>()
            .AddHostedService<FillSearchColumns>()
            .AddHostedService<StartPending>()
            .AddHostedService<DetectStuckOnboardings>()
            .AddHostedService<CheckFile>()
            .AddHostedService<WatchCredentials>()
            .AddHostedService<RegisterWebhooks>()
            .AddHostedService<RemoveExpired>()
            .Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(10));
        simulation.Register(builder.Services);
        builder
            .Services.AddSingleton(simulation)
            .AddHostedService<SimulatedCustomers>()
            .AddOptions<SimulationModeOptions>()
            .Configure(options => options.CustomersAnswer = settings.CustomersAnswer)
            .Bind(builder.Configuration.GetSection(SimulationModeOptions.FormerSection))
            .Bind(builder.Configuration.GetSection(SimulationModeOptions.Section));
        replace?.Invoke(builder.Services);

        var app = builder.Build();
        journal = app.Services.GetRequiredService<JournalFile>();
        ApiEndpoints.Map(app);
        return new ServerHost(app, simulation);
    }

    /// <summary>Takes the data directory, starts the simulator when there is nobody else to ask, and listens.</summary>
    /// <exception cref="Exception">See <see cref="StartErrors"/>.</exception>
    public async Task Start(CancellationToken cancellationToken)
    {
        // First of all: a second process must be told who holds the directory before it touches anything in it.
        var journal = _app.Services.GetRequiredService<JournalFile>();
        _app.Services.GetRequiredService<Descriptors>().Demand();
        journal.Open();
        _ = journal.Fault.ContinueWith(_ => Lifetime.StopApplication(), TaskScheduler.Default);
        await _simulation.Start(_app.Services, cancellationToken);
        await _app.Services.GetRequiredService<PartnerAddresses>().Check(_simulation.InProcess, cancellationToken);
        await _app.StartAsync(cancellationToken);
    }

    public Task WaitForShutdown() => _app.WaitForShutdownAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        await _simulation.DisposeAsync();
    }

    // Two option classes read this section, so neither can find the keys that are unknown in it.
    private static void DemandKnown(IConfigurationSection section)
    {
        var known = typeof(JournalOptions)
            .GetProperties()
            .Concat(typeof(VaultOptions).GetProperties())
            .Select(property => property.Name);
        var unknown = section
            .GetChildren()
            .Select(child => child.Key)
            .Except(known, StringComparer.OrdinalIgnoreCase)
            .ToList();
        if (unknown.Count > 0)
            throw new StartException(
                $"{string.Join(", ", unknown.Select(key => $"{section.Key}:{key}"))} is no setting; "
                    + "docs/configuration.md lists what there is."
            );
    }

    private static void Configure(ConfigurationManager configuration, ServerSettings settings)
    {
        // Weakest first. Sources of the framework's own go: what counts is docs/configuration.md and nothing else.
        configuration.Sources.Clear();
        configuration.AddJsonFile(
            Path.Combine(Directory.GetCurrentDirectory(), SettingsFile),
            optional: true,
            reloadOnChange: false
        );
        configuration.AddEnvironmentVariables();
        configuration.AddInMemoryCollection(settings.Settings);
        if (settings.DataDirectory is { } data)
            configuration["Server:DataDirectory"] = data;
    }
}
