using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Onboarding.Progress;
using PartnerCenter;
using PartnerCenter.Signin;

namespace Onboarding.Notifications;

internal static class NotificationServices
{
    public static IServiceCollection AddNotifications(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddOptions<NotificationOptions>()
            .Bind(configuration.GetSection(NotificationOptions.Section), OnboardingServices.Strictly)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services
            .AddHttpClient(WebhookSender.ClientName)
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(provider =>
            {
                var allowPrivate = provider
                    .GetRequiredService<IOptions<NotificationOptions>>()
                    .Value.AllowPrivateAddresses;
                return new SocketsHttpHandler
                {
                    AllowAutoRedirect = false,
                    UseCookies = false,
                    UseProxy = false,
                    ConnectCallback = (connection, cancellationToken) =>
                        PublicAddresses.Connect(connection.DnsEndPoint, allowPrivate, cancellationToken),
                };
            });
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<MailSender>();
        services.AddSingleton(provider => new CredentialWatch(
            provider.GetRequiredService<PartnerCenterClients>(),
            provider.GetRequiredService<CredentialCheck>(),
            provider.GetRequiredService<MailSender>(),
            provider.GetRequiredService<IOptions<NotificationOptions>>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton(provider => new Outbox(
            provider.GetRequiredService<IDeliveries>(),
            provider.GetRequiredService<IOrchestrationClient>(),
            provider.GetRequiredService<IAuditLog>(),
            provider.GetRequiredService<IOptions<NotificationOptions>>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        return services;
    }
}
