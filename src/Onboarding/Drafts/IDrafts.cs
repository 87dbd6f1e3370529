namespace Onboarding.Drafts;

/// <summary>A page of drafts; with a continuation there are more.</summary>
public sealed record DraftPage(IReadOnlyList<Draft> Items, string? Continuation);

/// <summary>The store of drafts. Every call is durable when it returns.</summary>
public interface IDrafts
{
    /// <summary>Writes a new draft.</summary>
    /// <returns>As it is stored, with its ETag.</returns>
    Task<Draft> Add(Draft draft, CancellationToken cancellationToken);

    Task<Draft?> Get(DraftId id, CancellationToken cancellationToken);

    /// <summary>Replaces it.</summary>
    /// <returns>
    /// As it is stored, with its new ETag. Null: another write came between (the ETag differs), or it is not there.
    /// </returns>
    Task<Draft?> Update(Draft draft, CancellationToken cancellationToken);

    /// <summary>
    /// Lists the drafts that are not submitted, those that expire last first; a change moves a draft to the front.
    /// </summary>
    /// <exception cref="FormatException">The continuation is none of an earlier page.</exception>
    Task<DraftPage> List(int limit, string? continuation, CancellationToken cancellationToken);

    /// <summary>Lists the drafts that became one onboarding. Reads all drafts.</summary>
    Task<IReadOnlyList<Draft>> SubmittedAs(OnboardingId onboarding, CancellationToken cancellationToken);

    /// <summary>Removes it. False: another write came between, or it is not there.</summary>
    Task<bool> Remove(Draft draft, CancellationToken cancellationToken);

    /// <summary>Removes drafts whose time is over, the oldest first.</summary>
    /// <param name="now">Drafts that expire at or before this time are removed.</param>
    /// <param name="most">The largest number removed at once.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The number of drafts removed.</returns>
    Task<int> RemoveExpired(DateTimeOffset now, int most, CancellationToken cancellationToken);
}
