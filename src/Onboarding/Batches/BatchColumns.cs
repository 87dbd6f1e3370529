using System.Globalization;

namespace Onboarding.Batches;

/// <summary>The type of a cell's value in the request.</summary>
internal enum CellKind
{
    Text,
    Whole,
    Flag,

    /// <summary>Several texts with blanks, commas or semicolons between them.</summary>
    Texts,
}

/// <summary>
/// A column there is. <paramref name="Name"/> is its path in the request, with points; those of <see
/// cref="BatchColumns.Subscriptions"/> may be there several times.
/// </summary>
internal sealed record BatchColumn(string Name, CellKind Kind = CellKind.Text)
{
    public string[] Path { get; } = Name.Split('.');

    public bool Repeats => Path[0] == BatchColumns.Subscriptions;
}

/// <summary>A column of a file: which one it is, and for those of subscriptions of which one.</summary>
internal sealed record PlacedColumn(BatchColumn Column, int Group);

/// <summary>
/// The columns of a CSV file: one per member of a request. Case, blanks, points, hyphens and underscores of a heading
/// do not matter, and what says where a member lies may be left out (<c>companyName</c> for
/// <c>customer.companyName</c>). A heading that is none of them is no column of ours.
/// </summary>
internal static class BatchColumns
{
    public const string Reference = "reference";
    public const string Subscriptions = "subscriptions";
    public const string NotifyWebhook = "notify.webhook";
    public const string NotifyEmail = "notify.email";

    public static IReadOnlyList<BatchColumn> All { get; } =
    [
        new(Reference),
        new("partner"),
        new("customer.kind"),
        new("customer.companyName"),
        new("customer.domainPrefix"),
        new("customer.registrationNumber"),
        new("customer.address.line1"),
        new("customer.address.line2"),
        new("customer.address.city"),
        new("customer.address.state"),
        new("customer.address.postalCode"),
        new("customer.address.country"),
        new("customer.culture"),
        new("customer.language"),
        new("customer.tenantId"),
        new("customer.domain"),
        new("customer.qualification.kind"),
        new("customer.qualification.segment"),
        new("customer.qualification.website"),
        new("customer.qualification.validationCode"),
        new("contact.firstName"),
        new("contact.lastName"),
        new("contact.email"),
        new("contact.phone"),
        new("agreement.mode"),
        new("agreement.acceptedOn"),
        new("agreement.acceptedBy.firstName"),
        new("agreement.acceptedBy.lastName"),
        new("agreement.acceptedBy.email"),
        new("agreement.acceptedBy.phone"),
        new("agreement.evidence.documentSha256"),
        new("agreement.evidence.source"),
        new("reseller.tenantId"),
        new("subscriptions.product"),
        new("subscriptions.sku"),
        new("subscriptions.quantity", CellKind.Whole),
        new("subscriptions.term"),
        new("subscriptions.billing"),
        new("subscriptions.name"),
        new("subscriptions.promotion"),
        new("subscriptions.endsOn"),
        new("subscriptions.atTermEnd"),
        new("subscriptions.attestationAccepted", CellKind.Flag),
        new("ordering"),
        new("approval"),
        new("remindBeforeWindowCloses", CellKind.Flag),
        new(NotifyWebhook),
        new(NotifyEmail),
        new("acknowledged", CellKind.Texts),
    ];

    /// <summary>
    /// The columns that <c>results.csv</c> adds at the end; they are not read when the file is sent again.
    /// </summary>
    public static IReadOnlyList<string> OfResults { get; } = ["id", "outcome", "code", "message", "findings"];

    /// <summary>
    /// Counts the sender's own columns: all but the result columns, when the file is one of our results, also of a
    /// version without findings.
    /// </summary>
    public static int CountOwn(IReadOnlyList<string> columns)
    {
        foreach (var added in new[] { OfResults, [.. OfResults.SkipLast(1)] })
        {
            if (columns.TakeLast(added.Count).SequenceEqual(added, StringComparer.OrdinalIgnoreCase))
                return columns.Count - added.Count;
        }

        return columns.Count;
    }

    private static readonly Dictionary<string, BatchColumn> ByHeading = Headings();

    /// <summary>Finds the columns of a header row.</summary>
    /// <param name="headings">As they stand in the file.</param>
    /// <param name="twice">A heading that is there twice and cannot be.</param>
    /// <returns>For each heading its column; null: none of ours.</returns>
    public static IReadOnlyList<PlacedColumn?> Place(IReadOnlyList<string> headings, out string? twice)
    {
        twice = null;
        var placed = new List<PlacedColumn?>(headings.Count);
        var seen = new HashSet<PlacedColumn>();
        foreach (var heading in headings)
        {
            var column = Find(heading);
            // The second product without a number is that of the second subscription.
            while (column is { Column.Repeats: true, Group: var group } && !seen.Add(column))
                column = column with { Group = group + 1 };
            if (column is { Column.Repeats: false } && !seen.Add(column))
                twice ??= heading.Trim();
            placed.Add(column);
        }

        return placed;
    }

    private static PlacedColumn? Find(string heading)
    {
        var letters = Letters(heading);
        if (ByHeading.TryGetValue(letters, out var column))
            return new(column, column.Repeats ? 1 : 0);

        // product2, subscriptions[1].product: numbered from one or from zero, only the order counts.
        var name = letters.TrimEnd("0123456789".ToCharArray());
        var digits = letters[name.Length..];
        foreach (var prefix in (ReadOnlySpan<string>)["subscriptions", "subscription"])
        {
            if (digits.Length > 0 || !letters.StartsWith(prefix, StringComparison.Ordinal))
                continue;
            var rest = letters[prefix.Length..];
            name = rest.TrimStart("0123456789".ToCharArray());
            digits = rest[..(rest.Length - name.Length)];
            name = "subscriptions" + name;
        }

        return
            int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number < 1000
            && ByHeading.TryGetValue(name, out column)
            && column.Repeats
            ? new(column, number)
            : null;
    }

    private static Dictionary<string, BatchColumn> Headings()
    {
        var headings = All.ToDictionary(column => Letters(column.Name), StringComparer.Ordinal);
        foreach (var column in All)
        {
            for (var from = 1; from < column.Path.Length; from++)
                headings.TryAdd(Letters(string.Concat(column.Path[from..])), column);
            if (column.Repeats)
                headings.TryAdd(Letters($"subscription{column.Path[1]}"), column);
        }

        // Words that could be of two members name neither; the tenant is the customer's, a name or an e-mail address is
        // nobody's.
        foreach (
            var ambiguous in (ReadOnlySpan<string>)
                ["firstname", "lastname", "email", "phone", "name", "mode", "webhook"]
        )
            headings.Remove(ambiguous);
        return headings;
    }

    // U+FFFE is no character, and what holds it cannot be normalized.
    private static string Letters(string heading) =>
        string.Concat(heading.Replace("\ufffe", "", StringComparison.Ordinal).Normalize().Where(char.IsLetterOrDigit))
            .ToLowerInvariant();
}
