using Microsoft.Extensions.DependencyInjection;
using Onboarding.Durability;

namespace OnboardingFunctions.Durable;

internal static class DurableServices
{
    /// <summary>The port on Durable Task. <c>AddOnboarding</c> brings what is run, <c>AddAzureStorage</c> who may start what.</summary>
    public static IServiceCollection AddDurable(this IServiceCollection services) => services
        .AddScoped<DurableRunner>()
        .AddSingleton<DurableClientSource>()
        .AddSingleton<EndedInstances>()
        .AddSingleton<IOrchestrationClient, DurableOrchestrationClient>();
}
