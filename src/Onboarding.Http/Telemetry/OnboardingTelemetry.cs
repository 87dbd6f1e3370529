using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Onboarding.Http.Telemetry;

/// <summary>
/// Traces and metrics of both hosts by OTLP. Off unless an exporter is configured, by OpenTelemetry's own variables.
/// </summary>
public static class OnboardingTelemetry
{
    /// <summary>
    /// The variable with the address of the exporter; it reads the other <c>OTEL_…</c> variables itself.
    /// </summary>
    public const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    // The source of the span of an invocation, which the Functions worker makes when somebody listens.
    private const string FunctionsWorker = "Microsoft.Azure.Functions.Worker";

    /// <param name="services">The services of the host.</param>
    /// <param name="configuration">Holds <see cref="Endpoint"/>, or telemetry stays off.</param>
    public static IServiceCollection AddOnboardingTelemetry(
        this IServiceCollection services,
        IConfiguration configuration
    )
    {
        if (string.IsNullOrWhiteSpace(configuration[Endpoint]))
            return services;
        services
            .AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(configuration["OTEL_SERVICE_NAME"] ?? "onboarding"))
            .WithTracing(tracing =>
                tracing
                    .AddSource("Onboarding", "PartnerCenter", FunctionsWorker)
                    .AddAspNetCoreInstrumentation()
                    .AddOtlpExporter()
            )
            .WithMetrics(metrics =>
                metrics.AddMeter("Onboarding", "PartnerCenter").AddAspNetCoreInstrumentation().AddOtlpExporter()
            );
        return services;
    }
}
