namespace Onboarding.Batches;

/// <summary>The store of batches and their rows. Every call is durable when it returns.</summary>
public interface IBatches
{
    /// <summary>The most rows of one write.</summary>
    const int MostRows = 100;

    /// <summary>Writes a new batch.</summary>
    /// <returns>As it is stored, with its ETag.</returns>
    Task<Batch> Add(Batch batch, CancellationToken cancellationToken);

    Task<Batch?> Get(BatchId id, CancellationToken cancellationToken);

    /// <summary>Replaces it.</summary>
    /// <returns>
    /// As it is stored, with its new ETag. Null: another write came between (the ETag differs), or it is not there.
    /// </returns>
    Task<Batch?> Update(Batch batch, CancellationToken cancellationToken);

    /// <summary>Newest first. The continuation is opaque and stays valid while batches are added.</summary>
    /// <exception cref="FormatException">The continuation is none of ours.</exception>
    Task<BatchPage> List(int limit, string? continuation, CancellationToken cancellationToken);

    /// <summary>Lists the batches that have not ended, oldest first.</summary>
    Task<IReadOnlyList<Batch>> Open(CancellationToken cancellationToken);

    /// <summary>
    /// Writes rows, or replaces those that stand under their numbers; at most <see cref="MostRows"/>, of which after a
    /// crash some may be written and others not.
    /// </summary>
    Task PutRows(BatchId id, IReadOnlyList<BatchRow> rows, CancellationToken cancellationToken);

    Task<BatchRow?> GetRow(BatchId id, int number, CancellationToken cancellationToken);

    /// <summary>Rows with higher numbers than <paramref name="after"/>, in order.</summary>
    /// <param name="id">Of the batch.</param>
    /// <param name="status">Only these; null: all.</param>
    /// <param name="after">0 for the first.</param>
    /// <param name="limit">The most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<BatchRow>> Rows(
        BatchId id,
        string? status,
        int after,
        int limit,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Removes it with its rows; what is not there is removed already. A batch that was stopped half way in this is
    /// still there, with the rows that are left.
    /// </summary>
    Task Remove(BatchId id, CancellationToken cancellationToken);

    /// <summary>Counts the rows by status; a status without rows is left out.</summary>
    Task<IReadOnlyDictionary<string, int>> Count(BatchId id, CancellationToken cancellationToken);
}

public sealed record BatchPage(IReadOnlyList<Batch> Items, string? Continuation);
