using DurableTask.Core;
using Grpc.Net.Client;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OnboardingFunctions.Tests.Replaying;

namespace OnboardingFunctions.Tests.Engine;

/// <summary>
/// Durable Task in one process: the engine on one side, worker and client on the other, gRPC between them.
/// </summary>
internal sealed class GrpcEngine : IAsyncDisposable
{
    private readonly EngineServer _engine;
    private readonly IHost _worker;
    private readonly GrpcChannel _channel;

    private GrpcEngine(EngineServer engine, IHost worker, GrpcChannel channel) =>
        (_engine, _worker, _channel) = (engine, worker, channel);

    public DurableTaskClient Client => _worker.Services.GetRequiredService<DurableTaskClient>();

    public static async Task<GrpcEngine> Start(IOrchestrationService service, Action<DurableTaskRegistry> tasks)
    {
        var engine = await EngineServer.Start(service);
        var channel = GrpcChannel.ForAddress(engine.Address);
        var worker = Host.CreateEmptyApplicationBuilder(null);
        worker.Services.Configure<DurableTaskWorkerOptions>(options => options.DataConverter = FunctionTable.Converter);
        worker.Services.Configure<DurableTaskClientOptions>(options => options.DataConverter = FunctionTable.Converter);
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
        await _engine.DisposeAsync();
    }
}
