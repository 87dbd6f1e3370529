using DurableTask.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Testing.Sidecar.Grpc;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OnboardingFunctions.Tests.Engine;

/// <summary>
/// Durable Task as the Functions host runs it: the engine on one side, worker and client on the other, gRPC between them.
/// </summary>
internal sealed class GrpcEngine : IAsyncDisposable
{
    private readonly WebApplication _engine;
    private readonly IHost _worker;
    private readonly GrpcChannel _channel;

    private GrpcEngine(WebApplication engine, IHost worker, GrpcChannel channel) =>
        (_engine, _worker, _channel) = (engine, worker, channel);

    public DurableTaskClient Client => _worker.Services.GetRequiredService<DurableTaskClient>();

    public static async Task<GrpcEngine> Start(IOrchestrationService service, Action<DurableTaskRegistry> tasks)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(service);
        builder.Services.AddSingleton((IOrchestrationServiceClient)service);
        builder.Services.AddSingleton<TaskHubGrpcServer>();
        var engine = builder.Build();
        engine.MapGrpcService<TaskHubGrpcServer>();
        await engine.StartAsync();

        var channel = GrpcChannel.ForAddress(engine.Urls.Single());
        var worker = Host.CreateEmptyApplicationBuilder(null);
        worker.Services.AddDurableTaskWorker(build => build.UseGrpc(channel).AddTasks(tasks));
        worker.Services.AddDurableTaskClient(build => build.UseGrpc(channel).RegisterDirectly());
        var host = worker.Build();
        await host.StartAsync();
        return new GrpcEngine(engine, host, channel);
    }

    public async ValueTask DisposeAsync()
    {
        await _worker.StopAsync();
        _worker.Dispose();
        await _channel.ShutdownAsync();
        _channel.Dispose();
        await _engine.StopAsync();
        await _engine.DisposeAsync();
    }
}
