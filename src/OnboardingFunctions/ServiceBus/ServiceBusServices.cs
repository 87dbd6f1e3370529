using Azure.Core;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Onboarding.Webhooks;

namespace OnboardingFunctions.ServiceBus;

internal static class ServiceBusServices
{
    // A caller of the API waits for these: it is answered within three seconds, whatever Service Bus does.
    private static readonly ServiceBusRetryOptions Sending = new()
    {
        Mode = ServiceBusRetryMode.Fixed,
        Delay = TimeSpan.FromMilliseconds(100),
        MaxRetries = 3,
        TryTimeout = ServiceBusQueue.LongestSend,
    };

    // Nobody waits for these, and the next drain comes within a minute.
    private static readonly ServiceBusRetryOptions Receiving = new()
    {
        Mode = ServiceBusRetryMode.Exponential,
        Delay = TimeSpan.FromMilliseconds(200),
        MaxDelay = TimeSpan.FromSeconds(2),
        MaxRetries = 2,
        TryTimeout = TimeSpan.FromSeconds(10),
    };

    // Nothing lies locked in the client until it is asked for.
    private static readonly ServiceBusReceiverOptions PeekLock = new()
    {
        ReceiveMode = ServiceBusReceiveMode.PeekLock,
        PrefetchCount = 0,
    };

    /// <summary>Adds the queue of requests and what drains it, where Service Bus is configured.</summary>
    public static IServiceCollection AddServiceBusQueue(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddOptions<ServiceBusOptions>()
            .Configure(options => options.Read(configuration))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        if (!ServiceBusOptions.From(configuration).IsConfigured)
            return services;
        services.AddSingleton(provider => Client(provider, Sending).CreateSender(ServiceBusOptions.Queue));
        services.AddSingleton(provider =>
            Client(provider, Receiving).CreateReceiver(ServiceBusOptions.Queue, PeekLock)
        );
        services.AddSingleton<IRequestQueue, ServiceBusQueue>();
        services.AddSingleton<MessageRescheduler>();
        services.AddSingleton<QueuedMessageHandler>();
        services.AddSingleton<QueueDrain>();
        return services;
    }

    // The process ends with its connections; a client of its own each, since the two wait differently.
    private static ServiceBusClient Client(IServiceProvider provider, ServiceBusRetryOptions retry)
    {
        var options = provider.GetRequiredService<IOptions<ServiceBusOptions>>().Value;
        var client = new ServiceBusClientOptions { RetryOptions = retry };
        return options.ConnectionString is { } connection
            ? new ServiceBusClient(connection, client)
            : new ServiceBusClient(
                options.FullyQualifiedNamespace,
                provider.GetRequiredService<TokenCredential>(),
                client
            );
    }
}
