namespace Onboarding.Progress;

/// <summary>The store of onboardings. Every call is durable when it returns.</summary>
public interface IOnboardingRecords
{
    /// <summary>
    /// Writes a new record, or returns the one that stands under its id already; of two at once exactly one is written.
    /// </summary>
    Task<Reservation> Reserve(OnboardingRecord record, CancellationToken cancellationToken);

    /// <summary>Reads a record; one that was removed is as its <see cref="Tombstone"/> knows it.</summary>
    /// <exception cref="DamagedRowException">It is there and cannot be read.</exception>
    Task<OnboardingRecord?> Get(OnboardingId id, CancellationToken cancellationToken);

    /// <summary>
    /// Adds the changes to the timeline and moves the record on with each that is newer (its sequence is higher than
    /// the record's): stage, who acts, since, and what of exists, outcome and error code it carries. A change whose
    /// sequence is in the timeline already changes nothing.
    /// </summary>
    /// <param name="id">The onboarding.</param>
    /// <param name="changes">At least one, in the order of their sequences.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The record as it stands now. Null: all of the changes were there already.</returns>
    /// <exception cref="KeyNotFoundException">There is no such record.</exception>
    Task<OnboardingRecord?> Apply(
        OnboardingId id,
        IReadOnlyList<OnboardingChange> changes,
        CancellationToken cancellationToken
    );

    /// <summary>All changes, oldest first.</summary>
    Task<IReadOnlyList<OnboardingChange>> Timeline(OnboardingId id, CancellationToken cancellationToken);

    /// <summary>
    /// Finds a page in the order of the query. The continuation is opaque, belongs to that order, and stays valid while
    /// records are added.
    /// </summary>
    /// <exception cref="FormatException">The continuation is none of ours, or of another order.</exception>
    Task<OnboardingPage> Search(OnboardingQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Finds the partner's records that may be about the same customer: the same domain or company name, ignoring case,
    /// or the same registration number. At most the 10 newest of each, newest first.
    /// </summary>
    /// <param name="customer">By what it is known; a member that is null finds nothing.</param>
    /// <param name="except">The onboarding that asks; null: none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<OnboardingRecord>> FindSameCustomer(
        CustomerKeys customer,
        OnboardingId? except,
        CancellationToken cancellationToken
    );

    /// <summary>Counts all that have not ended, and those that have ended and were submitted since a time.</summary>
    /// <param name="endedFrom">Those that have ended are counted from here on.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<OnboardingCounts> Count(DateTimeOffset endedFrom, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces the record and every line of its timeline, and what it is found by. What was there before cannot be
    /// read any more. Nothing happens where there is no such record.
    /// </summary>
    /// <param name="id">The onboarding.</param>
    /// <param name="record">Makes the record of the stored one; pure, and may be called several times.</param>
    /// <param name="change">Makes a line of the stored one; pure.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task Erase(
        OnboardingId id,
        Func<OnboardingRecord, OnboardingRecord> record,
        Func<OnboardingChange, OnboardingChange> change,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Removes the record, its timeline and what it is found by, and keeps a tombstone under its id, so that the same
    /// request never begins a second onboarding.
    /// </summary>
    Task Remove(OnboardingRecord record, DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>The values by which a customer is found again.</summary>
/// <param name="Partner">Name of the partner profile.</param>
/// <param name="Domain">The full domain.</param>
/// <param name="CompanyName">As it was submitted.</param>
/// <param name="RegistrationNumber">As it was submitted.</param>
public sealed record CustomerKeys(
    string Partner,
    string? Domain,
    string? CompanyName = null,
    string? RegistrationNumber = null
);

/// <summary>The result of a reservation. <paramref name="Record"/> is the stored one in either case.</summary>
public sealed record Reservation(bool IsNew, OnboardingRecord Record);

/// <summary>A search; members left out do not restrict.</summary>
public sealed record OnboardingQuery
{
    /// <summary>A stage, or <c>open</c> for all that have not ended, <c>ended</c> for all that have.</summary>
    public string? State { get; init; }

    /// <summary>Part of one of the texts of <see cref="SearchColumns.Words"/>, ignoring case.</summary>
    public string? Text { get; init; }
    public string? Partner { get; init; }
    public Guid? Reseller { get; init; }
    public string? Batch { get; init; }
    public string? ErrorCode { get; init; }

    /// <summary>Submitted at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Submitted before.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Its cancellation window ends at or after.</summary>
    public DateTimeOffset? WindowEndsFrom { get; init; }

    /// <summary>Its cancellation window ends before.</summary>
    public DateTimeOffset? WindowEndsTo { get; init; }
    public OnboardingSort Sort { get; init; } = OnboardingSort.NewestFirst;

    /// <summary>1 to 200.</summary>
    public int Limit { get; init; } = 50;
    public string? Continuation { get; init; }

    /// <summary>Tells whether a record is within all that restricts, apart from the state.</summary>
    public bool Holds(OnboardingRecord record) =>
        (Text is null || SearchColumns.Words(record).Contains(Text.ToUpperInvariant(), StringComparison.Ordinal))
        && (Partner is null || Partner == record.Request.Partner)
        && (Reseller is null || Reseller == record.Request.Reseller?.TenantId)
        && (Batch is null || Batch == record.Batch)
        && (ErrorCode is null || ErrorCode == record.ErrorCode)
        && (From is null || record.SubmittedAt >= From)
        && (To is null || record.SubmittedAt < To)
        && (WindowEndsFrom is null || SearchColumns.WindowEnds(record) >= WindowEndsFrom)
        && (WindowEndsTo is null || SearchColumns.WindowEnds(record) < WindowEndsTo);
}

public sealed record OnboardingPage(IReadOnlyList<OnboardingRecord> Items, string? Continuation)
{
    /// <summary>The onboardings of the page whose records cannot be read.</summary>
    public IReadOnlyList<UnreadableRecord> Unreadable { get; init; } = [];
}

/// <summary>The known part of an onboarding whose record is damaged.</summary>
public sealed record UnreadableRecord
{
    public required OnboardingId Id { get; init; }
    public required DateTimeOffset SubmittedAt { get; init; }
    public required string Partner { get; init; }

    /// <summary>The stage that it was last seen at.</summary>
    public required string Stage { get; init; }
    public required bool Ended { get; init; }
    public string? CompanyName { get; init; }
    public string? Domain { get; init; }
    public string? Batch { get; init; }
}
