using System.Globalization;

namespace Onboarding.Batches;

/// <summary>The type of a cell's value in the request.</summary>
internal enum CellKind
{
    Text,

    /// <summary>A text of signs that programs for texts change: quotation marks and dashes are put right.</summary>
    Code,

    /// <summary>As <see cref="Code"/>; zeros in front that are lost are put back.</summary>
    Sku,

    /// <summary>A day.</summary>
    Date,
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
/// <c>customer.companyName</c>). Words that other programs use are understood (<c>seats</c>). A heading that is none of
/// them is no column of ours.
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
        new("partner", CellKind.Code),
        new("customer.kind", CellKind.Code),
        new("customer.companyName"),
        new("customer.domainPrefix", CellKind.Code),
        new("customer.registrationNumber"),
        new("customer.address.line1"),
        new("customer.address.line2"),
        new("customer.address.city"),
        new("customer.address.state"),
        new("customer.address.postalCode"),
        new("customer.address.country"),
        new("customer.culture", CellKind.Code),
        new("customer.language", CellKind.Code),
        new("customer.tenantId", CellKind.Code),
        new("customer.domain", CellKind.Code),
        new("customer.qualification.kind", CellKind.Code),
        new("customer.qualification.segment", CellKind.Code),
        new("customer.qualification.website"),
        new("customer.qualification.validationCode"),
        new("contact.firstName"),
        new("contact.lastName"),
        new("contact.email"),
        new("contact.phone"),
        new("agreement.mode", CellKind.Code),
        new("agreement.acceptedOn", CellKind.Date),
        new("agreement.acceptedBy.firstName"),
        new("agreement.acceptedBy.lastName"),
        new("agreement.acceptedBy.email"),
        new("agreement.acceptedBy.phone"),
        new("agreement.evidence.documentSha256", CellKind.Code),
        new("agreement.evidence.source"),
        new("reseller.tenantId", CellKind.Code),
        new("subscriptions.product", CellKind.Code),
        new("subscriptions.sku", CellKind.Sku),
        new("subscriptions.quantity", CellKind.Whole),
        new("subscriptions.term", CellKind.Code),
        new("subscriptions.billing", CellKind.Code),
        new("subscriptions.name"),
        new("subscriptions.promotion", CellKind.Code),
        new("subscriptions.endsOn", CellKind.Date),
        new("subscriptions.atTermEnd", CellKind.Code),
        new("subscriptions.attestationAccepted", CellKind.Flag),
        new("ordering", CellKind.Code),
        new("approval", CellKind.Code),
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

    /// <summary>The columns by the letters and digits of their full and shortened names.</summary>
    public static IReadOnlyDictionary<string, BatchColumn> Headings { get; } = Load();

    /// <summary>
    /// Finds the columns of a header row: first by their names, then those that are missing by the words that other
    /// programs use for them.
    /// </summary>
    /// <param name="headings">As they stand in the file.</param>
    /// <param name="twice">A heading that is there twice and cannot be.</param>
    /// <returns>For each heading its column; null: none of ours.</returns>
    public static IReadOnlyList<PlacedColumn?> Place(IReadOnlyList<string> headings, out string? twice)
    {
        twice = null;
        var own = CountOwn(headings);
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

        var named = seen.Where(column => !column.Column.Repeats).Select(column => column.Column).ToHashSet();
        for (var at = 0; at < placed.Count; at++)
        {
            // What results.csv adds is none of the sender's columns.
            if (
                placed[at] is null
                && at < own
                && NearHeadings.Find(Letters(headings[at])) is { } near
                && (near.Column.Repeats ? seen.Add(near) : named.Add(near.Column))
            )
                placed[at] = near;
        }

        return placed;
    }

    /// <summary>Gets the letters and digits of a heading, in lower case.</summary>
    // U+FFFE is no character, and what holds it cannot be normalized.
    public static string Letters(string heading) =>
        string.Concat(heading.Replace("\ufffe", "", StringComparison.Ordinal).Normalize().Where(char.IsLetterOrDigit))
            .ToLowerInvariant();

    private static PlacedColumn? Find(string heading)
    {
        var letters = Letters(heading);
        if (Headings.TryGetValue(letters, out var column))
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
            && Headings.TryGetValue(name, out column)
            && column.Repeats
            ? new(column, number)
            : null;
    }

    private static Dictionary<string, BatchColumn> Load()
    {
        var headings = All.ToDictionary(column => Letters(column.Name), StringComparer.Ordinal);
        foreach (var column in All)
        {
            for (var from = 1; from < column.Path.Length; from++)
                headings.TryAdd(Letters(string.Concat(column.Path[from..])), column);
            if (column.Repeats)
                headings.TryAdd(Letters($"subscription{column.Path[1]}"), column);
        }

        // Words that could be of two members name neither; the tenant is the customer's. Those of a person are the
        // contact's where nothing else has their names.
        foreach (
            var ambiguous in (ReadOnlySpan<string>)
                ["firstname", "lastname", "email", "phone", "name", "mode", "webhook"]
        )
            headings.Remove(ambiguous);
        return headings;
    }
}
