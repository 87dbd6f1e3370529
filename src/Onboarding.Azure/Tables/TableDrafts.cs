using Azure;
using Azure.Data.Tables;
using Onboarding.Drafts;

namespace Onboarding.Azure.Tables;

/// <summary>
/// Drafts, in sixteen partitions picked by the id, so that a draft and its place by expiry are one transaction:
/// <list type="bullet">
/// <item><c>d|id</c> the draft: read by id, its ETag guards it.</item>
/// <item><c>x|time|id</c> when it expires.</item>
/// </list>
/// </summary>
internal sealed class TableDrafts(TableStore store) : IDrafts
{
    private const string Expiries = "x|";
    private const string Text = "Draft";
    private readonly LargeText _texts = new(store);

    public async Task<Draft> Add(Draft draft, CancellationToken cancellationToken)
    {
        var table = await store.Table(TableNames.Drafts, cancellationToken);
        var row = await ToRow(draft, cancellationToken);
        // Upserts: an addition whose answer was lost is repeated by the client's retries, and the id is nobody else's.
        var answers = await table.SubmitTransactionAsync(
            [
                new(TableTransactionActionType.UpsertReplace, row),
                new(TableTransactionActionType.UpsertReplace, Expiry(draft)),
            ],
            cancellationToken
        );
        return draft with { ETag = answers.Value[0].Headers.ETag.ToString() };
    }

    public async Task<Draft?> Get(DraftId id, CancellationToken cancellationToken)
    {
        string? seen = null;
        while (true)
        {
            if (await Find(id, cancellationToken) is not { } row)
                return null;
            if (await _texts.Get(row, Text, cancellationToken) is { } body)
                return DurableJson.Read<Draft>(body) with { ETag = row.ETag.ToString() };
            // Its body went between the two reads: the draft was changed or removed.
            if (seen == row.ETag.ToString())
                throw new InvalidDataException($"The body of draft {id} is missing.");
            seen = row.ETag.ToString();
        }
    }

    // A table is read in one direction only, so all places are read: as many as there are drafts, a kilobyte each.
    public async Task<DraftPage> List(int limit, string? continuation, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var before = Keys.FromContinuation(continuation, Expiries) ?? Expiries + Keys.End;
        var places = await Task.WhenAll(
            RecordRows.Partitions.Select(partition => PlacesBefore(before, partition, cancellationToken))
        );
        var items = new List<Draft>();
        var last = "";
        var newestFirst = places
            .SelectMany(place => place)
            .OrderByDescending(place => place.Key, StringComparer.Ordinal);
        foreach (var (key, id) in newestFirst)
        {
            if (await Get(id, cancellationToken) is not { Submitted: null } draft)
                continue;
            if (items.Count == limit)
                return new DraftPage(items, Keys.ToContinuation(last));
            items.Add(draft);
            last = key;
        }

        return new DraftPage(items, null);
    }

    public async Task<Draft?> Update(Draft draft, CancellationToken cancellationToken)
    {
        if (
            draft.ETag is null
            || await Get(draft.Id, cancellationToken) is not { } stands
            || await Find(draft.Id, cancellationToken) is not { } before
        )
            return null;
        var table = await store.Table(TableNames.Drafts, cancellationToken);
        var row = await ToRow(draft, cancellationToken);
        List<TableTransactionAction> actions =
        [
            new(TableTransactionActionType.UpdateReplace, row, new ETag(draft.ETag)),
        ];
        if (stands.ExpiresAt != draft.ExpiresAt)
        {
            actions.Add(new(TableTransactionActionType.UpsertReplace, Expiry(draft)));
            actions.Add(new(TableTransactionActionType.Delete, Expiry(stands), ETag.All));
        }

        try
        {
            var answers = await table.SubmitTransactionAsync(actions, cancellationToken);
            if (before.ETag.ToString() == draft.ETag)
                await _texts.Forget(before, row, Text, CancellationToken.None);
            return draft with { ETag = answers.Value[0].Headers.ETag.ToString() };
        }
        catch (TableTransactionFailedException e) when (e.Status is 412 or 404)
        {
            await _texts.Forget(row, await Find(draft.Id, cancellationToken), Text, CancellationToken.None);
            // A write whose answer was lost is repeated by the client's retries and then refused for its own sake.
            return await Get(draft.Id, cancellationToken) is { } now && Body(now) == Body(draft) ? now : null;
        }
    }

