using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Onboarding.Approvals;
using Onboarding.Progress;
using Onboarding.Quotes;
using Onboarding.Reference;
using Onboarding.Retention;
using Onboarding.Submission;
using Onboarding.Validation;
using PartnerCenter;

namespace Onboarding.Drafts;

/// <summary>Registration of drafts and prices. The host adds <see cref="IDrafts"/>.</summary>
public static class DraftServices
{
    public static IServiceCollection AddDrafts(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddOptions<QuoteOptions>()
            .Bind(configuration.GetSection(QuoteOptions.Section), OnboardingServices.Strictly)
            .ValidateOnStart();
        services.AddSingleton(provider => new PriceQuotes(
            provider.GetRequiredService<PartnerCenterClients>(),
            provider.GetRequiredService<RequestRules>(),
            provider.GetRequiredService<OfferDirectory>(),
            new PriceCustomers(
                provider.GetRequiredService<IOnboardingRecords>(),
                provider.GetRequiredService<IOptions<QuoteOptions>>()
            )
        ));
        services.AddSingleton(provider => new DraftReviewer(
            provider.GetRequiredService<RequestRules>(),
            provider.GetRequiredService<RequestValidator>(),
            provider.GetRequiredService<PriceQuotes>(),
            provider.GetRequiredService<ApprovalRules>(),
            provider.GetRequiredService<IOptions<ApprovalOptions>>().Value
        ));
        services.AddSingleton(provider => new DraftService(
            provider.GetRequiredService<IDrafts>(),
            provider.GetRequiredService<DraftReviewer>(),
            provider.GetRequiredService<OnboardingSubmission>(),
            provider.GetRequiredService<IOnboardingRecords>(),
            provider.GetRequiredService<IOptions<RetentionOptions>>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        return services;
    }
}
