using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Onboarding.Agreements;
using Onboarding.Notifications;
using Onboarding.Reference;
using Onboarding.Requests;
using Onboarding.Subscriptions;
using Onboarding.Validation;
using PartnerCenter;

namespace Onboarding.Submission;

/// <summary>Registration of intake. The host adds the stores, the engine and <c>AddPartnerCenter</c>.</summary>
public static class SubmissionServices
{
    public static IServiceCollection AddSubmission(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<OrderingOptions>();
        services.AddOptions<EnhancedAttestationOptions>();
        services.AddOptions<NotificationOptions>();
        services.AddSingleton<RequestRules>();
        services.AddSingleton<RequestReader>();
        services.AddSingleton<CountryDirectory>();
        services.AddSingleton<RequestCompletion>();
        services.AddSingleton<OfferDirectory>();
        services.AddSingleton<CustomerCheck>();
        services
            .AddHttpClient(AgreementDocuments.ClientName, client => client.Timeout = AgreementDocuments.CallTimeout)
            .RemoveAllLoggers();
        services.AddSingleton<AgreementDocuments>();
        services.AddSingleton<VendorChecks>();
        services.AddSingleton<SameCustomer>();
        services.AddSingleton(provider => new RequestValidator(
            provider.GetRequiredService<RequestRules>(),
            provider.GetRequiredService<PartnerCenterClients>(),
            provider.GetRequiredService<CountryDirectory>(),
            provider.GetRequiredService<VendorChecks>(),
            provider.GetRequiredService<SameCustomer>()
        ));
        services.AddSingleton(provider => new ReferenceData(
            provider.GetRequiredService<PartnerCenterClients>(),
            provider.GetRequiredService<CountryDirectory>(),
            provider.GetRequiredService<OfferDirectory>(),
            provider.GetRequiredService<AgreementDocuments>(),
            provider.GetRequiredService<IOptions<EnhancedAttestationOptions>>().Value.IsKnown
        ));
        services.AddSingleton<OnboardingIds>();
        services.AddSingleton<OnboardingSubmission>();
        services.AddSingleton<PendingStarts>();
        services.AddSingleton<QueuedRequests>();
        return services;
    }
}
