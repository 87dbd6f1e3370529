using Azure.Messaging.ServiceBus;
using Grpc.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Onboarding;
using Onboarding.Azure;
using Onboarding.Http;
using Onboarding.Http.Access;
using Onboarding.Submission;
using OnboardingFunctions.Durable;
using OnboardingFunctions.ServiceBus;
using OnboardingFunctions.Triggers;
using PartnerCenter;

namespace OnboardingFunctions;

internal static class FunctionAppServices
{
    // It reads a row for each onboarding of 30 days, and each page that is open asks every ten seconds.
    private static readonly TimeSpan SummaryAge = TimeSpan.FromSeconds(30);

    /// <summary>Everything the app runs, on Durable Task, Tables, Key Vault and Service Bus.</summary>
    public static IServiceCollection AddFunctionApp(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddPartnerCenter(configuration);
        services.AddOnboarding(configuration);
        services.AddSubmission();
        services.AddAzureStorage(configuration);
        services.AddDurable();
        services.AddOnboardingHttp(
            configuration,
            new HostFacts(Simulated(configuration), IsUnreachable) { SummaryAge = SummaryAge }
        );
        services.AddFunctionAppTelemetry(configuration);
        services.AddSingleton<IValidateOptions<ApiAuthenticationOptions>>(new RequireAuthentication(configuration));
        services.AddSingleton<ApiFunctionHandler>();
        services.AddServiceBusQueue(configuration);
        return services;
    }

    /// <summary>
    /// Gets a value that says whether engine, storage, vault or queue cannot be used just now. Errors that the engine's
    /// host throws itself have another status, and are faults.
    /// </summary>
    internal static bool IsUnreachable(Exception exception) =>
        exception switch
        {
            RpcException engine => engine.StatusCode
                is StatusCode.Unavailable
                    or StatusCode.DeadlineExceeded
                    or StatusCode.Internal
                    or StatusCode.ResourceExhausted
                    or StatusCode.Cancelled,
            ServiceBusException => true,
            _ => AzureServices.IsUnreachable(exception),
        };

    // A partner whose Partner Center is on this machine has the simulator for one.
    private static bool Simulated(IConfiguration configuration) =>
        configuration
            .GetSection("Partners")
            .GetChildren()
            .Any(partner =>
                Uri.TryCreate(partner["BaseAddress"], UriKind.Absolute, out var address) && address.IsLoopback
            );
}
