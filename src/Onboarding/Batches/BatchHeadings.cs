namespace Onboarding.Batches;

/// <summary>Reads the header row of a batch.</summary>
public static class BatchHeadings
{
    /// <summary>
    /// Gets the headings that are no column of a request. The headings of <c>results.csv</c>, which is often sent
    /// again, are not reported.
    /// </summary>
    public static IReadOnlyList<string> Ignored(Batch batch) =>
        [
            .. batch
                .Columns.Zip(BatchColumns.Place(batch.Columns, out _))
                .Take(BatchColumns.CountOwn(batch.Columns))
                .Where(column => column.Second is null && column.First.Length > 0)
                .Select(column => column.First),
        ];

    /// <summary>For headings that are no column of a request and nearly one: which column was probably meant.</summary>
    public static IReadOnlyDictionary<string, string> Meant(Batch batch)
    {
        var meant = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var heading in Ignored(batch))
        {
            if (NearHeadings.Meant(BatchColumns.Letters(heading)) is { } column)
                meant[heading] = column;
        }

        return meant;
    }
}
