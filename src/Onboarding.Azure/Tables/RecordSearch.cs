using System.Globalization;
using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Onboarding.Progress;

namespace Onboarding.Azure.Tables;

/// <summary>
/// Lists over all partitions: each gives its rows in key order, a page at a time and only as far as they are needed,
/// and the least key of all comes next.
/// </summary>
internal sealed class RecordSearch(TableStore store)
{
    // Sixteen partitions answer at once and a page draws evenly from them: small pages read little in vain.
    private const int FewestRows = 8;

    private readonly SortedRows _sorted = new(store);

    public async Task<(IReadOnlyList<OnboardingId> Ids, string? Continuation)> Page(
        OnboardingQuery query,
        CancellationToken cancellationToken
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1, nameof(query));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, 200, nameof(query));
        var list =
            query.State is null or "ended" || Stage.Outcomes.Contains(query.State) ? RecordRows.All : RecordRows.Open;
        var isNewestFirst = query.Sort == OnboardingSort.NewestFirst;
        var after = isNewestFirst ? Keys.FromContinuation(query.Continuation, list) : null;
        // A key that goes on behind the whole time sorts after the time alone, so "submitted before" begins one tick
        // further down.
        var low =
            after is not null ? $"{after}!"
            : query.To is { } to ? At(list, Keys.Inverted(to) + 1)
            : list;
        var high = query.From is { } from ? At(list, Keys.Inverted(from) + 1) : list + Keys.End;
        if (!isNewestFirst)
            return await _sorted.Page(Filtered, query, cancellationToken);
        var rowsAtOnce = query.Text is null ? Math.Max(FewestRows, query.Limit / 8) : 200;

        var ids = new List<OnboardingId>(query.Limit);
        var last = "";
        await foreach (var row in Merged(Filtered, rowsAtOnce, cancellationToken))
        {
            if (query.Text is { } text && !ListingRow.Holds(row, text))
                continue;
            if (ids.Count == query.Limit)
                return (ids, Keys.ToContinuation(last));
            ids.Add(ListingRow.IdOf(row));
            last = row.RowKey;
        }

        return (ids, null);

        string Filtered(string partition) => Restrict(Filter.Range(partition, low, high), query);
    }

    /// <summary>Counts by the rows that lists are made of, a thousand a transaction.</summary>
    public async Task<OnboardingCounts> Count(DateTimeOffset endedFrom, CancellationToken cancellationToken)
    {
        var counts = (Open: new Dictionary<string, int>(), Ended: new Dictionary<string, int>());
        var stopped = new Dictionary<string, int>();
        var since = At(RecordRows.All, Keys.Inverted(endedFrom) + 1);
        var partitions = await Task.WhenAll(
            RecordRows.Partitions.Select(async partition =>
                (
                    Open: await Counted(
                        Filter.Range(partition, RecordRows.Open, RecordRows.Open + Keys.End),
                        cancellationToken
                    ),
                    Ended: await Counted(
                        Filter.And(Filter.Range(partition, RecordRows.All, since), $"Ended eq {true}"),
                        cancellationToken
                    )
                )
            )
        );
        foreach (var partition in partitions)
        {
            foreach (var (stage, code) in partition.Open)
            {
                Increment(counts.Open, stage);
                if (stage == Stage.AwaitingOperator && code is not null)
                    Increment(stopped, code);
            }

            foreach (var (stage, _) in partition.Ended)
                Increment(counts.Ended, stage);
        }

        return new(counts.Open, counts.Ended, stopped);
    }

    private static void Increment(Dictionary<string, int> counts, string name) =>
        counts[name] = counts.GetValueOrDefault(name) + 1;

    private async Task<List<(string Stage, string? ErrorCode)>> Counted(
        string filter,
        CancellationToken cancellationToken
    )
    {
        var table = await store.Table(TableNames.Records, cancellationToken);
        var rows = new List<(string, string?)>();
        await foreach (
            var row in table.QueryAsync<TableEntity>(
                filter,
                select: ["Stage", "ErrorCode"],
                cancellationToken: cancellationToken
            )
        )
            rows.Add((row.GetString("Stage"), row.GetString("ErrorCode")));
        return rows;
    }

    private static string At(string list, long inverted) =>
        list + inverted.ToString("D19", CultureInfo.InvariantCulture);

    private static string Restrict(string filter, OnboardingQuery query)
    {
        filter = query.State switch
        {
            null => filter,
            "open" => filter,
            "ended" => Filter.And(filter, $"Ended eq {true}"),
            var stage => Filter.And(filter, $"Stage eq {stage}"),
        };
        if (query.Partner is { } partner)
            filter = Filter.And(filter, $"Partner eq {partner}");
        if (query.Reseller is { } reseller)
            filter = Filter.And(filter, $"Reseller eq {reseller}");
        if (query.Batch is { } batch)
            filter = Filter.And(filter, $"Batch eq {batch}");
        if (query.ErrorCode is { } code)
            filter = Filter.And(filter, $"ErrorCode eq {code}");
        if (query.WindowEndsFrom is { } endsFrom)
            filter = Filter.And(filter, $"WindowEnds ge {endsFrom.UtcTicks}");
        if (query.WindowEndsTo is { } endsTo)
            filter = Filter.And(filter, $"WindowEnds lt {endsTo.UtcTicks}");
        return filter;
    }

    private async IAsyncEnumerable<TableEntity> Merged(
        Func<string, string> filter,
        int rowsAtOnce,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var table = await store.Table(TableNames.Records, cancellationToken);
        var sources = RecordRows
            .Partitions.Select(partition =>
                table
                    .QueryAsync<TableEntity>(filter(partition), rowsAtOnce, cancellationToken: cancellationToken)
                    .GetAsyncEnumerator(cancellationToken)
            )
            .ToArray();
        try
        {
            var heads = new PriorityQueue<IAsyncEnumerator<TableEntity>, string>(StringComparer.Ordinal);
            var first = await Task.WhenAll(sources.Select(source => source.MoveNextAsync().AsTask()));
            for (var n = 0; n < sources.Length; n++)
            {
                if (first[n])
                    heads.Enqueue(sources[n], sources[n].Current.RowKey);
            }

            while (heads.TryDequeue(out var source, out _))
            {
                yield return source.Current;
                if (await source.MoveNextAsync())
                    heads.Enqueue(source, source.Current.RowKey);
            }
        }
        finally
        {
            foreach (var source in sources)
                await source.DisposeAsync();
        }
    }
}
