using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Onboarding.Progress;

namespace Onboarding.Batches;

/// <summary>Registration of batches. The host adds <see cref="IBatches"/>.</summary>
public static class BatchServices
{
    public static IServiceCollection AddBatches(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddOptions<BatchOptions>()
            .Bind(configuration.GetSection(BatchOptions.Section), OnboardingServices.Strictly)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<RowReader>();
        services.AddSingleton(provider => new BatchReceiver(
            provider.GetRequiredService<IBatches>(),
            provider.GetRequiredService<IOrchestrationClient>(),
            provider.GetRequiredService<IOptions<BatchOptions>>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton(provider => new BatchService(
            provider.GetRequiredService<IBatches>(),
            provider.GetRequiredService<IOnboardingRecords>(),
            provider.GetRequiredService<IOrchestrationClient>(),
            provider.GetRequiredService<IAuditLog>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton(provider => new BatchResults(provider.GetRequiredService<IBatches>()));
        return services;
    }
}
