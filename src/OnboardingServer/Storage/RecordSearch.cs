using Microsoft.Data.Sqlite;
using Onboarding.Progress;

namespace OnboardingServer.Storage;

/// <summary>
/// A query as SQL: only the conditions that were asked for, in the order asked for, going on behind the last row of the
/// page before.
/// </summary>
internal static class RecordSearch
{
    public static OnboardingPage Page(SqliteConnection connection, OnboardingQuery query)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1, nameof(query));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, 200, nameof(query));
        var conditions = new Conditions();
        switch (query.State)
        {
            case null:
                break;
            case "open":
                conditions.Add("ended = 0");
                break;
            case "ended":
                conditions.Add("ended = 1");
                break;
            default:
                conditions.Add("stage = {0}", query.State);
                break;
        }

        if (query.Text is { } text)
            conditions.Add(@"words LIKE {0} ESCAPE '\'", Sql.Anywhere(text.ToUpperInvariant()));
        if (query.Partner is { } partner)
            conditions.Add("partner = {0}", partner);
        if (query.Reseller is { } reseller)
            conditions.Add("reseller = {0}", reseller.ToString());
        if (query.Batch is { } batch)
            conditions.Add("batch = {0}", batch);
        if (query.ErrorCode is { } code)
            conditions.Add("error_code = {0}", code);
        if (query.From is { } from)
            conditions.Add("submitted_at >= {0}", from.UtcTicks);
        if (query.To is { } to)
            conditions.Add("submitted_at < {0}", to.UtcTicks);
        if (query.WindowEndsFrom is { } endsFrom)
            conditions.Add("window_ends >= {0}", endsFrom.UtcTicks);
        if (query.WindowEndsTo is { } endsTo)
            conditions.Add("window_ends < {0}", endsTo.UtcTicks);
        var (sort, column) = (query.Sort, ColumnOf(query.Sort.By));
        var (direction, behind) = sort.IsDescending ? ("DESC", "<") : ("ASC", ">");
        if (SortMark.Of(sort, query.Continuation) is { } mark)
            conditions.Add($"({column}, id) {behind} ({{0}}, {{1}})", mark.Value, mark.Id);

        var found = connection.Query(
            $"SELECT {DamagedRecords.Columns}, {column} FROM onboardings{conditions.Where} "
                + $"ORDER BY {column} {direction}, id {direction} LIMIT {query.Limit + 1}",
            Read,
            conditions.Values
        );
        var page = found.Take(query.Limit).ToList();
        return new OnboardingPage(
            [.. page.Select(row => row.Record).OfType<OnboardingRecord>()],
            found.Count <= query.Limit ? null : page[^1].Mark.ToContinuation(sort)
        )
        {
            Unreadable = [.. page.Select(row => row.Damaged).OfType<UnreadableRecord>()],
        };
    }

    private static string ColumnOf(OnboardingSortKey by) =>
        by switch
        {
            OnboardingSortKey.SubmittedAt => "submitted_at",
            OnboardingSortKey.CompanyName => "name",
            OnboardingSortKey.Since => "since",
            _ => throw new ArgumentOutOfRangeException(nameof(by), by, "No column is sorted by."),
        };

    private static (SortMark Mark, OnboardingRecord? Record, UnreadableRecord? Damaged) Read(SqliteDataReader row)
    {
        var record = DamagedRecords.TryRead(row, out var damaged);
        return (new SortMark(row.GetValue(9), row.GetString(1)), record, damaged);
    }
}
