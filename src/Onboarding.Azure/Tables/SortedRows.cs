using Azure.Data.Tables;
using Onboarding.Progress;

namespace Onboarding.Azure.Tables;

/// <summary>
/// Picks a page of a list in an order that no key has: by reading every row that the filters leave, a thousand a
/// transaction, sixteen partitions at once, and keeping the first ones. A key by name would show names to whoever sees
/// keys.
/// </summary>
internal sealed class SortedRows(TableStore store)
{
    /// <param name="filter">Makes the filter of a partition.</param>
    /// <param name="query">Gives order, text, limit and continuation.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="FormatException">The continuation is none of this order.</exception>
    public async Task<(IReadOnlyList<OnboardingId> Ids, string? Continuation)> Page(
        Func<string, string> filter,
        OnboardingQuery query,
        CancellationToken cancellationToken
    )
    {
        var table = await store.Table(TableNames.Records, cancellationToken);
        var after = After(query);
        var partitions = await Task.WhenAll(
            RecordRows.Partitions.Select(partition => First(table, filter(partition), query, after, cancellationToken))
        );
        var found = partitions.SelectMany(rows => rows).Order(InOrder(query.Sort)).Take(query.Limit + 1).ToList();
        var page = found.Take(query.Limit).ToList();
        return (
            [.. page.Select(row => new OnboardingId(row.Id))],
            found.Count <= query.Limit ? null : Keys.Encode($"{query.Sort}|{page[^1].Value}|{page[^1].Id}")
        );
    }

    private static async Task<IReadOnlyCollection<Row>> First(
        TableClient table,
        string filter,
        OnboardingQuery query,
        Row? after,
        CancellationToken cancellationToken
    )
    {
        var order = InOrder(query.Sort);
        var first = new SortedSet<Row>(order);
        await foreach (
            var listed in table.QueryAsync<TableEntity>(
                filter,
                select: ListingRow.Columns,
                cancellationToken: cancellationToken
            )
        )
        {
            if (query.Text is { } text && !ListingRow.Holds(listed, text))
                continue;
            var row = new Row(ListingRow.ValueOf(listed, query.Sort.By), ListingRow.IdOf(listed).Value);
            if (after is not null && order.Compare(row, after) <= 0)
                continue;
            first.Add(row);
            // One more than a page tells that there are others.
            if (first.Count > query.Limit + 1)
                first.Remove(first.Max!);
        }

        return first;
    }

    private static Comparer<Row> InOrder(OnboardingSort sort)
    {
        var sign = sort.IsDescending ? -1 : 1;
        return Comparer<Row>.Create(
            (one, other) =>
                sign
                * (
                    string.CompareOrdinal(one.Value, other.Value) is not 0 and var by
                        ? by
                        : string.CompareOrdinal(one.Id, other.Id)
                )
        );
    }

    private static Row? After(OnboardingQuery query)
    {
        if (query.Continuation is null)
            return null;
        var text = Keys.Decode(query.Continuation);
        var begin = $"{query.Sort}|";
        // A name may hold the sign, an id does not.
        var end = text.LastIndexOf('|');
        return text.StartsWith(begin, StringComparison.Ordinal) && end >= begin.Length && end + 1 < text.Length
            ? new Row(text[begin.Length..end], text[(end + 1)..])
            : throw Keys.ForeignContinuation();
    }

    private sealed record Row(string Value, string Id);
}
