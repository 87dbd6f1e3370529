using Azure;
using Azure.Data.Tables;

namespace Onboarding.Azure.Tables;

/// <summary>Describes the rows of one kind of thing.</summary>
/// <param name="Table">One of <see cref="TableNames"/>.</param>
/// <param name="Kind">The prefix of its own row, as in <c>o|id</c>.</param>
/// <param name="Id">The thing's id.</param>
/// <param name="At">Its time, by which lists are ordered, oldest first.</param>
/// <param name="Lists">The lists it stands in, as prefixes of row keys such as <c>t|open|</c>.</param>
/// <param name="ETag">The ETag of its row.</param>
/// <param name="WithETag">The thing with another one.</param>
internal sealed record RowShape<T>(
    string Table,
    string Kind,
    Func<T, string> Id,
    Func<T, DateTimeOffset> At,
    Func<T, IEnumerable<string>> Lists,
    Func<T, string?> ETag,
    Func<T, string?, T> WithETag
);

/// <summary>
/// Things that are written once, changed under an ETag, and listed oldest first. All of a kind lie in one partition
/// (2,000 rows a second), so that a change of one with its places in the lists is one transaction: <c>{kind}|id</c> the
/// thing, <c>{list}time|id</c> a place.
/// </summary>
internal sealed class PlacedRows<T>(TableStore store, RowShape<T> shape)
    where T : class
{
    private readonly LargeText _texts = new(store);

    /// <summary>Writes it unless its id is there already; of two at once exactly one is written.</summary>
    public async Task<(bool IsNew, T Stored)> Add(T thing, CancellationToken cancellationToken)
    {
        var table = await store.Table(shape.Table, cancellationToken);
        try
        {
            var answers = await table.SubmitTransactionAsync(
                [
                    new(TableTransactionActionType.Add, await ToRow(thing, cancellationToken)),
                    .. Places(thing).Select(place => Write(place, shape.Id(thing))),
                ],
                cancellationToken
            );
            return (true, shape.WithETag(thing, answers.Value[0].Headers.ETag.ToString()));
        }
        catch (TableTransactionFailedException e) when (e.Status == 409)
        {
            // It came before; or this very write did, and its answer was lost.
            return (false, (await Get(shape.Id(thing), cancellationToken))!);
        }
    }

    public async Task<T?> Get(string id, CancellationToken cancellationToken)
    {
        var table = await store.Table(shape.Table, cancellationToken);
        var found = await table.GetEntityIfExistsAsync<TableEntity>(
            shape.Table,
            Main(id),
            cancellationToken: cancellationToken
        );
        return found.HasValue
            ? shape.WithETag(
                DurableJson.Read<T>((await _texts.Get(found.Value!, "Body", cancellationToken))!),
                found.Value!.ETag.ToString()
            )
            : null;
    }

    /// <summary>Replaces it.</summary>
    /// <returns>As it is stored. Null: another write came between, or it is not there.</returns>
    public async Task<T?> Update(T thing, CancellationToken cancellationToken)
    {
        if (shape.ETag(thing) is not { } etag || await Get(shape.Id(thing), cancellationToken) is not { } stands)
            return null;
        var table = await store.Table(shape.Table, cancellationToken);
        var (before, after) = (Places(stands), Places(thing));
        List<TableTransactionAction> actions =
        [
            new(TableTransactionActionType.UpdateReplace, await ToRow(thing, cancellationToken), new ETag(etag)),
            .. after.Except(before).Select(place => Write(place, shape.Id(thing))),
            .. before
                .Except(after)
                .Select(place => new TableTransactionAction(
                    TableTransactionActionType.Delete,
                    Place(place, shape.Id(thing)),
                    global::Azure.ETag.All
                )),
        ];
        try
        {
            var answers = await table.SubmitTransactionAsync(actions, cancellationToken);
            return shape.WithETag(thing, answers.Value[0].Headers.ETag.ToString());
        }
        catch (TableTransactionFailedException e) when (e.Status is 412 or 404)
        {
            // A write whose answer was lost is repeated by the client's retries and then refused for its own sake.
            return await Get(shape.Id(thing), cancellationToken) is { } now && Body(now) == Body(thing) ? now : null;
        }
    }

    /// <summary>Removes it with its places.</summary>
    /// <returns>False: another write came between, or it is not there.</returns>
    public async Task<bool> Remove(T thing, CancellationToken cancellationToken)
    {
        var table = await store.Table(shape.Table, cancellationToken);
        var found = await table.GetEntityIfExistsAsync<TableEntity>(
            shape.Table,
            Main(shape.Id(thing)),
            cancellationToken: cancellationToken
        );
        if (!found.HasValue || shape.ETag(thing) is not { } etag)
            return false;
        try
        {
            await table.SubmitTransactionAsync(
                [
                    new(TableTransactionActionType.Delete, found.Value!, new ETag(etag)),
                    .. Places(thing)
                        .Select(place => new TableTransactionAction(
                            TableTransactionActionType.Delete,
                            Place(place, shape.Id(thing)),
                            global::Azure.ETag.All
                        )),
                ],
                cancellationToken
            );
        }
        catch (TableTransactionFailedException e) when (e.Status is 412 or 404)
        {
            return false;
        }

        await _texts.Forget(found.Value!, now: null, "Body", cancellationToken);
        return true;
    }

    /// <param name="list">One of the thing's lists.</param>
    /// <param name="keep">Selects the things to return.</param>
    /// <param name="limit">At least 1.</param>
    /// <param name="continuation">The continuation of the page before.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="FormatException">The continuation is none of ours.</exception>
    public async Task<(IReadOnlyList<T> Items, string? Continuation)> List(
        string list,
        Func<T, bool> keep,
        int limit,
        string? continuation,
        CancellationToken cancellationToken
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var low = Keys.FromContinuation(continuation, list) is { } after ? $"{after}!" : list;
        var table = await store.Table(shape.Table, cancellationToken);
        var items = new List<T>();
        var last = "";
        await foreach (
            var place in table.QueryAsync<TableEntity>(
                Filter.Range(shape.Table, low, list + Keys.End),
                Math.Min(limit + 1, 1000),
                cancellationToken: cancellationToken
            )
        )
        {
            if (await Get(place.GetString("Of"), cancellationToken) is not { } thing || !keep(thing))
                continue;
            if (items.Count == limit)
                return (items, Keys.ToContinuation(last));
            items.Add(thing);
            last = place.RowKey;
        }

        return (items, null);
    }

    private string Main(string id) => $"{shape.Kind}|{Keys.Part(id)}";

    private IReadOnlyList<string> Places(T thing) =>
        [.. shape.Lists(thing).Select(list => $"{list}{Keys.Ascending(shape.At(thing))}|{Keys.Part(shape.Id(thing))}")];

    private TableTransactionAction Write(string place, string id) =>
        new(TableTransactionActionType.UpsertReplace, Place(place, id));

    private TableEntity Place(string place, string id) => new(shape.Table, place) { ["Of"] = id };

    private string Body(T thing) => DurableJson.Write(shape.WithETag(thing, null));

    private async Task<TableEntity> ToRow(T thing, CancellationToken cancellationToken)
    {
        var row = new TableEntity(shape.Table, Main(shape.Id(thing)));
        await _texts.Put(row, "Body", Body(thing), cancellationToken);
        return row;
    }
}
