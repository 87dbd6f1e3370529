using Azure.Data.Tables;
using Onboarding.Progress;

namespace Onboarding.Azure.Tables;

/// <summary>
/// The values by which the customer of an onboarding is found again: domain, company name, registration number. The
/// partition is the partner with the value, so that a look-up is one query of one partition; the row is <c>inverted
/// time|id</c>, newest first.
/// </summary>
/// <remarks>
/// In version 0.1 these rows lay in the sixteen partitions of the records. They are moved a few at a time by whoever
/// looks; until a row says that all are, the old places are looked at too.
/// </remarks>
/// <param name="store">The tables.</param>
/// <param name="movedAtOnce">The largest number of rows of version 0.1 that a look-up moves.</param>
internal sealed class CustomerIndex(TableStore store, int movedAtOnce = 25)
{
    private const int MostOfEach = 10;
    private const string Onboarding = "Onboarding";
    private static readonly string[] OldLists = ["d|", "n|", "g|"];

    private readonly LargeText _texts = new(store);
    private readonly DoneMarker _allMoved = new("customers", "moved");

    /// <summary>
    /// Adds the rows of a record. One that is reserved again at another time has a row for each; it is found once.
    /// </summary>
    public async Task Add(OnboardingRecord record, CancellationToken cancellationToken)
    {
        var table = await store.Table(TableNames.Records, cancellationToken);
        var row = $"{Keys.Descending(record.SubmittedAt)}|{Keys.Part(record.Id.Value)}";
        await Task.WhenAll(
            Partitions(KeysOf(record))
                .Select(partition =>
                    table.UpsertEntityAsync(
                        new TableEntity(partition, row) { [Onboarding] = record.Id.Value },
                        TableUpdateMode.Replace,
                        cancellationToken
                    )
                )
        );
    }

    /// <summary>Removes the rows of a record; those of version 0.1 are moved first by whoever looks.</summary>
    public async Task Remove(OnboardingRecord record, CancellationToken cancellationToken)
    {
        var table = await store.Table(TableNames.Records, cancellationToken);
        while (!_allMoved.IsKnown && !await MoveSome(table, cancellationToken)) { }
        var row = $"{Keys.Descending(record.SubmittedAt)}|{Keys.Part(record.Id.Value)}";
        foreach (var partition in Partitions(KeysOf(record)))
            await table.DeleteEntityAsync(partition, row, cancellationToken: cancellationToken);
    }

    private static CustomerKeys KeysOf(OnboardingRecord record) =>
        new(
            record.Request.Partner,
            record.Domain,
            record.Request.Customer.CompanyName,
            record.Request.Customer.RegistrationNumber
        );

    /// <summary>
    /// Finds the ids of what may be about the customer, at most the ten newest of each value, newest first.
    /// </summary>
    public async Task<IReadOnlyList<OnboardingId>> Find(CustomerKeys customer, CancellationToken cancellationToken)
    {
        var table = await store.Table(TableNames.Records, cancellationToken);
        // The old places first: what is moved meanwhile is then found in the new one.
        var isLeft = !_allMoved.IsKnown && !await MoveSome(table, cancellationToken);
        IEnumerable<Row> rows = isLeft ? await InOldPlaces(table, OldPrefixes(customer), cancellationToken) : [];
        var found = await Task.WhenAll(
            Partitions(customer)
                .Select(partition =>
                    First(
                        table,
                        TableClient.CreateQueryFilter($"PartitionKey eq {partition}"),
                        prefix: 0,
                        cancellationToken
                    )
                )
        );
        rows = [.. rows, .. found.SelectMany(few => few)];
        return [.. rows.OrderBy(row => row.Time, StringComparer.Ordinal).Select(row => row.Id).Distinct()];
    }

    private static IEnumerable<string> Partitions(CustomerKeys customer)
    {
        var (partner, domain, name, registrationNumber) = customer;
        if (domain is not null)
            yield return Partition("d", domain.ToLowerInvariant());
        if (name is not null)
            yield return Partition("n", name.ToUpperInvariant());
        if (registrationNumber is not null)
            yield return Partition("g", registrationNumber);

        // A company's name may be a person's: only its hash stands in a key.
        string Partition(string kind, string value) => $"{kind}|{Keys.Part(partner)}|{Keys.Hash(value)}";
    }

    private static async Task<List<Row>> First(
        TableClient table,
        string filter,
        int prefix,
        CancellationToken cancellationToken
    )
    {
        var rows = new List<Row>(MostOfEach);
        await foreach (
            var row in table.QueryAsync<TableEntity>(filter, MostOfEach, cancellationToken: cancellationToken)
        )
        {
            var id = new OnboardingId(row.GetString(Onboarding));
            if (rows.Exists(known => known.Id == id))
                continue;
            rows.Add(new(row.RowKey[prefix..], id));
            if (rows.Count == MostOfEach)
                break;
        }

        return rows;
    }

    private static IEnumerable<string> OldPrefixes(CustomerKeys customer)
    {
        var (partner, domain, name, registrationNumber) = customer;
        var at = Keys.Part(partner);
        if (domain is not null)
            yield return $"d|{at}|{Keys.Part(domain.ToLowerInvariant())}|";
        if (name is not null)
            yield return $"n|{at}|{Keys.Hash($"{name.ToUpperInvariant()}\n")}|";
        if (registrationNumber is not null)
            yield return $"g|{at}|{Keys.Hash(registrationNumber)}|";
        if (name is not null && registrationNumber is not null)
            yield return $"n|{at}|{Keys.Hash($"{name.ToUpperInvariant()}\n{registrationNumber}")}|";
    }

    private static async Task<IEnumerable<Row>> InOldPlaces(
        TableClient table,
        IEnumerable<string> prefixes,
        CancellationToken cancellationToken
    )
    {
        var looks = prefixes.SelectMany(prefix =>
            RecordRows.Partitions.Select(partition =>
                First(table, Filter.Range(partition, prefix, prefix + Keys.End), prefix.Length, cancellationToken)
            )
        );
        return (await Task.WhenAll(looks)).SelectMany(rows => rows);
    }

    /// <returns>True when no row is left in an old place.</returns>
    private async Task<bool> MoveSome(TableClient table, CancellationToken cancellationToken)
    {
        if (await _allMoved.IsDone(table, cancellationToken))
            return true;
        var moved = 0;
        foreach (var partition in RecordRows.Partitions)
        {
            foreach (var list in OldLists)
            {
                var old = table.QueryAsync<TableEntity>(
                    Filter.Range(partition, list, list + Keys.End),
                    cancellationToken: cancellationToken
                );
                await foreach (var row in old)
                {
                    if (++moved > movedAtOnce)
                        return false;
                    await Move(table, row, cancellationToken);
                }
            }
        }

        await _allMoved.Set(table, cancellationToken);
        return true;
    }

    // The values are no longer to be read out of the old keys, so the record gives them.
    private async Task Move(TableClient table, TableEntity row, CancellationToken cancellationToken)
    {
        var id = row.GetString(Onboarding);
        var record = await table.GetEntityIfExistsAsync<TableEntity>(
            RecordRows.Partition(id),
            RecordRows.Record(id),
            cancellationToken: cancellationToken
        );
        if (record.HasValue)
            await Add(
                DurableJson.Read<OnboardingRecord>((await _texts.Get(record.Value!, "Record", cancellationToken))!),
                cancellationToken
            );
        await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, cancellationToken: cancellationToken);
    }

    private sealed record Row(string Time, OnboardingId Id);
}
