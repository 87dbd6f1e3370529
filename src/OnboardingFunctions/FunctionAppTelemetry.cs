using Azure.Core;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Onboarding.Http.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace OnboardingFunctions;

internal static class FunctionAppTelemetry
{
    /// <summary>
    /// The setting that the infrastructure sets; with it traces, metrics and logs go to Application Insights.
    /// </summary>
    public const string Insights = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    /// <summary>
    /// Traces, metrics and logs of the app by OTLP, to Application Insights, or both. Off unless one of them is
    /// configured: the host passes a worker's log on only as long as the worker does not say that it does so itself.
    /// </summary>
    public static IServiceCollection AddFunctionAppTelemetry(
        this IServiceCollection services,
        IConfiguration configuration
    )
    {
        services.AddOnboardingTelemetry(configuration);
        var byOtlp = !string.IsNullOrWhiteSpace(configuration[OnboardingTelemetry.Endpoint]);
        var toInsights = !string.IsNullOrWhiteSpace(configuration[Insights]);
        if (!byOtlp && !toInsights)
            return services;

        var telemetry = services.AddOpenTelemetry().UseFunctionsWorkerDefaults();
        if (byOtlp)
            telemetry.WithLogging(
                logging => logging.AddOtlpExporter(),
                options => options.IncludeFormattedMessage = true
            );
        if (!toInsights)
            return services;
        telemetry
            .WithTracing(tracing => tracing.AddSource("Onboarding", "PartnerCenter"))
            .WithMetrics(metrics => metrics.AddMeter("Onboarding", "PartnerCenter"))
            .UseAzureMonitorExporter();
        services
            .AddOptions<AzureMonitorExporterOptions>()
            .Configure<TokenCredential>(
                (options, credential) =>
                {
                    options.ConnectionString = configuration[Insights];
                    options.Credential = credential;
                    // The alert on open tasks reads a line of the log, also one of a trace that was not sampled.
                    options.EnableTraceBasedLogsSampler = false;
                }
            );
        return services;
    }
}
