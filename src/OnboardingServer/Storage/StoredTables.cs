using Microsoft.Data.Sqlite;
using Onboarding.Approvals;
using Onboarding.Batches;
using Onboarding.Drafts;
using Onboarding.Notifications;
using Onboarding.Progress;
using Onboarding.Webhooks;

namespace OnboardingServer.Storage;

/// <summary>A table of the stores, and how its rows are keyed.</summary>
/// <param name="Name">Of the table.</param>
/// <param name="Kind">The name of the thing that a row stores, for people.</param>
/// <param name="Key">The columns of its key, in order.</param>
internal abstract record StoredTable(string Name, string Kind, params string[] Key)
{
    /// <summary>Gets the column with the onboarding to which a row belongs; null: none.</summary>
    public string? Onboarding { get; init; }

    /// <summary>Reads a body, to see whether it can be read.</summary>
    /// <exception cref="DamagedRowException">It cannot.</exception>
    public abstract void Read(SqliteDataReader row, int column, string key);
}

/// <summary>A table whose bodies are of one type.</summary>
internal sealed record StoredTable<T>(string Name, string Kind, params string[] Key) : StoredTable(Name, Kind, Key)
{
    public override void Read(SqliteDataReader row, int column, string key) =>
        StoredBody.Read<T>(row, column, Name, key);
}

/// <summary>All tables of the stores.</summary>
internal static class StoredTables
{
    public const string Onboardings = "onboardings";
    public const string Changes = "changes";
    public const string OpenTasks = "obligations";
    public const string Audit = "audit";
    public const string Drafts = "drafts";
    public const string Batches = "batches";
    public const string BatchRows = "batch_rows";
    public const string Approvals = "approvals";
    public const string Inbox = "inbox";
    public const string Deliveries = "deliveries";
    public const string StoreKeys = "store_keys";
    public const string Tombstones = "tombstones";

    public static IReadOnlyList<StoredTable> All { get; } =
    [
        new StoredTable<OnboardingRecord>(Onboardings, "onboarding", "id") { Onboarding = "id" },
        new StoredTable<OnboardingChange>(Changes, "timeline entry", "onboarding", "sequence")
        {
            Onboarding = "onboarding",
        },
        new StoredTable<OpenTask>(OpenTasks, "open task", "id") { Onboarding = "onboarding" },
        new StoredTable<AuditEntry>(Audit, "audit entry", "id"),
        new StoredTable<Draft>(Drafts, "draft", "id"),
        new StoredTable<Batch>(Batches, "batch", "id"),
        new StoredTable<BatchRow>(BatchRows, "batch row", "batch", "number"),
        new StoredTable<Approval>(Approvals, "approval", "onboarding") { Onboarding = "onboarding" },
        new StoredTable<InboxMessage>(Inbox, "message", "id"),
        new StoredTable<Delivery>(Deliveries, "delivery", "id") { Onboarding = "onboarding" },
        new StoredTable<StoreKey>(StoreKeys, "key of the store", "name"),
        new StoredTable<Tombstone>(Tombstones, "tombstone", "id") { Onboarding = "id" },
    ];

    public static string KindOf(string table) => All.First(known => known.Name == table).Kind;
}
