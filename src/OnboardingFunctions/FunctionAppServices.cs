using Azure.Core;
using Azure.Messaging.ServiceBus;
using Grpc.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Onboarding;
using Onboarding.Azure;
using Onboarding.Http;
using Onboarding.Http.Gate;
using Onboarding.Intake;
using Onboarding.Webhooks;
using OnboardingFunctions.Durable;
using OnboardingFunctions.Triggers;
using PartnerCenter;

namespace OnboardingFunctions;

internal static class FunctionAppServices
{
    /// <summary>Everything the app runs, on Durable Task, Tables, Key Vault and Service Bus.</summary>
    public static IServiceCollection AddFunctionApp(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddPartnerCenter(configuration);
        services.AddOnboarding(configuration);
        services.AddIntake();
        services.AddAzureStorage(configuration);
        services.AddDurable();
        services.AddOnboardingHttp(configuration, new HostFacts(Simulated(configuration), IsAway));
        services.AddFunctionAppTelemetry(configuration);
        services.AddSingleton<IValidateOptions<ApiAuthenticationOptions>>(new NoOpenDoors(configuration));
        services.AddSingleton<ApiEdge>();
        services.AddSingleton<Postponing>();
        services.AddSingleton(provider => Client(configuration, provider.GetRequiredService<TokenCredential>()));
        services.AddSingleton(provider => provider.GetRequiredService<ServiceBusClient>().CreateSender(QueueFunctions.Queue));
        if (Connection(configuration) is not null || Namespace(configuration) is not null) services.AddSingleton<IRequestQueue, ServiceBusQueue>();
        return services;
    }

    /// <summary>Whether an exception says that engine, storage, vault or queue cannot be used just now. What the engine's host throws itself comes as another status, and is a fault.</summary>
    internal static bool IsAway(Exception exception) => exception switch
    {
        RpcException engine => engine.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Internal or StatusCode.ResourceExhausted or StatusCode.Cancelled,
        ServiceBusException => true,
        _ => AzureServices.IsAway(exception),
    };

    // A partner whose Partner Center is on this machine has the simulator for one.
    private static bool Simulated(IConfiguration configuration) => configuration.GetSection("Partners").GetChildren()
        .Any(partner => Uri.TryCreate(partner["BaseAddress"], UriKind.Absolute, out var address) && address.IsLoopback);

    // The same keys as the trigger's: a connection string for an emulator, else the namespace and the host's identity.
    private static ServiceBusClient Client(IConfiguration configuration, TokenCredential credential) => Connection(configuration) is { } connection
        ? new ServiceBusClient(connection)
        : new ServiceBusClient(Namespace(configuration) ?? throw new InvalidOperationException("ServiceBus:fullyQualifiedNamespace is missing: expected NAME.servicebus.windows.net."), credential);

    private static string? Connection(IConfiguration configuration) => configuration[QueueFunctions.Connection] is { Length: > 0 } connection ? connection : null;

    private static string? Namespace(IConfiguration configuration) => configuration[$"{QueueFunctions.Connection}:fullyQualifiedNamespace"] is { Length: > 0 } name ? name : null;
}
