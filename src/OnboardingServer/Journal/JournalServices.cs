using DurableTask.Sqlite;
using Microsoft.Extensions.Options;
using Onboarding;

namespace OnboardingServer.Journal;

internal static class JournalServices
{
    /// <summary>
    /// The journal's file and, in it, the engine as a hosted service. Needs a <see cref="TaskCatalog"/>, a <see
    /// cref="TimeProvider"/> and the activities' own services.
    /// </summary>
    public static IServiceCollection AddJournal(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddOptions<JournalOptions>()
            .Bind(configuration.GetSection(JournalOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton(provider =>
            provider
                .GetRequiredService<IOptions<JournalOptions>>()
                .Value.NewFile(
                    provider.GetRequiredService<TimeProvider>(),
                    provider.GetRequiredService<ILogger<JournalFile>>()
                )
        );
        services.AddScoped<ActivityLifetime>();
        services.AddSingleton<JournalEngine>();
        services.AddSingleton<IOrchestrationClient>(provider => provider.GetRequiredService<JournalEngine>());
        services.AddHostedService(provider => provider.GetRequiredService<JournalEngine>());
        return services;
    }
}
