using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using DurableTask.Core;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.DurableTask.Protobuf;
using OnboardingFunctions.Tests.Engine;

namespace OnboardingFunctions.Tests.Worker;

/// <summary>
/// The Functions host with its durable extension: an engine of Durable Task whose work is done by the worker process,
/// as invocations of its functions. When the worker dies, what it was at is given to the next.
/// </summary>
internal sealed class HostedWorker : IAsyncDisposable
{
    private readonly EngineServer _engine;
    private readonly GrpcChannel _channel;
    private readonly IReadOnlyList<KeyValuePair<string, string?>> _settings;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentBag<Task> _work = [];
    private TaskCompletionSource<WorkerHost> _worker = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _taking = Task.CompletedTask;

    private HostedWorker(EngineServer engine, IReadOnlyList<KeyValuePair<string, string?>> settings) =>
        (_engine, _channel, _settings) = (engine, GrpcChannel.ForAddress(engine.Address), settings);

    public static async Task<HostedWorker> Start(
        IOrchestrationService engine,
        IReadOnlyList<KeyValuePair<string, string?>> settings
    )
    {
        var host = new HostedWorker(await EngineServer.Start(engine), settings);
        await host.StartWorker();
        host._taking = host.TakeWork();
        return host;
    }

    /// <summary>What the worker that runs now has said.</summary>
    public string Said => _worker.Task.IsCompletedSuccessfully ? _worker.Task.Result.Said : "";

    /// <summary>Calls an HTTP function of the worker that runs now.</summary>
    public async Task<HttpResponseMessage> Call(string function, HttpRequestMessage call)
    {
        if (_work.FirstOrDefault(work => work.IsFaulted) is { } failed)
            await failed;
        return await (await _worker.Task).Call(function, call);
    }

    /// <summary>Ends the worker as a crash does, and starts the next.</summary>
    public async Task KillWorker()
    {
        var killed = await _worker.Task;
        _worker = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await killed.DisposeAsync();
        await StartWorker();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        try
        {
            await _taking;
            if (_worker.Task.IsCompletedSuccessfully)
                await (await _worker.Task).DisposeAsync();
            await Task.WhenAll(_work);
        }
        finally
        {
            _channel.Dispose();
            await _engine.DisposeAsync();
            _stopping.Dispose();
        }
    }

    private async Task StartWorker()
    {
        try
        {
            _worker.SetResult(await WorkerHost.Start(_settings, _engine.Address));
        }
        catch (Exception failed)
        {
            _worker.SetException(failed);
            throw;
        }
    }

    private async Task TakeWork()
    {
        var engine = new TaskHubSidecarService.TaskHubSidecarServiceClient(_channel);
        using var items = engine.GetWorkItems(new GetWorkItemsRequest(), cancellationToken: _stopping.Token);
        try
        {
            await foreach (var item in items.ResponseStream.ReadAllAsync(_stopping.Token))
            {
                _work.Add(Work(engine, item));
            }
        }
        catch (RpcException stopped) when (stopped.StatusCode == StatusCode.Cancelled)
        {
            // The test is over.
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private Task Work(TaskHubSidecarService.TaskHubSidecarServiceClient engine, WorkItem item) =>
        item.RequestCase switch
        {
            WorkItem.RequestOneofCase.OrchestratorRequest => Orchestrate(engine, item.OrchestratorRequest),
            WorkItem.RequestOneofCase.ActivityRequest => Act(engine, item.ActivityRequest),
            _ => Task.CompletedTask,
        };

    private async Task Orchestrate(
        TaskHubSidecarService.TaskHubSidecarServiceClient engine,
        OrchestratorRequest request
    )
    {
        var started = request
            .PastEvents.Concat(request.NewEvents)
            .First(one => one.ExecutionStarted is not null)
            .ExecutionStarted;
        var answer = await Invoke(started.Name, Convert.ToBase64String(request.ToByteArray()));
        if (answer is null)
            return;
        var result = answer["returnValue"]!["string"]!.GetValue<string>();
        await engine.CompleteOrchestratorTaskAsync(
            OrchestratorResponse.Parser.ParseFrom(Convert.FromBase64String(result))
        );
    }

    private async Task Act(TaskHubSidecarService.TaskHubSidecarServiceClient engine, ActivityRequest request)
    {
        var answer = await Invoke(request.Name, Input(request.Input), request.OrchestrationInstance.InstanceId);
        if (answer is null)
            return;
        var response = new ActivityResponse
        {
            InstanceId = request.OrchestrationInstance.InstanceId,
            TaskId = request.TaskId,
        };
        if (WorkerHost.Status(answer) == "Success")
            response.Result = Result(answer["returnValue"]);
        else
            response.FailureDetails = new TaskFailureDetails
            {
                ErrorType = "Failure",
                ErrorMessage = answer["result"]!.ToJsonString(),
            };
        await engine.CompleteActivityTaskAsync(response);
    }

    // The engine keeps the arguments of an activity as a list of one.
    private static string Input(string arguments) => JsonNode.Parse(arguments)![0]!.ToJsonString();

    // As the engine keeps it: JSON. A text is one of its values, and not JSON already.
    private static string? Result(JsonNode? value) =>
        value?["string"] is { } text
            ? JsonSerializer.Serialize(text.GetValue<string>())
            : value?["json"]?.GetValue<string>();

    // A worker that is gone gives no answer: the next is asked.
    private async Task<JsonObject?> Invoke(string function, string input, string? instanceId = null)
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var worker = await _worker.Task.WaitAsync(_stopping.Token);
                return await worker.Invoke(function, new JsonObject { ["string"] = input }, instanceId);
            }
            catch (IOException)
            {
                // The next worker is asked.
            }
            catch (OperationCanceledException)
            {
                // The test is over.
            }
        }

        return null;
    }
}
