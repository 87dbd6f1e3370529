using Onboarding.Approvals;
using Onboarding.Batches;
using Onboarding.Customers;
using Onboarding.Drafts;
using Onboarding.Notifications;
using Onboarding.Progress;
using Onboarding.Restores;
using Onboarding.Submission;
using Onboarding.Webhooks;
using OnboardingServer.Changes;

namespace OnboardingServer.Storage;

internal static class StorageServices
{
    /// <summary>
    /// The stores of the embedded host, in the file of the journal, and the vault beside it; <c>AddJournal</c> is
    /// needed too.
    /// </summary>
    public static IServiceCollection AddSqliteStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddOptions<VaultOptions>()
            .Bind(configuration.GetSection(VaultOptions.Section))
            .Validate(
                options =>
                    options.VaultKey is null
                    || Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(options.VaultKey))),
                "Server:VaultKey names a file in a directory that is not there; it is the path of a file with 32 "
                    + "bytes in Base64, made when missing."
            )
            .ValidateOnStart();
        services.AddSingleton<ChangeSignal>();
        services.AddSingleton<ToldFile>();
        services.AddSingleton<RowCheck>();
        services.AddSingleton<IRestorePoints, FileRestorePoints>();
        services.AddSingleton<IStoreKeys, SqliteStoreKeys>();
        services.AddSingleton<IOnboardingRecords, SqliteOnboardingRecords>();
        services.AddSingleton<ISearchColumns, SqliteSearchColumns>();
        services.AddSingleton<IOpenTasks, SqliteOpenTasks>();
        services.AddSingleton<IAuditLog, SqliteAuditLog>();
        services.AddSingleton<IDrafts, SqliteDrafts>();
        services.AddSingleton<IApprovals, SqliteApprovals>();
        services.AddSingleton<IBatches, SqliteBatches>();
        services.AddSingleton<IInbox, SqliteInbox>();
        services.AddSingleton<IDeliveries, SqliteDeliveries>();
        services.AddSingleton<ISecretVault, EncryptedFileVault>();
        return services;
    }
}
