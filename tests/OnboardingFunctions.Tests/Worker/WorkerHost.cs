using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace OnboardingFunctions.Tests.Worker;

/// <summary>
/// The Functions host's side of the worker protocol: starts the built app as a process of its own, loads its functions
/// and invokes them. What a binding carries is given by the test.
/// </summary>
internal sealed class WorkerHost : IAsyncDisposable
{
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(60);

    private readonly Channel<byte[]> _toWorker = Channel.CreateUnbounded<byte[]>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonObject>> _awaited = new();
    private readonly ConcurrentQueue<string> _said = new();
    private readonly WebApplication _server;
    private readonly Uri _engine;
    private Process? _process;
    private Uri? _http;

    private WorkerHost(Uri engine)
    {
        _engine = engine;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http2)
        );
        _server = builder.Build();
        _server.MapPost(WorkerProtocol.Stream, Talk);
    }

    /// <summary>The functions that the worker has reported, by name; all of them are loaded.</summary>
    public IReadOnlyDictionary<string, JsonObject> Functions { get; private set; } =
        new Dictionary<string, JsonObject>();

    /// <summary>What the worker has said, for whoever looks for a failure.</summary>
    public string Said => string.Join(Environment.NewLine, _said);

    /// <param name="settings">The app's settings, as environment variables.</param>
    /// <param name="engine">Where the engine's client finds the engine; null: nowhere, an operation that needs it finds
    /// it away.</param>
    public static async Task<WorkerHost> Start(IEnumerable<KeyValuePair<string, string?>> settings, Uri? engine = null)
    {
        var host = new WorkerHost(engine ?? new Uri("http://127.0.0.1:1"));
        await host._server.StartAsync();
        try
        {
            await host.StartWorker(settings);
            return host;
        }
        catch (Exception exception)
        {
            await host.DisposeAsync();
            var said = string.Join(Environment.NewLine, host._said);
            throw new InvalidOperationException($"The worker did not start. It said: {said}", exception);
        }
    }

    /// <summary>Invokes a function with what its trigger carries; its other bindings are the engine's client.</summary>
    /// <exception cref="IOException">The worker is gone.</exception>
    public Task<JsonObject> Invoke(string function, JsonObject trigger, string? instanceId = null)
    {
        var bindings = Functions[function]["bindings"]!.AsObject();
        return Invoke(
            function,
            bindings.ToDictionary(
                binding => binding.Key,
                binding => binding.Value!["type"]!.GetValue<string>() == "durableClient" ? DurableClient() : trigger
            ),
            instanceId: instanceId
        );
    }

    /// <summary>Invokes a function with what its bindings carry.</summary>
    /// <returns>The worker's answer: <c>result.status</c> and, of a failure, <c>result.exception</c>.</returns>
    public Task<JsonObject> Invoke(
        string function,
        Dictionary<string, JsonObject> bindings,
        string? id = null,
        string? instanceId = null
    )
    {
        id ??= Guid.NewGuid().ToString();
        var inputs = bindings.Select(binding => new JsonObject { ["name"] = binding.Key, ["data"] = binding.Value });
        var request = new JsonObject
        {
            ["invocationId"] = id,
            ["functionId"] = FunctionId(function),
            ["inputData"] = new JsonArray([.. inputs]),
            ["triggerMetadata"] = instanceId is null
                ? new JsonObject()
                : new JsonObject { ["instanceId"] = new JsonObject { ["string"] = instanceId } },
            ["traceContext"] = new JsonObject(),
            ["retryContext"] = new JsonObject(),
        };
        return Ask("invocationRequest", request, $"invocationResponse {id}");
    }

    /// <summary>
    /// Calls an HTTP function as the host does: the call goes to the worker's own server, and the invocation beside it.
    /// </summary>
    public async Task<HttpResponseMessage> Call(string function, HttpRequestMessage call)
    {
        var id = Guid.NewGuid().ToString();
        using var client = new HttpClient { BaseAddress = _http };
        call.Headers.Add("x-ms-invocation-id", id);
        var request = new JsonObject { ["http"] = new JsonObject() };
        var invoked = Invoke(
            function,
            new Dictionary<string, JsonObject> { ["request"] = request, ["client"] = DurableClient() },
            id
        );
        var answer = await client.SendAsync(call);
        var outcome = await invoked;
        if (Status(outcome) == "Success")
            return answer;
        answer.Dispose();
        throw new InvalidOperationException($"{function} failed: {outcome}");
    }

    /// <summary>Ends the worker as a crash does.</summary>
    public async Task Kill()
    {
        _process!.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
            await Kill();
        _process?.Dispose();
        _toWorker.Writer.TryComplete();
        await _server.DisposeAsync();
    }

    private JsonObject DurableClient() =>
        new()
        {
            ["string"] = new JsonObject
            {
                ["rpcBaseUrl"] = _engine.ToString(),
                ["taskHubName"] = "onboarding",
                ["connectionName"] = "AzureWebJobsStorage",
                ["requiredQueryStringParameters"] = "",
                ["maxGrpcMessageSizeInBytes"] = int.MaxValue,
                ["grpcHttpClientTimeout"] = "\"00:01:40\"",
            }.ToJsonString(),
        };

    private async Task StartWorker(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var address = new Uri(_server.Urls.Single());
        string[] arguments =
        [
            Path.Combine(Repository.App, "OnboardingFunctions.dll"),
            "--functions-uri",
            address.ToString(),
            "--functions-worker-id",
            "w1",
            "--functions-request-id",
            "r1",
            "--functions-grpc-max-message-length",
            $"{int.MaxValue}",
        ];
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = Repository.App,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = Repository.App;
        foreach (var (key, value) in settings)
            start.Environment[key] = value;
        var started = Await("startStream");
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await started;

        var ready = await Ask(
            "workerInitRequest",
            new() { ["functionAppDirectory"] = Repository.App },
            "workerInitResponse"
        );
        _http = new Uri(ready["capabilities"]!["HttpUri"]!.GetValue<string>());
        await UntilListening(_http);
        var listed = await Ask(
            "functionsMetadataRequest",
            new() { ["functionAppDirectory"] = Repository.App },
            "functionMetadataResponse"
        );
        var functions = listed["functionMetadataResults"]!
            .AsArray()
            .Select(function => function!.AsObject())
            .ToDictionary(function => function["name"]!.GetValue<string>());
        foreach (var (name, metadata) in functions)
        {
            var id = metadata["functionId"]!.GetValue<string>();
            var request = new JsonObject { ["functionId"] = id, ["metadata"] = metadata.DeepClone() };
            var loaded = await Ask("functionLoadRequest", request, $"functionLoadResponse {id}");
            if (Status(loaded) != "Success")
                throw new InvalidOperationException($"{name} is not loaded: {loaded}");
        }

        Functions = functions;
    }

    // The worker answers before its own server listens; the host forwards once it does.
    private static async Task UntilListening(Uri address)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        using var timeout = new CancellationTokenSource(LongestAnswer, TimeProvider.System);
        while (true)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(address.Host, address.Port, timeout.Token);
                return;
            }
            catch (SocketException)
            {
                await tick.WaitForNextTickAsync(timeout.Token);
            }
        }
    }

    /// <summary>Gets what a response says of its success.</summary>
    public static string Status(JsonObject response) => response["result"]?["status"]?.GetValue<string>() ?? "Failure";

    private string FunctionId(string name) => Functions[name]["functionId"]!.GetValue<string>();

    private async Task<JsonObject> Ask(string question, JsonObject content, string answer)
    {
        var awaited = Await(answer);
        if (!_toWorker.Writer.TryWrite(WorkerProtocol.Encode(new() { [question] = content })))
            throw new IOException("The worker is gone.");
        return await awaited;
    }

    private Task<JsonObject> Await(string answer) =>
        _awaited
            .GetOrAdd(answer, _ => new(TaskCreationOptions.RunContinuationsAsynchronously))
            .Task.WaitAsync(LongestAnswer, TimeProvider.System);

    // One call of gRPC: messages with their lengths before them, both ways until the worker is gone.
    private async Task Talk(HttpContext call)
    {
        call.Response.ContentType = "application/grpc";
        await call.Response.StartAsync();
        var sending = Send(call.Response.BodyWriter, call.RequestAborted);
        try
        {
            await Receive(call.Request.BodyReader, call.RequestAborted);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // The worker was killed.
        }

        _toWorker.Writer.TryComplete();
        foreach (var awaited in _awaited.Values)
            awaited.TrySetException(new IOException("The worker is gone."));
        await sending;
    }

    private async Task Send(PipeWriter writer, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var message in _toWorker.Reader.ReadAllAsync(cancellationToken))
            {
                var head = new byte[5];
                BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(1), message.Length);
                writer.Write(head);
                await writer.WriteAsync(message, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The worker is gone.
        }
    }

    private async Task Receive(PipeReader reader, CancellationToken cancellationToken)
    {
        for (; ; )
        {
            var read = await reader.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            while (Next(ref buffer) is { } message)
                Understand(WorkerProtocol.Decode(message));
            reader.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
                return;
        }
    }

    private static byte[]? Next(ref ReadOnlySequence<byte> buffer)
    {
        if (buffer.Length < 5)
            return null;
        var length = BinaryPrimitives.ReadInt32BigEndian(buffer.Slice(1, 4).ToArray());
        if (buffer.Length < 5 + length)
            return null;
        var message = buffer.Slice(5, length).ToArray();
        buffer = buffer.Slice(5 + length);
        return message;
    }

    private void Understand(JsonObject message)
    {
        foreach (var (kind, value) in message)
        {
            if (value is not JsonObject content)
                continue;
            var about = content["invocationId"] ?? (kind == "functionLoadResponse" ? content["functionId"] : null);
            var answer = about is null ? kind : $"{kind} {about}";
            if (kind == "rpcLog")
                _said.Enqueue(content.ToJsonString());
            else if (_awaited.TryRemove(answer, out var awaited))
                awaited.TrySetResult(content);
        }
    }
}