    public async Task<IReadOnlyList<Draft>> SubmittedAs(OnboardingId onboarding, CancellationToken cancellationToken)
    {
        var drafts = new List<Draft>();
        foreach (var partition in RecordRows.Partitions)
        {
            foreach (var (_, id) in await PlacesBefore(Expiries + Keys.End, partition, cancellationToken))
            {
                if (
                    await Get(id, cancellationToken) is { Submitted: { } submitted } draft
                    && submitted.Onboarding == onboarding
                )
                    drafts.Add(draft);
            }
        }

        return drafts;
    }

    public async Task<bool> Remove(Draft draft, CancellationToken cancellationToken)
    {
        if (draft.ETag is null || await Find(draft.Id, cancellationToken) is not { } before)
            return false;
        var table = await store.Table(TableNames.Drafts, cancellationToken);
        try
        {
            await table.SubmitTransactionAsync(
                [
                    new(
                        TableTransactionActionType.Delete,
                        new TableEntity(Partition(draft.Id), Key(draft.Id)),
                        new ETag(draft.ETag)
                    ),
                    new(TableTransactionActionType.Delete, Expiry(draft), ETag.All),
                ],
                cancellationToken
            );
            await _texts.Forget(before, null, Text, CancellationToken.None);
            return true;
        }
        catch (TableTransactionFailedException e) when (e.Status is 412 or 404)
        {
            return false;
        }
    }

    public async Task<int> RemoveExpired(DateTimeOffset now, int most, CancellationToken cancellationToken)
    {
        var table = await store.Table(TableNames.Drafts, cancellationToken);
        var removed = 0;
        foreach (var partition in RecordRows.Partitions)
        {
            if (removed >= most)
                break;
            await foreach (
                var place in table.QueryAsync<TableEntity>(
                    Filter.Range(partition, Expiries, $"{Expiries}{Keys.Ascending(now)}|{Keys.End}"),
                    100,
                    cancellationToken: cancellationToken
                )
            )
            {
                if (
                    await Get(new(place.GetString("Draft")), cancellationToken) is { } draft
                    && draft.ExpiresAt <= now
                    && await Remove(draft, cancellationToken)
                )
                    removed++;
                if (removed >= most)
                    break;
            }
        }

        return removed;
    }

    private async Task<List<(string Key, DraftId Id)>> PlacesBefore(
        string key,
        string partition,
        CancellationToken cancellationToken
    )
    {
        var table = await store.Table(TableNames.Drafts, cancellationToken);
        var places = new List<(string, DraftId)>();
        var range = Filter.Range(partition, Expiries, key);
        await foreach (var place in table.QueryAsync<TableEntity>(range, cancellationToken: cancellationToken))
            places.Add((place.RowKey, new(place.GetString("Draft"))));
        return places;
    }

    private async Task<TableEntity?> Find(DraftId id, CancellationToken cancellationToken)
    {
        var table = await store.Table(TableNames.Drafts, cancellationToken);
        var found = await table.GetEntityIfExistsAsync<TableEntity>(
            Partition(id),
            Key(id),
            cancellationToken: cancellationToken
        );
        return found.HasValue ? found.Value : null;
    }

    private static string Partition(DraftId id) => RecordRows.Partition(id.Value);

    private static string Key(DraftId id) => $"d|{Keys.Part(id.Value)}";

    private static TableEntity Expiry(Draft draft) =>
        new(Partition(draft.Id), $"{Expiries}{Keys.Ascending(draft.ExpiresAt)}|{Keys.Part(draft.Id.Value)}")
        {
            ["Draft"] = draft.Id.Value,
        };

    private static string Body(Draft draft) => DurableJson.Write(draft with { ETag = null });

    private async Task<TableEntity> ToRow(Draft draft, CancellationToken cancellationToken)
    {
        var row = new TableEntity(Partition(draft.Id), Key(draft.Id));
        await _texts.Put(row, Text, Body(draft), cancellationToken);
        return row;
    }
}
