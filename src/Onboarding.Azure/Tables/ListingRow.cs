using System.Globalization;
using Azure.Data.Tables;
using Onboarding.Progress;

namespace Onboarding.Azure.Tables;

/// <summary>
/// A row that lists are made of: what they are filtered, searched and sorted by. Rows of versions before 0.2 have no
/// words, name and since, but company, reference and domain.
/// </summary>
internal static class ListingRow
{
    private const string Words = "Words";
    private const string Name = "Name";
    private const string Since = "Since";
    private const string WindowEnds = "WindowEnds";
    private const int LongestWords = 4000;

    /// <summary>The columns that a search or an order needs, besides what it is filtered by.</summary>
    public static readonly IReadOnlyList<string> Columns =
    [
        "PartitionKey",
        "RowKey",
        "Onboarding",
        Words,
        Name,
        Since,
        "Company",
        "Reference",
        "Domain",
    ];

    public static TableEntity Of(OnboardingRecord record, string partition, string key)
    {
        var words = SearchColumns.Words(record);
        return new TableEntity(partition, key)
        {
            ["Onboarding"] = record.Id.Value,
            ["Partner"] = record.Request.Partner,
            ["Stage"] = record.Stage,
            ["Ended"] = record.Outcome is not null,
            ["Reseller"] = record.Request.Reseller?.TenantId,
            ["Batch"] = record.Batch,
            ["ErrorCode"] = record.ErrorCode,
            [Words] = words.Length > LongestWords ? words[..LongestWords] : words,
            [Name] = SearchColumns.Name(record),
            [Since] = record.Since.UtcTicks,
            [WindowEnds] = SearchColumns.WindowEnds(record)?.UtcTicks,
        };
    }

    public static OnboardingId IdOf(TableEntity row) => new(row.GetString("Onboarding"));

    /// <summary>Tells whether a row was written before it was searched and sorted by all of today.</summary>
    public static bool IsOfBefore(TableEntity row) => row.GetString(Words) is null;

    // A table cannot look inside a text, so this is looked at here, over what the other filters left.
    public static bool Holds(TableEntity row, string text) =>
        (row.GetString(Words) ?? string.Join('\n', Old(row)).ToUpperInvariant()).Contains(
            text.ToUpperInvariant(),
            StringComparison.Ordinal
        );

    /// <summary>Gets what a row is sorted by, as a text whose ordinal order is that of the values.</summary>
    public static string ValueOf(TableEntity row, OnboardingSortKey by) =>
        by switch
        {
            OnboardingSortKey.SubmittedAt => Digits(SubmittedAt(row)),
            OnboardingSortKey.Since => Digits(row.GetInt64(Since) ?? SubmittedAt(row)),
            OnboardingSortKey.CompanyName => row.GetString(Name)
                ?? SearchColumns.Name(
                    row.GetString("Company"),
                    row.GetString("Domain"),
                    row.GetString("Reference") ?? ""
                ),
            _ => throw new ArgumentOutOfRangeException(nameof(by), by, "No column is sorted by."),
        };

    private static IEnumerable<string?> Old(TableEntity row) =>
        [row.GetString("Company"), row.GetString("Reference"), row.GetString("Domain")];

    // Its key begins with the list and goes on with the time, latest first.
    private static long SubmittedAt(TableEntity row) =>
        DateTime.MaxValue.Ticks - long.Parse(row.RowKey.Split('|')[1], CultureInfo.InvariantCulture);

    private static string Digits(long ticks) => ticks.ToString("D19", CultureInfo.InvariantCulture);
}
