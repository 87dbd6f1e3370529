using System.Collections.Concurrent;
using System.Diagnostics;

namespace OnboardingFunctions.Tests.Azurite;

/// <summary>One emulator of Azure Storage, in memory, on ports of its own.</summary>
internal sealed class AzuriteEmulator : IAsyncDisposable
{
    private const string Account = "devstoreaccount1";

    // The emulator's published account key: no secret.
    private const string Key =
        "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly DirectoryInfo _folder;
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _requests = new();

    private AzuriteEmulator(DirectoryInfo folder, Process process) => (_folder, _process) = (folder, process);

    public string ConnectionString { get; private set; } = "";

    /// <summary>Gets its access log: a line for each request, such as <c>PUT /account/table(…) HTTP/1.1</c>.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>Starts one.</summary>
    /// <param name="program">Path of the program.</param>
    /// <param name="logsRequests">Whether it writes down every request.</param>
    public static async Task<AzuriteEmulator> Start(string program, bool logsRequests = false)
    {
        var folder = Directory.CreateTempSubdirectory("azurite-");
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.FullName,
        };
        // The clients may speak a newer version of the API than the emulator knows by number.
        string[] arguments =
        [
            "--inMemoryPersistence",
            "--disableTelemetry",
            "--skipApiVersionCheck",
            "--blobPort",
            "0",
            "--queuePort",
            "0",
            "--tablePort",
            "0",
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        if (!logsRequests)
            start.ArgumentList.Add("--silent");
        var process = Process.Start(start)!;
        _ = process.StandardError.ReadToEndAsync();
        var emulator = new AzuriteEmulator(folder, process);
        await emulator.ReadEndpoints();
        _ = emulator.ReadRequests();
        return emulator;
    }

    public ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task ReadEndpoints()
    {
        var endpoints = new Dictionary<string, string>();
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (endpoints.Count < 3)
        {
            var line =
                await _process.StandardOutput.ReadLineAsync(timeout.Token)
                ?? throw new InvalidOperationException("The emulator ended before it listened.");
            if (line.Split(' ') is ["Azurite", var service, _, _, "successfully", "listening", "at", var url])
                endpoints[service] = $"{url}/{Account}";
        }

        ConnectionString =
            $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};"
            + $"TableEndpoint={endpoints["Table"]};BlobEndpoint={endpoints["Blob"]};QueueEndpoint={endpoints["Queue"]}";
    }

    // A line of the log: 127.0.0.1 - - [time] "PUT /account/path HTTP/1.1" 204 -
    private async Task ReadRequests()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Split('"') is [_, var request, ..])
                _requests.Enqueue(request);
        }
    }
}
