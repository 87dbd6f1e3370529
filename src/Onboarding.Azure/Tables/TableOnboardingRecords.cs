using Azure;
using Azure.Data.Tables;
using Onboarding.Progress;

namespace Onboarding.Azure.Tables;

/// <summary>Onboardings in a table; <see cref="RecordRows"/> says how they lie.</summary>
internal sealed class TableOnboardingRecords(TableStore store, CustomerIndex? customers = null) : IOnboardingRecords
{
    private const string Tomb = "Tombstone";

    private readonly LargeText _texts = new(store);
    private readonly RecordSearch _search = new(store);
    private readonly CustomerIndex _customers = customers ?? new(store);

    public async Task<Reservation> Reserve(OnboardingRecord record, CancellationToken cancellationToken)
    {
        var table = await store.Table(TableNames.Records, cancellationToken);
        // A reservation whose answer was lost is repeated by the client's retries and then finds itself: the token
        // tells it from another's.
        var token = Guid.NewGuid();
        var row = await ToRow(record, cancellationToken);
        row["Token"] = token;
        List<TableTransactionAction> actions = [Add(row), .. RecordRows.Listings(record, wasOpen: false)];
        // Before the record: an index row without one is passed over, a record without its rows would not be found.
        await _customers.Add(record, cancellationToken);
        try
        {
            await table.SubmitTransactionAsync(actions, cancellationToken);
            return new Reservation(true, record);
        }
        catch (TableTransactionFailedException e) when (e.Status == 409)
        {
            var stands =
                await Find(table, record.Id, cancellationToken)
                ?? throw new InvalidOperationException($"Onboarding {record.Id} was taken and is gone.", e);
            return new Reservation(stands.GetGuid("Token") == token, await FromRow(stands, cancellationToken));
        }
    }

    public async Task<OnboardingRecord?> Get(OnboardingId id, CancellationToken cancellationToken)
    {
        var table = await store.Table(TableNames.Records, cancellationToken);
        return await Find(table, id, cancellationToken) is { } row ? await FromRow(row, cancellationToken) : null;
    }

    public async Task Erase(
        OnboardingId id,
        Func<OnboardingRecord, OnboardingRecord> record,
        Func<OnboardingChange, OnboardingChange> change,
        CancellationToken cancellationToken
    )
    {
        var table = await store.Table(TableNames.Records, cancellationToken);
        if (await Find(table, id, cancellationToken) is not { } first || IsTombstone(first))
            return;
        // By what it was found, while the record still says it; then the timeline, and the record last.
        await _customers.Remove(await FromRow(first, cancellationToken), cancellationToken);
        await foreach (var line in Lines(table, id, cancellationToken))
        {
            var stands = DurableJson.Read<OnboardingChange>((await _texts.Get(line, "Change", cancellationToken))!);
            var row = await ToRow(id, change(stands), cancellationToken);
            await table.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Replace, cancellationToken);
            await _texts.Forget(line, row, "Change", cancellationToken);
        }

