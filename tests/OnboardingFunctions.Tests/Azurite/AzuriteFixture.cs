using System.Diagnostics;
using Azure.Data.Tables;
using Onboarding.Azure;
using Onboarding.Azure.Tables;

namespace OnboardingFunctions.Tests.Azurite;

/// <summary>One emulator, in memory, on ports of its own, for all tests that store something.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private const string Account = "devstoreaccount1";
    // The emulator's published account key: no secret.
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("azurite-");
    private Process? _process;

    internal string ConnectionString { get; private set; } = "";

    public async Task InitializeAsync()
    {
        if (AzuriteProgram.Path is not { } program) return;
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder.FullName };
        foreach (var argument in new[] { "--silent", "--inMemoryPersistence", "--disableTelemetry", "--blobPort", "0", "--queuePort", "0", "--tablePort", "0" }) start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
        _ = _process.StandardError.ReadToEndAsync();
        var endpoints = new Dictionary<string, string>();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (endpoints.Count < 3)
        {
            var line = await _process.StandardOutput.ReadLineAsync(patience.Token) ?? throw new InvalidOperationException("The emulator ended before it listened.");
            if (line.Split(' ') is ["Azurite", var service, _, _, "successfully", "listening", "at", var url]) endpoints[service] = url;
        }

        _ = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        ConnectionString = $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};TableEndpoint={endpoints["Table"]}/{Account};BlobEndpoint={endpoints["Blob"]}/{Account};QueueEndpoint={endpoints["Queue"]}/{Account}";
    }

    /// <summary>Tables that nobody else writes to.</summary>
    internal TableStore NewStore(string? prefix = null) => new(new TableServiceClient(ConnectionString), AzureServices.EmulatedBlobs(ConnectionString), prefix ?? $"t{Guid.NewGuid():n}");

    public Task DisposeAsync()
    {
        _process?.Kill(entireProcessTree: true);
        _process?.Dispose();
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }
}

[CollectionDefinition(Name)]
public sealed class AzuriteCollection : ICollectionFixture<AzuriteFixture>
{
    public const string Name = "Azurite";
}
