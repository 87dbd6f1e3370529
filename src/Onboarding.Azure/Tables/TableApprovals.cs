using Azure;
using Azure.Data.Tables;
using Onboarding.Approvals;

namespace Onboarding.Azure.Tables;

/// <summary>
/// Approvals: people make them move, so all in one partition, and a change of one with its places in the lists is one
/// transaction.
/// <list type="bullet">
/// <item><c>a|id</c> the approval: read by its onboarding's id, its ETag guards it.</item>
/// <item><c>t|all|time|id</c>, <c>t|state|time|id</c>: the lists, oldest first.</item>
/// <item><c>t|news|time|id</c>: those whose onboarding has to be told.</item>
/// </list>
/// </summary>
internal sealed class TableApprovals(TableStore store) : IApprovals
{
    private const string Partition = "approvals";
    private const string All = "t|all|";
    private const string Unread = "t|news|";
    private readonly LargeText _texts = new(store);

    public async Task<Approval> Add(Approval approval, CancellationToken cancellationToken)
    {
        var table = await store.Table(TableNames.Approvals, cancellationToken);
        try
        {
            var answers = await table.SubmitTransactionAsync(
                [
                    new(TableTransactionActionType.Add, await ToRow(approval, cancellationToken)),
                    .. Places(approval)
                        .Select(place => new TableTransactionAction(
                            TableTransactionActionType.UpsertReplace,
                            Place(place, approval)
                        )),
                ],
                cancellationToken
            );
            return approval with { ETag = answers.Value[0].Headers.ETag.ToString() };
        }
        catch (TableTransactionFailedException e) when (e.Status == 409)
        {
            return await Get(approval.Onboarding, cancellationToken)
                ?? throw new InvalidOperationException(
                    $"The approval of {approval.Onboarding} was there and is gone.",
                    e
                );
        }
    }

    public async Task<Approval?> Get(OnboardingId onboarding, CancellationToken cancellationToken)
    {
        var table = await store.Table(TableNames.Approvals, cancellationToken);
        var found = await table.GetEntityIfExistsAsync<TableEntity>(
            Partition,
            Main(onboarding),
            cancellationToken: cancellationToken
        );
        return found.HasValue
            ? DurableJson.Read<Approval>((await _texts.Get(found.Value!, "Approval", cancellationToken))!) with
            {
                ETag = found.Value!.ETag.ToString(),
            }
            : null;
    }

    public async Task<Approval?> Update(Approval approval, CancellationToken cancellationToken)
    {
        if (approval.ETag is null || await Get(approval.Onboarding, cancellationToken) is not { } stands)
            return null;
        var table = await store.Table(TableNames.Approvals, cancellationToken);
        var (before, after) = (Places(stands), Places(approval));
        List<TableTransactionAction> actions =
        [
            new(
                TableTransactionActionType.UpdateReplace,
                await ToRow(approval, cancellationToken),
                new ETag(approval.ETag)
            ),
            .. after
                .Except(before)
                .Select(place => new TableTransactionAction(
                    TableTransactionActionType.UpsertReplace,
                    Place(place, approval)
                )),
            .. before
                .Except(after)
                .Select(place => new TableTransactionAction(
                    TableTransactionActionType.Delete,
                    Place(place, approval),
                    ETag.All
                )),
        ];
        try
        {
            var answers = await table.SubmitTransactionAsync(actions, cancellationToken);
            return approval with { ETag = answers.Value[0].Headers.ETag.ToString() };
        }
        catch (TableTransactionFailedException e) when (e.Status is 412 or 404)
        {
            // A write whose answer was lost is repeated by the client's retries and then refused for its own sake.
            return await Get(approval.Onboarding, cancellationToken) is { } now && Body(now) == Body(approval)
                ? now
                : null;
        }
    }

    public async Task<bool> Remove(Approval approval, CancellationToken cancellationToken)
    {
        var table = await store.Table(TableNames.Approvals, cancellationToken);
        var found = await table.GetEntityIfExistsAsync<TableEntity>(
            Partition,
            Main(approval.Onboarding),
            cancellationToken: cancellationToken
        );
        if (!found.HasValue || approval.ETag is not { } etag)
            return false;
        try
        {
            await table.SubmitTransactionAsync(
                [
                    new(TableTransactionActionType.Delete, found.Value!, new ETag(etag)),
                    .. Places(approval)
                        .Select(place => new TableTransactionAction(
                            TableTransactionActionType.Delete,
                            Place(place, approval),
                            ETag.All
                        )),
                ],
                cancellationToken
            );
        }
        catch (TableTransactionFailedException e) when (e.Status is 412 or 404)
        {
            return false;
        }

        await _texts.Forget(found.Value!, now: null, "Approval", cancellationToken);
        return true;
    }

    public async Task<ApprovalPage> List(
        ApprovalState? state,
        int limit,
        string? continuation,
        CancellationToken cancellationToken
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var prefix = state is { } only ? OfState(only) : All;
        var low = Keys.FromContinuation(continuation, prefix) is { } after ? $"{after}!" : prefix;
        var (items, last) = (new List<Approval>(), "");
        await foreach (var (approval, key) in Read(low, prefix, limit + 1, cancellationToken))
        {
            if (state is not null && approval.State != state)
                continue;
            if (items.Count == limit)
                return new ApprovalPage(items, Keys.ToContinuation(last));
            items.Add(approval);
            last = key;
        }

        return new ApprovalPage(items, null);
    }

    public async Task<IReadOnlyList<Approval>> WithUnreadEntries(int most, CancellationToken cancellationToken)
    {
        var items = new List<Approval>();
        await foreach (var (approval, _) in Read(Unread, Unread, most, cancellationToken))
        {
            if (approval.HasUnreadEntries())
                items.Add(approval);
            if (items.Count == most)
                break;
        }

        return items;
    }

    private async IAsyncEnumerable<(Approval Approval, string Key)> Read(
        string low,
        string prefix,
        int page,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var table = await store.Table(TableNames.Approvals, cancellationToken);
        await foreach (
            var place in table.QueryAsync<TableEntity>(
                Filter.Range(Partition, low, prefix + Keys.End),
                Math.Min(page, 1000),
                cancellationToken: cancellationToken
            )
        )
        {
            if (await Get(new(place.GetString("Onboarding")), cancellationToken) is { } approval)
                yield return (approval, place.RowKey);
        }
    }

    private static string OfState(ApprovalState state) => $"t|{state.ToString().ToLowerInvariant()}|";

    private static string Main(OnboardingId onboarding) => $"a|{Keys.Part(onboarding.Value)}";

    private static List<string> Places(Approval approval)
    {
        var place = $"{Keys.Ascending(approval.RequestedAt)}|{Keys.Part(approval.Onboarding.Value)}";
        List<string> places = [All + place, OfState(approval.State) + place];
        if (approval.HasUnreadEntries())
            places.Add(Unread + place);
        return places;
    }

    private static TableEntity Place(string key, Approval approval) =>
        new(Partition, key) { ["Onboarding"] = approval.Onboarding.Value };

    private static string Body(Approval approval) => DurableJson.Write(approval with { ETag = null });

    private async Task<TableEntity> ToRow(Approval approval, CancellationToken cancellationToken)
    {
        var row = new TableEntity(Partition, Main(approval.Onboarding));
        await _texts.Put(row, "Approval", Body(approval), cancellationToken);
        return row;
    }
}
