using Azure.Data.Tables;
using Onboarding.Durability;
using Onboarding.Progress;

namespace Onboarding.Azure.Tables;

/// <summary>Onboardings in a table; <see cref="RecordRows"/> says how they lie.</summary>
internal sealed class TableOnboardingRecords(TableStore store) : IOnboardingRecords
{
    private readonly LargeText _texts = new(store);
    private readonly RecordSearch _search = new(store);

    public async Task<Reservation> Reserve(OnboardingRecord record, CancellationToken cancellationToken)
    {
        var table = await store.Table(TableNames.Records, cancellationToken);
        // A reservation whose answer was lost is repeated by the client's retries and then finds itself: the token tells it from another's.
        var token = Guid.NewGuid();
        var row = await ToRow(record, cancellationToken);
        row["Token"] = token;
        List<TableTransactionAction> actions = [Add(row), .. RecordRows.Listings(record, wasOpen: false), .. RecordRows.Sameness(record).Select(Add)];
        try
        {
            await table.SubmitTransactionAsync(actions, cancellationToken);
            return new Reservation(true, record);
        }
        catch (TableTransactionFailedException e) when (e.Status == 409)
        {
            var stands = await Find(table, record.Id, cancellationToken) ?? throw new InvalidOperationException($"Onboarding {record.Id} was taken and is gone.", e);
            return new Reservation(stands.GetGuid("Token") == token, await FromRow(stands, cancellationToken));
        }
    }

    public async Task<OnboardingRecord?> Get(OnboardingId id, CancellationToken cancellationToken)
    {
        var table = await store.Table(TableNames.Records, cancellationToken);
        return await Find(table, id, cancellationToken) is { } row ? await FromRow(row, cancellationToken) : null;
    }

    public async Task<bool> Apply(OnboardingId id, OnboardingChange change, CancellationToken cancellationToken)
    {
        var table = await store.Table(TableNames.Records, cancellationToken);
        var entry = new TableEntity(RecordRows.Partition(id.Value), RecordRows.Change(id.Value, change.Sequence));
        await _texts.Put(entry, "Change", DurableJson.Write(change), cancellationToken);
        for (; ; )
        {
            var row = await Find(table, id, cancellationToken) ?? throw new KeyNotFoundException($"There is no onboarding {id}.");
            var stands = await FromRow(row, cancellationToken);
            var moved = change.Sequence > stands.Sequence ? stands.Moved(change) : stands;
            var replaced = await ToRow(moved, cancellationToken);
            replaced["Token"] = row.GetGuid("Token");
            try
            {
                await table.SubmitTransactionAsync(
                    [
                        Add(entry),
                        new(TableTransactionActionType.UpdateReplace, replaced, row.ETag),
                        .. RecordRows.Listings(moved, wasOpen: stands.Outcome is null),
                    ],
                    cancellationToken);
                return true;
            }
            catch (TableTransactionFailedException e) when (e.Status == 409)
            {
                return false;
            }
            catch (TableTransactionFailedException e) when (e.Status == 412)
            {
                // Another change came between; this one is laid on top of it.
            }
        }
    }

    public async Task<IReadOnlyList<OnboardingChange>> Timeline(OnboardingId id, CancellationToken cancellationToken)
    {
        var table = await store.Table(TableNames.Records, cancellationToken);
        var prefix = RecordRows.Changes(id.Value);
        var changes = new List<OnboardingChange>();
        await foreach (var row in table.QueryAsync<TableEntity>(Filter.Range(RecordRows.Partition(id.Value), prefix, prefix + Keys.End), cancellationToken: cancellationToken))
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

    public async Task<IReadOnlyList<OnboardingRecord>> FindSameCustomer(string partner, string? domain, string? companyName, string? registrationNumber, CancellationToken cancellationToken)
    {
        List<string> prefixes = [];
        if (domain is not null) prefixes.Add(RecordRows.ByDomain(partner, domain));
        if (companyName is not null) prefixes.Add(RecordRows.ByName(partner, companyName));
        if (registrationNumber is not null) prefixes.Add(RecordRows.ByRegistration(partner, registrationNumber));
        // Rows of before registration numbers had a list of their own.
        if (companyName is not null && registrationNumber is not null) prefixes.Add(RecordRows.ByName(partner, companyName, registrationNumber));
        return await GetAll(await _search.Known(prefixes, mostOfEach: 10, cancellationToken), cancellationToken);
    }

    private static async Task<TableEntity?> Find(TableClient table, OnboardingId id, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(RecordRows.Partition(id.Value), RecordRows.Record(id.Value), cancellationToken: cancellationToken);
        return found.HasValue ? found.Value : null;
    }

    private static TableTransactionAction Add(TableEntity row) => new(TableTransactionActionType.Add, row);

    private async Task<TableEntity> ToRow(OnboardingRecord record, CancellationToken cancellationToken)
    {
        var row = new TableEntity(RecordRows.Partition(record.Id.Value), RecordRows.Record(record.Id.Value));
        await _texts.Put(row, "Record", DurableJson.Write(record), cancellationToken);
        return row;
    }

    private async Task<OnboardingRecord> FromRow(TableEntity row, CancellationToken cancellationToken) =>
        DurableJson.Read<OnboardingRecord>((await _texts.Get(row, "Record", cancellationToken))!);

    private async Task<IReadOnlyList<OnboardingRecord>> GetAll(IReadOnlyList<OnboardingId> ids, CancellationToken cancellationToken)
    {
        var records = new OnboardingRecord?[ids.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, ids.Count, parallel, async (n, stop) => records[n] = await Get(ids[n], stop));
        return [.. records.OfType<OnboardingRecord>()];
    }
}
