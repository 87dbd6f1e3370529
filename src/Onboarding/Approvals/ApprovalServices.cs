using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Onboarding.Customers;

namespace Onboarding.Approvals;

/// <summary>Registration of approvals. The host adds <see cref="IApprovals"/>.</summary>
public static class ApprovalServices
{
    public static IServiceCollection AddApprovals(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<ApprovalOptions>, ApprovalOptionsValidator>();
        services
            .AddOptions<ApprovalOptions>()
            .Bind(configuration.GetSection(ApprovalOptions.Section), OnboardingServices.Strictly)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<ApprovalRules>();
        services.AddSingleton<ApproverDirectory>();
        services.AddSingleton(provider => new ApprovalLinks(
            provider.GetRequiredService<ISecretVault>(),
            provider.GetRequiredService<IApprovals>(),
            provider.GetRequiredService<ApproverDirectory>(),
            provider.GetRequiredService<IOptions<ApprovalOptions>>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton<ApprovalService>();
        return services;
    }
}
