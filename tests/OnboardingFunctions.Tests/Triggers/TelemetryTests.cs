using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace OnboardingFunctions.Tests.Triggers;

/// <summary>Where the app's telemetry goes.</summary>
public sealed class TelemetryTests
{
    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1")]
    [InlineData(
        FunctionAppTelemetry.Insights,
        "InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint=http://127.0.0.1:1"
    )]
    public async Task Telemetry_WithAPlaceToGo_IsTracesMetricsAndWholeLogLines(string key, string value)
    {
        await using var app = new TestApp(new() { [key] = value });
        Assert.NotNull(app.Services.GetService<TracerProvider>());
        Assert.NotNull(app.Services.GetService<MeterProvider>());
        Assert.NotNull(app.Services.GetService<LoggerProvider>());
        Assert.True(
            app.Services.GetRequiredService<
                IOptionsMonitor<OpenTelemetryLoggerOptions>
            >().CurrentValue.IncludeFormattedMessage
        );
    }

    [Fact]
    public async Task Telemetry_ToApplicationInsights_IsSentAsTheIdentityAndWithEveryLogLine()
    {
        await using var app = new TestApp(
            new()
            {
                [FunctionAppTelemetry.Insights] =
                    "InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint=http://127.0.0.1:1",
            }
        );
        var options = app.Services.GetRequiredService<IOptions<AzureMonitorExporterOptions>>().Value;
        Assert.NotNull(options.Credential);
        Assert.False(options.EnableTraceBasedLogsSampler);
    }

    [Fact]
    public async Task Telemetry_WithNoPlaceToGo_IsOff()
    {
        await using var app = new TestApp([]);
        Assert.Null(app.Services.GetService<TracerProvider>());
    }
}
