using Azure;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using Azure.Storage.Blobs;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Onboarding.Approvals;
using Onboarding.Azure.Tables;
using Onboarding.Azure.Vault;
using Onboarding.Batches;
using Onboarding.Customers;
using Onboarding.Drafts;
using Onboarding.Notifications;
using Onboarding.Progress;
using Onboarding.Submission;
using Onboarding.Webhooks;

namespace Onboarding.Azure;

public static class AzureServices
{
    /// <summary>
    /// Records, audit, open tasks and starts in Tables, secrets in Key Vault, signed in as the host's managed identity
    /// (<c>AZURE_CLIENT_ID</c> names a user-assigned one) or the developer.
    /// </summary>
    public static IServiceCollection AddAzureStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddOptions<AzureStorageOptions>()
            .Bind(configuration.GetSection(AzureStorageOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<TokenCredential>(_ => new DefaultAzureCredential());
        services.AddSingleton(provider =>
            Options(provider) is { ConnectionString: { } connection }
                ? new TableServiceClient(connection)
                : new TableServiceClient(Options(provider).TableEndpoint!, Credential(provider))
        );
        services.AddSingleton(provider =>
            Options(provider) is { ConnectionString: { } connection }
                ? EmulatedBlobs(connection)
                : new BlobServiceClient(Options(provider).BlobEndpoint!, Credential(provider))
        );
        services.AddSingleton(provider => new TableStore(
            provider.GetRequiredService<TableServiceClient>(),
            provider.GetRequiredService<BlobServiceClient>()
        ));
        services.AddSingleton<IStoreKeys, TableStoreKeys>();
        services.AddSingleton<IOnboardingRecords, TableOnboardingRecords>();
        services.AddSingleton<ISearchColumns>(provider => new TableSearchColumns(
            provider.GetRequiredService<TableStore>(),
            provider.GetRequiredService<IOnboardingRecords>()
        ));
        services.AddSingleton<IOpenTasks, TableOpenTasks>();
        services.AddSingleton<IAuditLog, TableAuditLog>();
        services.AddSingleton<IDrafts, TableDrafts>();
        services.AddSingleton<IApprovals, TableApprovals>();
        services.AddSingleton<IBatches, TableBatches>();
        services.AddSingleton<IInbox, TableInbox>();
        services.AddSingleton<IDeliveries, TableDeliveries>();
        services.AddSingleton(provider => new InstanceReservations(
            provider.GetRequiredService<TableStore>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        AddVault(services, configuration);
        return services;
    }

    /// <summary>
    /// An emulator knows the versions of the service that there were when it was made, and refuses the client's newest.
    /// </summary>
    internal static BlobServiceClient EmulatedBlobs(string connection) =>
        new(connection, new BlobClientOptions(BlobClientOptions.ServiceVersion.V2023_11_03));

    private static void AddVault(IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection(KeyVaultOptions.Section);
        if (
            configuration[$"{AzureStorageOptions.Section}:{nameof(AzureStorageOptions.ConnectionString)}"] is not null
            && section[nameof(KeyVaultOptions.Uri)] is null
        )
        {
            // Not named after the folder it runs in: the emulator's secrets are read from every copy of the app.
            services.AddDataProtection().SetApplicationName("OnboardingFunctions");
            services.AddSingleton<ISecretVault>(provider => new DevelopmentSecretVault(
                provider.GetRequiredService<TableStore>(),
                provider.GetRequiredService<IDataProtectionProvider>(),
                Given(section)
            ));
            return;
        }

        services.AddOptions<KeyVaultOptions>().Bind(section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider => new SecretClient(
            provider.GetRequiredService<IOptions<KeyVaultOptions>>().Value.Uri!,
            Credential(provider)
        ));
        services.AddSingleton<ISecretVault, KeyVaultSecretVault>();
    }

    /// <summary>
    /// Gets a value that says whether storage or vault cannot be used just now, in contrast to a wrong call.
    /// </summary>
    public static bool IsUnreachable(Exception exception) =>
        exception switch
        {
            RequestFailedException failed => failed.Status is 0 or 401 or 403 or 408 or 429 or >= 500,
            AuthenticationFailedException => true,
            AggregateException several => several.InnerExceptions.Count > 0
                && several.InnerExceptions.All(IsUnreachable),
            _ => false,
        };

    private static Dictionary<string, string> Given(IConfigurationSection section) =>
        section
            .GetSection("Development")
            .GetChildren()
            .ToDictionary(child => child.Key, child => child.Value ?? "", StringComparer.OrdinalIgnoreCase);

    private static AzureStorageOptions Options(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<AzureStorageOptions>>().Value;

    private static TokenCredential Credential(IServiceProvider provider) =>
        provider.GetRequiredService<TokenCredential>();
}
