using System.Net;
using DurableTask.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.DurableTask.Testing.Sidecar.Grpc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace OnboardingFunctions.Tests.Engine;

/// <summary>
/// An engine of Durable Task behind the contract that its workers and clients speak, as the Functions host has one.
/// </summary>
internal sealed class EngineServer : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly IOrchestrationService _service;

    private EngineServer(WebApplication server, IOrchestrationService service) =>
        (_server, _service) = (server, service);

    public Uri Address => new(_server.Urls.Single());

    /// <summary>Starts the engine; it takes up work once a worker is connected.</summary>
    public static async Task<EngineServer> Start(IOrchestrationService service)
    {
        await service.CreateIfNotExistsAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2)
        );
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(service);
        builder.Services.AddSingleton((IOrchestrationServiceClient)service);
        builder.Services.AddSingleton<TaskHubGrpcServer>();
        var server = builder.Build();
        server.MapGrpcService<TaskHubGrpcServer>();
        await server.StartAsync();
        return new EngineServer(server, service);
    }

    public async ValueTask DisposeAsync()
    {
        // The server stops it too, and does not wait: what it still needs of the storage would be gone.
        await _service.StopAsync(isForced: true);
        await _server.StopAsync();
        await _server.DisposeAsync();
    }
}
