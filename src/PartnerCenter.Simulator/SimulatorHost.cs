using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Logging.Console;
using PartnerCenter.Simulator.Control;
using PartnerCenter.Simulator.Faults;
using PartnerCenter.Simulator.Surface;
using PartnerCenter.Simulator.Webhooks;

namespace PartnerCenter.Simulator;

/// <summary>
/// A running simulator of Partner Center and of its token authority (C §24), as a program or inside another process.
/// </summary>
public sealed class SimulatorHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SimulatorCore _core;

    private SimulatorHost(WebApplication app, SimulatorCore core)
    {
        (_app, _core) = (app, core);
        Ledger = new SimulatorLedger(core);
        Control = new SimulatorControl(core);
    }

    /// <summary>
    /// The address at which the simulator listens, with a slash at the end: base address of the REST API and authority
    /// of the tokens.
    /// </summary>
    public Uri Address => _core.Address;

    /// <summary>The objects that exist and the effects that happened.</summary>
    public SimulatorLedger Ledger { get; }

    /// <summary>The journal of calls.</summary>
    public SimulatorRequests Requests => _core.Journal;

    /// <summary>The faults in force.</summary>
    public SimulatorFaults Faults => _core.Faults;

    /// <summary>Does what customers, Microsoft and time would do.</summary>
    public SimulatorControl Control { get; }

    internal IServiceProvider Services => _app.Services;

    /// <summary>Starts listening. Port 0 takes a free one; see <see cref="Address"/>.</summary>
    /// <exception cref="IOException">
    /// The address or the state file is in use, or there is no certificate for https; the message says which.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="urls"/> has an address nobody can listen on; the message names it.
    /// </exception>
    /// <exception cref="InvalidDataException">
    /// The state file is not one, or is damaged; the message names file and line.
    /// </exception>
    public static async Task<SimulatorHost> StartAsync(
        SimulatorOptions options,
        string urls = "http://127.0.0.1:0",
        CancellationToken ct = default
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        ListenAddresses.Check(urls);
        var certificate = ServerCertificate.Load(options.CertificateFile);
        var core = new SimulatorCore(options);
        try
        {
            // Nothing of the hosting process reaches in here: not its arguments, not its environment, not its settings
            // files.
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder
                .WebHost.UseKestrelCore()
                .UseKestrelHttpsConfiguration()
                .UseUrls(urls)
                .ConfigureKestrel(kestrel =>
                {
                    kestrel.AddServerHeader = false;
                    if (certificate is not null)
                        kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = certificate);
                    kestrel.Limits.MaxRequestBodySize = 8 * 1024 * 1024;
                });
            builder.Services.AddRoutingCore();
            // Whoever starts it is told by the exception; the host's own account of it would say it twice, with a
            // stack. Standard output belongs to the program it runs in, which may be answering JSON there.
            builder
                .Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)
                .SetMinimumLevel(LogLevel.Warning)
                .AddSimpleConsole(console => console.SingleLine = true);
            builder.Services.Configure<ConsoleLoggerOptions>(console =>
                console.LogToStandardErrorThreshold = LogLevel.Trace
            );
            var app = builder.Build();
            var host = new SimulatorHost(app, core);
            host.Map();
            await app.StartAsync(ct);
            var address = app
                .Services.GetRequiredService<IServer>()
                .Features.Get<IServerAddressesFeature>()!
                .Addresses.First();
            core.Address = new Uri(
                address
                    .Replace("[::]", "127.0.0.1", StringComparison.Ordinal)
                    .Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal) + "/"
            );
            _ = core.Outbox.Start(app.Services.GetRequiredService<ILogger<WebhookOutbox>>());
            return host;
        }
        catch (InvalidOperationException missing) when (urls.Contains("https:", StringComparison.OrdinalIgnoreCase))
        {
            core.Dispose();
            throw new IOException(
                $"{urls} needs a certificate: name one, or take the one for development: run 'dotnet dev-certs https "
                    + "--trust' once, and use the host name localhost.",
                missing
            );
        }
        catch
        {
            core.Dispose();
            throw;
        }
    }

    /// <summary>Ends when the process is asked to end (Ctrl+C, SIGTERM).</summary>
    public Task WaitForShutdownAsync(CancellationToken ct = default) => _app.WaitForShutdownAsync(ct);

    public async ValueTask DisposeAsync()
    {
        using (var hurry = new CancellationTokenSource(TimeSpan.FromSeconds(2)))
            await _app.StopAsync(hurry.Token);
        await _app.DisposeAsync();
        _core.Dispose();
    }

    private void Map()
    {
        _app.UseRouting();
        var pipeline = new OperationPipeline(_core, _app.Services.GetRequiredService<ILogger<OperationPipeline>>());
        foreach (var operation in SimulatedOperations.Bound)
            _app.MapMethods(operation.Route, [operation.Method], http => pipeline.Run(http, operation));
        ControlEndpoints.Map(_app, this);
        var page = new Lazy<string>(() =>
        {
            using var reader = new StreamReader(
                typeof(SimulatorHost).Assembly.GetManifestResourceStream("index.html")!,
                Encoding.UTF8
            );
            return reader.ReadToEnd();
        });
        _app.MapGet("/", () => Results.Content(page.Value, "text/html; charset=utf-8"));
    }
}
