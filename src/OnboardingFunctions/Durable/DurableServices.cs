using Azure.Core.Serialization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Onboarding;

namespace OnboardingFunctions.Durable;

internal static class DurableServices
{
    /// <summary>
    /// The onboarding's tasks on Durable Task. <c>AddOnboarding</c> brings what is run, <c>AddAzureStorage</c> who may
    /// start what.
    /// </summary>
    public static IServiceCollection AddDurable(this IServiceCollection services) =>
        services
            // Also Durable Task's data converter: the extension takes the worker's serializer for it.
            .Configure<WorkerOptions>(options => options.Serializer = Serializer)
            .AddScoped<StepInvoker>()
            .AddSingleton<DurableTaskClientAccessor>()
            .AddSingleton<EndedInstances>()
            .AddSingleton<IOrchestrationClient, DurableOrchestrationClient>();

    /// <summary>Gets the serializer with which histories are written.</summary>
    internal static ObjectSerializer Serializer { get; } = new HistorySerializer();
}