        while (true)
        {
            var row =
                await Find(table, id, cancellationToken)
                ?? throw new KeyNotFoundException($"There is no onboarding {id}.");
            var stands = await FromRow(row, cancellationToken);
            var erased = record(stands);
            var replaced = await ToRow(erased, cancellationToken);
            replaced["Token"] = row.GetGuid("Token");
            try
            {
                await table.SubmitTransactionAsync(
                    [
                        new(TableTransactionActionType.UpdateReplace, replaced, row.ETag),
                        .. RecordRows.Listings(erased, wasOpen: false),
                    ],
                    cancellationToken
                );
                await _texts.Forget(row, replaced, "Record", cancellationToken);
                return;
            }
            catch (TableTransactionFailedException e) when (e.Status == 412)
            {
                // Another change came between; it is erased too.
            }
        }
    }

    public async Task Remove(OnboardingRecord record, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var table = await store.Table(TableNames.Records, cancellationToken);
        if (await Find(table, record.Id, cancellationToken) is not { } row)
            return;
        await _customers.Remove(record, cancellationToken);
        await foreach (var line in Lines(table, record.Id, cancellationToken))
        {
            await table.DeleteEntityAsync(line.PartitionKey, line.RowKey, ETag.All, cancellationToken);
            await _texts.Forget(line, now: null, "Change", cancellationToken);
        }

        // In the place of the record: a reservation of its id finds it there.
        var tombstone = new TableEntity(row.PartitionKey, row.RowKey)
        {
            [Tomb] = DurableJson.Write(Tombstone.Of(record, now)),
        };
        await table.UpdateEntityAsync(tombstone, row.ETag, TableUpdateMode.Replace, cancellationToken);
        await _texts.Forget(row, tombstone, "Record", cancellationToken);
        // Last: by it the record is found to be removed.
        await table.DeleteEntityAsync(row.PartitionKey, RecordRows.Listing(record), ETag.All, cancellationToken);
    }

    public async Task<OnboardingRecord?> Apply(
        OnboardingId id,
        IReadOnlyList<OnboardingChange> changes,
        CancellationToken cancellationToken
    )
    {
        var table = await store.Table(TableNames.Records, cancellationToken);
        while (true)
        {
            var row =
                await Find(table, id, cancellationToken)
                ?? throw new KeyNotFoundException($"There is no onboarding {id}.");
            if (IsTombstone(row))
                throw new KeyNotFoundException($"Onboarding {id} was removed.");
            var stands = await FromRow(row, cancellationToken);
            var moved = changes
                .Where(change => change.Sequence > stands.Sequence)
                .Aggregate(stands, (record, change) => record.Moved(change));
            var replaced = await ToRow(moved, cancellationToken);
            replaced["Token"] = row.GetGuid("Token");
            List<TableTransactionAction> actions =
            [
                new(TableTransactionActionType.UpdateReplace, replaced, row.ETag),
                .. RecordRows.Listings(moved, wasOpen: stands.Outcome is null),
            ];
            foreach (var change in changes)
                actions.Add(Add(await ToRow(id, stands.Kept(change), cancellationToken)));
            try
            {
                await table.SubmitTransactionAsync(actions, cancellationToken);
                return moved;
            }
            catch (TableTransactionFailedException e) when (e.Status == 409)
            {
                if (changes.Count == 1)
                    return null;
                // Some are there already, from an attempt before: the others are written one by one.
                OnboardingRecord? written = null;
                foreach (var change in changes)
                    written = await Apply(id, [change], cancellationToken) ?? written;
                return written;
            }
            catch (TableTransactionFailedException e) when (e.Status == 412)
            {
                // Another change came between; these are laid on top of it.
            }
        }
    }

    public async Task<IReadOnlyList<OnboardingChange>> Timeline(OnboardingId id, CancellationToken cancellationToken)
    {
        var table = await store.Table(TableNames.Records, cancellationToken);
        var changes = new List<OnboardingChange>();
        await foreach (var row in Lines(table, id, cancellationToken))
        {
            changes.Add(DurableJson.Read<OnboardingChange>((await _texts.Get(row, "Change", cancellationToken))!));
        }

        return changes;
    }

    public async Task<OnboardingPage> Search(OnboardingQuery query, CancellationToken cancellationToken)
    {
        var (ids, continuation) = await _search.Page(query, cancellationToken);
        return new OnboardingPage(await GetAll(ids, cancellationToken), continuation);
    }

    public async Task<IReadOnlyList<OnboardingRecord>> FindSameCustomer(
        CustomerKeys customer,
        OnboardingId? except,
        CancellationToken cancellationToken
    )
    {
        var ids = await _customers.Find(customer, cancellationToken);
        var known = await GetAll([.. ids.Where(id => id != except)], cancellationToken);
        return [.. known.Where(IsSame)];

        bool IsSame(OnboardingRecord record) =>
            Equal(customer.Domain, record.Domain)
            || Equal(customer.CompanyName, record.Request.Customer.CompanyName)
            || (customer.RegistrationNumber is { } number && number == record.Request.Customer.RegistrationNumber);

        static bool Equal(string? asked, string? stored) =>
            asked is not null && asked.Equals(stored, StringComparison.OrdinalIgnoreCase);
    }

    public Task<OnboardingCounts> Count(DateTimeOffset endedFrom, CancellationToken cancellationToken) =>
        _search.Count(endedFrom, cancellationToken);

    private static async Task<TableEntity?> Find(
        TableClient table,
        OnboardingId id,
        CancellationToken cancellationToken
    )
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(
            RecordRows.Partition(id.Value),
            RecordRows.Record(id.Value),
            cancellationToken: cancellationToken
        );
        return found.HasValue ? found.Value : null;
    }

    private static AsyncPageable<TableEntity> Lines(
        TableClient table,
        OnboardingId id,
        CancellationToken cancellationToken
    )
    {
        var prefix = RecordRows.Changes(id.Value);
        return table.QueryAsync<TableEntity>(
            Filter.Range(RecordRows.Partition(id.Value), prefix, prefix + Keys.End),
            cancellationToken: cancellationToken
        );
    }

    private static bool IsTombstone(TableEntity row) => row.ContainsKey(Tomb);

    private static TableTransactionAction Add(TableEntity row) => new(TableTransactionActionType.Add, row);

    private async Task<TableEntity> ToRow(OnboardingRecord record, CancellationToken cancellationToken)
    {
        var row = new TableEntity(RecordRows.Partition(record.Id.Value), RecordRows.Record(record.Id.Value));
        await _texts.Put(row, "Record", DurableJson.Write(record), cancellationToken);
        return row;
    }

    private async Task<TableEntity> ToRow(OnboardingId id, OnboardingChange change, CancellationToken cancellationToken)
    {
        var row = new TableEntity(RecordRows.Partition(id.Value), RecordRows.Change(id.Value, change.Sequence));
        await _texts.Put(row, "Change", DurableJson.Write(change), cancellationToken);
        return row;
    }

    private async Task<OnboardingRecord> FromRow(TableEntity row, CancellationToken cancellationToken) =>
        row.GetString(Tomb) is { } tombstone
            ? DurableJson.Read<Tombstone>(tombstone).ToRecord(RecordRows.IdOf(row))
            : DurableJson.Read<OnboardingRecord>((await _texts.Get(row, "Record", cancellationToken))!);

    private async Task<IReadOnlyList<OnboardingRecord>> GetAll(
        IReadOnlyList<OnboardingId> ids,
        CancellationToken cancellationToken
    )
    {
        var records = new OnboardingRecord?[ids.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, ids.Count, parallel, async (n, stop) => records[n] = await Get(ids[n], stop));
        return [.. records.OfType<OnboardingRecord>()];
    }
}
