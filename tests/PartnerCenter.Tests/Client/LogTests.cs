using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace PartnerCenter.Tests.Client;

public sealed class LogTests
{
    [Theory]
    [InlineData(404, """{"code":600074,"description":"none"}""", 0)]
    [InlineData(400, """{"code":20002,"description":"no"}""", 1)]
    public async Task LookUp_ThatFindsNothing_IsNoWarning(int status, string body, int warnings)
    {
        await using var peer = await Peer.Answering(status, body);
        using var log = new Lines();
        using var client = TestClient.From(
            new()
            {
                ["Partners:test:BaseAddress"] = peer.Address.ToString(),
                ["Partners:test:Authority"] = peer.Address.ToString(),
                ["Partners:test:TenantId"] = "d1b11000-0000-4000-8000-000000000001",
                ["Partners:test:ClientId"] = "0a0a0a0a-0000-4000-8000-000000000009",
                ["Partners:test:CredentialName"] = "partner",
            },
            log: log
        );

        await Record.ExceptionAsync(() =>
            client.Partner.Customers.GetValidationStatus(CustomerId.Parse("8e387b7b-bf72-4527-b687-d42eab57dc1f"))
        );

        Assert.Equal(
            warnings,
            log.All.Count(line => line.Contains("Customers.GetValidationStatus", StringComparison.Ordinal))
        );
    }

    /// <summary>What is logged from warnings upwards.</summary>
    private sealed class Lines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> All { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (IsEnabled(logLevel))
                All.Enqueue(formatter(state, exception));
        }

        public void Dispose() { }
    }
}
