using Microsoft.AspNetCore.DataProtection;
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
using OnboardingFunctions.Tests.Azurite;
using Scenarios.Stores;

namespace OnboardingFunctions.Tests.Tables;

/// <summary>What every store promises, asked of the ones at Azure.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class TableStoreSuites(AzuriteFixture azurite)
{
    public static TheoryData<string> RecordTests => Suite.Of<OnboardingRecordsSuite>();

    public static TheoryData<string> OpenTaskTests => Suite.Of<OpenTasksSuite>();

    public static TheoryData<string> DraftTests => Suite.Of<DraftsSuite>();

    public static TheoryData<string> ApprovalTests => Suite.Of<ApprovalsSuite>();

    public static TheoryData<string> BatchTests => Suite.Of<BatchesSuite>();

    public static TheoryData<string> InboxTests => Suite.Of<InboxSuite>();

    public static TheoryData<string> DeliveryTests => Suite.Of<DeliveriesSuite>();

    public static TheoryData<string> AuditTests => Suite.Of<AuditLogSuite>();

    public static TheoryData<string> KeyTests => Suite.Of<StoreKeysSuite>();

    public static TheoryData<string> VaultTests => Suite.Of<SecretVaultSuite>();

    [AzuriteTheory]
    [MemberData(nameof(RecordTests))]
    public Task Records(string test) => Suite.Run(new OnTables(azurite), test);

    [AzuriteTheory]
    [MemberData(nameof(OpenTaskTests))]
    public Task OpenTasks(string test) => Suite.Run(new OpenTasksOnTables(azurite), test);

    [AzuriteTheory]
    [MemberData(nameof(DraftTests))]
    public Task Drafts(string test) => Suite.Run(new DraftsOnTables(azurite), test);

    [AzuriteTheory]
    [MemberData(nameof(ApprovalTests))]
    public Task Approvals(string test) => Suite.Run(new ApprovalsOnTables(azurite), test);

    [AzuriteTheory]
    [MemberData(nameof(BatchTests))]
    public Task Batches(string test) => Suite.Run(new BatchesOnTables(azurite), test);

    [AzuriteTheory]
    [MemberData(nameof(InboxTests))]
    public Task Inbox(string test) => Suite.Run(new InboxOnTables(azurite), test);

    [AzuriteTheory]
    [MemberData(nameof(DeliveryTests))]
    public Task Deliveries(string test) => Suite.Run(new DeliveriesOnTables(azurite), test);

    [AzuriteTheory]
    [MemberData(nameof(AuditTests))]
    public Task Audit(string test) => Suite.Run(new AuditOnTables(azurite), test);

    [AzuriteTheory]
    [MemberData(nameof(KeyTests))]
    public Task StoreKeys(string test) => Suite.Run(new KeysOnTables(azurite), test);

    [AzuriteTheory]
    [MemberData(nameof(VaultTests))]
    public Task DevelopmentVault(string test) => Suite.Run(new VaultOnTables(azurite), test);

    private sealed class OnTables(AzuriteFixture azurite) : OnboardingRecordsSuite
    {
        protected override IOnboardingRecords CreateStore() => new TableOnboardingRecords(azurite.NewStore());
    }

    private sealed class OpenTasksOnTables(AzuriteFixture azurite) : OpenTasksSuite
    {
        protected override IOpenTasks CreateStore() => new TableOpenTasks(azurite.NewStore());
    }

    private sealed class DraftsOnTables(AzuriteFixture azurite) : DraftsSuite
    {
        protected override IDrafts CreateStore() => new TableDrafts(azurite.NewStore());
    }

    private sealed class ApprovalsOnTables(AzuriteFixture azurite) : ApprovalsSuite
    {
        protected override IApprovals CreateStore() => new TableApprovals(azurite.NewStore());
    }

    private sealed class BatchesOnTables(AzuriteFixture azurite) : BatchesSuite
    {
        protected override IBatches CreateStore() => new TableBatches(azurite.NewStore());
    }

    private sealed class InboxOnTables(AzuriteFixture azurite) : InboxSuite
    {
        protected override IInbox CreateStore() => new TableInbox(azurite.NewStore());
    }

    private sealed class DeliveriesOnTables(AzuriteFixture azurite) : DeliveriesSuite
    {
        protected override IDeliveries CreateStore() => new TableDeliveries(azurite.NewStore());
    }

    private sealed class AuditOnTables(AzuriteFixture azurite) : AuditLogSuite
    {
        protected override IAuditLog CreateStore() => new TableAuditLog(azurite.NewStore());
    }

    private sealed class KeysOnTables(AzuriteFixture azurite) : StoreKeysSuite
    {
        private readonly TableStore _store = azurite.NewStore();

        protected override IStoreKeys OpenStore() => new TableStoreKeys(_store);
    }

    private sealed class VaultOnTables(AzuriteFixture azurite) : SecretVaultSuite
    {
        protected override ISecretVault CreateStore() =>
            new DevelopmentSecretVault(
                azurite.NewStore(),
                new EphemeralDataProtectionProvider(),
                new Dictionary<string, string>()
            );
    }
}
