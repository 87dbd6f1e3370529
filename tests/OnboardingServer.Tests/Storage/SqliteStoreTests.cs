using DurableTask.Sqlite;
using Microsoft.Extensions.Options;
using Onboarding.Approvals;
using Onboarding.Batches;
using Onboarding.Customers;
using Onboarding.Drafts;
using Onboarding.Notifications;
using Onboarding.Progress;
using Onboarding.Submission;
using Onboarding.Webhooks;
using OnboardingServer.Changes;
using OnboardingServer.Storage;
using Scenarios.Stores;

namespace OnboardingServer.Tests.Storage;

public sealed class SqliteOnboardingRecordsTests : OnboardingRecordsSuite, IDisposable
{
    private readonly StoreFile _store = new();

    protected override IOnboardingRecords CreateStore() => new SqliteOnboardingRecords(_store.Told);

    public void Dispose() => _store.Dispose();
}

public sealed class SqliteOpenTasksTests : OpenTasksSuite, IDisposable
{
    private readonly StoreFile _store = new();

    protected override IOpenTasks CreateStore() => new SqliteOpenTasks(_store.Told);

    public void Dispose() => _store.Dispose();
}

public sealed class SqliteDraftsTests : DraftsSuite, IDisposable
{
    private readonly StoreFile _store = new();

    protected override IDrafts CreateStore() => new SqliteDrafts(_store.Told);

    public void Dispose() => _store.Dispose();
}

public sealed class SqliteApprovalsTests : ApprovalsSuite, IDisposable
{
    private readonly StoreFile _store = new();

    protected override IApprovals CreateStore() => new SqliteApprovals(_store.Told);

    public void Dispose() => _store.Dispose();
}

public sealed class SqliteBatchesTests : BatchesSuite, IDisposable
{
    private readonly StoreFile _store = new();

    protected override IBatches CreateStore() => new SqliteBatches(_store.Told);

    public void Dispose() => _store.Dispose();
}

public sealed class SqliteInboxTests : InboxSuite, IDisposable
{
    private readonly StoreFile _store = new();

    protected override IInbox CreateStore() => new SqliteInbox(_store.Told);

    public void Dispose() => _store.Dispose();
}

public sealed class SqliteDeliveriesTests : DeliveriesSuite, IDisposable
{
    private readonly StoreFile _store = new();

    protected override IDeliveries CreateStore() => new SqliteDeliveries(_store.Told);

    public void Dispose() => _store.Dispose();
}

public sealed class SqliteAuditLogTests : AuditLogSuite, IDisposable
{
    private readonly StoreFile _store = new();

    protected override IAuditLog CreateStore() => new SqliteAuditLog(_store.File);

    public void Dispose() => _store.Dispose();
}

public sealed class SqliteStoreKeysTests : StoreKeysSuite, IDisposable
{
    private readonly StoreFile _store = new();

    protected override IStoreKeys OpenStore() => new SqliteStoreKeys(_store.File);

    public void Dispose() => _store.Dispose();
}

public sealed class EncryptedFileVaultSuiteTests : SecretVaultSuite, IDisposable
{
    private readonly StoreFile _store = new();

    protected override ISecretVault CreateStore() =>
        new EncryptedFileVault(_store.File, Options.Create(new VaultOptions()));

    public void Dispose() => _store.Dispose();
}

internal sealed class StoreFile : IDisposable
{
    private readonly DataDirectory _directory = new();

    public StoreFile() => File = _directory.Open();

    public JournalFile File { get; }

    public ToldFile Told => new(File, new ChangeSignal());

    public void Dispose()
    {
        File.Dispose();
        _directory.Dispose();
    }
}
