namespace Onboarding.Batches;

/// <summary>
/// Reads the rows of a table that a person or a program keeps: a header row, then a row of cells each.
/// </summary>
internal interface ITableLines
{
    /// <summary>The header row, once the first row was read.</summary>
    IReadOnlyList<string> Columns { get; }

    /// <summary>Gets the separator of the cells in a file of text.</summary>
    string Delimiter { get; }

    /// <summary>
    /// The rows below the header, without empty ones. What is wrong with one row is its error, and the others are read.
    /// </summary>
    /// <exception cref="BatchUnreadableException">It is no table.</exception>
    IAsyncEnumerable<BatchLine> Read(CancellationToken cancellationToken);
}
