using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Onboarding.Notifications;
using Onboarding.Submission;
using PartnerCenter;

namespace Fuzz;

/// <summary>The readers and their rules, with two partners; nobody is asked anything.</summary>
internal static class FuzzedServices
{
    public static FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));

    public static ServiceProvider New()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([.. Partner("default", "IndirectProvider"), .. Partner("direct", "DirectBill")])
            .Build();
        var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(Clock)
            .AddLogging()
            .AddPartnerCenter(configuration)
            .AddSingleton<ICredentialSource, NoCredentials>()
            .AddSubmission();
        services.Configure<NotificationOptions>(notifications => notifications.Smtp.Host = "mail.example");
        return services.BuildServiceProvider();
    }

    private static Dictionary<string, string?> Partner(string name, string kind) =>
        new()
        {
            [$"Partners:{name}:BaseAddress"] = "https://localhost/",
            [$"Partners:{name}:Authority"] = "https://localhost/",
            [$"Partners:{name}:TenantId"] = "6f3a1c55-0000-4000-8000-00000000aaaa",
            [$"Partners:{name}:Kind"] = kind,
            [$"Partners:{name}:Cloud"] = "Public",
            [$"Partners:{name}:Environment"] = "Production",
            [$"Partners:{name}:ClientId"] = "6f3a1c55-0000-4000-8000-00000000c11e",
            [$"Partners:{name}:CredentialName"] = "partner-credential",
        };

    // Asked by nobody: nothing here calls Partner Center.
    private sealed class NoCredentials : ICredentialSource
    {
        public ValueTask<string> Get(string name, CancellationToken cancellation) =>
            throw new KeyNotFoundException(name);

        public ValueTask Set(string name, string value, CancellationToken cancellation) => ValueTask.CompletedTask;
    }
}
