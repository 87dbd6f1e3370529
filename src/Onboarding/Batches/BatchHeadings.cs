namespace Onboarding.Batches;

/// <summary>What the header row of a batch was understood as.</summary>
public static class BatchHeadings
{
    /// <summary>
    /// Headings that are no column of a request; those of <c>results.csv</c>, which is often sent again, are not worth
    /// a word.
    /// </summary>
    public static IReadOnlyList<string> Ignored(Batch batch) =>
        [
            .. batch
                .Columns.Zip(BatchColumns.Place(batch.Columns, out _))
                .Take(BatchColumns.CountOwn(batch.Columns))
                .Where(column => column.Second is null && column.First.Length > 0)
                .Select(column => column.First),
        ];
}
