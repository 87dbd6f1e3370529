using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace Onboarding.Azure.Tables;

/// <summary>
/// The tables and the container of one storage account, each made when it is first asked for, so that a host starts
/// while its storage is unreachable. A prefix keeps several apart in one account.
/// </summary>
internal sealed class TableStore(TableServiceClient tables, BlobServiceClient blobs, string prefix = "")
{
    private readonly Dictionary<string, Task> _made = [];
    private readonly Lock _gate = new();

    public async Task<TableClient> Table(string name, CancellationToken cancellationToken)
    {
        var full = prefix + name;
        await Once(full, () => tables.CreateTableIfNotExistsAsync(full, CancellationToken.None))
            .WaitAsync(cancellationToken);
        return tables.GetTableClient(full);
    }

    public async Task<BlobContainerClient> Container(string name, CancellationToken cancellationToken)
    {
        var container = blobs.GetBlobContainerClient(prefix + name);
        await Once(
                $"blobs/{prefix}{name}",
                () => container.CreateIfNotExistsAsync(cancellationToken: CancellationToken.None)
            )
            .WaitAsync(cancellationToken);
        return container;
    }

    /// <summary>Asks the account for something small.</summary>
    /// <exception cref="RequestFailedException">It is unreachable, or the identity may not read it.</exception>
    public async Task Probe(CancellationToken cancellationToken) =>
        await (await Table(TableNames.Records, cancellationToken)).GetEntityIfExistsAsync<TableEntity>(
            "probe",
            "probe",
            cancellationToken: cancellationToken
        );

    // A failed attempt is not remembered: the next caller tries again.
    private Task Once(string name, Func<Task> make)
    {
        lock (_gate)
        {
            if (!_made.TryGetValue(name, out var made) || made.IsFaulted || made.IsCanceled)
                _made[name] = made = make();
            return made;
        }
    }
}

/// <summary>The tables and what they are partitioned by; each store says which queries its keys serve.</summary>
internal static class TableNames
{
    public const string Records = "onboardings";
    public const string OpenTasks = "obligations";
    public const string Audit = "audit";
    public const string Starts = "starts";
    public const string Keys = "storekeys";
    public const string Secrets = "secrets";
    public const string Bodies = "bodies";
    public const string Drafts = "drafts";
    public const string Approvals = "approvals";
    public const string Inbox = "inbox";
    public const string Deliveries = "deliveries";
    public const string Batches = "batches";
    public const string BatchRows = "batchrows";
}
