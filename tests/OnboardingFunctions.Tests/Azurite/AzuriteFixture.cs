using Azure.Data.Tables;
using Onboarding.Azure;
using Onboarding.Azure.Tables;

namespace OnboardingFunctions.Tests.Azurite;

/// <summary>One emulator for all tests that store something.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private AzuriteEmulator? _emulator;

    internal string ConnectionString => _emulator?.ConnectionString ?? "";

    public async Task InitializeAsync() =>
        _emulator = AzuriteProgram.Path is { } program ? await AzuriteEmulator.Start(program) : null;

    /// <summary>Tables that nobody else writes to.</summary>
    internal TableStore NewStore(string? prefix = null) =>
        new(
            new TableServiceClient(ConnectionString),
            AzureServices.EmulatedBlobs(ConnectionString),
            prefix ?? $"t{Guid.NewGuid():n}"
        );

    public async Task DisposeAsync()
    {
        if (_emulator is not null)
            await _emulator.DisposeAsync();
    }
}

[CollectionDefinition(Name)]
public sealed class AzuriteCollection : ICollectionFixture<AzuriteFixture>
{
    public const string Name = "Azurite";
}
