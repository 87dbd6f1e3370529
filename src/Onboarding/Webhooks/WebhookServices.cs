using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Onboarding.Customers;
using Onboarding.Progress;
using PartnerCenter;
using PartnerCenter.Webhooks;

namespace Onboarding.Webhooks;

/// <summary>Registration of what comes in by webhook and queue. The host adds <see cref="IInbox"/>.</summary>
public static class WebhookServices
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<WebhookOptions>, Validator>();
        services
            .AddOptions<WebhookOptions>()
            .Bind(configuration.GetSection(WebhookOptions.Section), OnboardingServices.Strictly)
            .ValidateOnStart();
        services.AddSingleton(provider => new InboxService(
            provider.GetRequiredService<IInbox>(),
            provider.GetRequiredService<IOrchestrationClient>(),
            provider.GetRequiredService<IAuditLog>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton<IRequestQueue, InboxQueue>();
        services.AddSingleton(provider => new WebhookReceiver(
            provider.GetRequiredService<IOptions<WebhookOptions>>(),
            provider.GetRequiredService<ISecretVault>(),
            provider.GetRequiredService<EventSignatures>(),
            provider.GetRequiredService<InboxService>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton(provider => new WebhookRegistrations(
            provider.GetRequiredService<IOptions<WebhookOptions>>(),
            provider.GetRequiredService<PartnerCenterClients>()
        ));
        return services;
    }

    private sealed class Validator : IValidateOptions<WebhookOptions>
    {
        public ValidateOptionsResult Validate(string? name, WebhookOptions options) =>
            options.Problems().ToList() is { Count: > 0 } problems
                ? ValidateOptionsResult.Fail(problems)
                : ValidateOptionsResult.Success;
    }
}
