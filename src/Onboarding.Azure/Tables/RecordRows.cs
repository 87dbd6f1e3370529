using Azure;
using Azure.Data.Tables;
using Onboarding.Progress;

namespace Onboarding.Azure.Tables;

/// <summary>
/// The rows of an onboarding. All lie in one of sixteen partitions, picked by the id, so that whatever belongs together
/// is one transaction:
/// <list type="bullet">
/// <item><c>r|id</c> the record: read by id.</item>
/// <item><c>c|id|sequence</c> a change: the timeline is this prefix.</item>
/// <item><c>t|inverted time|id</c> what lists are filtered by: newest first is this prefix of every partition,
/// merged.</item>
/// <item><c>o|inverted time|id</c> the same, only as long as the onboarding has not ended: what is open is found among
/// many that are not.</item>
/// </list>
/// By what a customer is known again stands in partitions of its own: <see cref="CustomerIndex"/>.
/// </summary>
internal static class RecordRows
{
    public const string All = "t|";
    public const string Open = "o|";

    /// <summary>Fixed for good: another number would look for stored rows in other partitions.</summary>
    public static readonly IReadOnlyList<string> Partitions = [.. Enumerable.Range(0, 16).Select(n => $"p{n:x}")];

    public static string Partition(string id) => $"p{Keys.Hash(id)[0]}";

    public static string Record(string id) => $"r|{Keys.Part(id)}";

    /// <summary>Gets the id of a record's row; ids of onboardings are as they are in a key.</summary>
    public static OnboardingId IdOf(TableEntity row) => new(row.RowKey["r|".Length..]);

    public static string Changes(string id) => $"c|{Keys.Part(id)}|";

    public static string Change(string id, int sequence) => $"{Changes(id)}{sequence:D8}";

    /// <summary>Gets the row by which an ended onboarding is listed.</summary>
    public static string Listing(OnboardingRecord record) => Listed(All, record);

    private static string Listed(string list, OnboardingRecord record) =>
        $"{list}{Keys.Descending(record.SubmittedAt)}|{Keys.Part(record.Id.Value)}";

    /// <summary>Makes the writes that adapt the lists to the state of the record.</summary>
    public static IEnumerable<TableTransactionAction> Listings(OnboardingRecord record, bool wasOpen)
    {
        var isOpen = record.Outcome is null;
        yield return new(TableTransactionActionType.UpsertReplace, Listing(All, record));
        if (isOpen)
            yield return new(TableTransactionActionType.UpsertReplace, Listing(Open, record));
        else if (wasOpen)
            yield return new(TableTransactionActionType.Delete, Listing(Open, record), ETag.All);
    }

    private static TableEntity Listing(string list, OnboardingRecord record) =>
        ListingRow.Of(record, Partition(record.Id.Value), Listed(list, record));
}
