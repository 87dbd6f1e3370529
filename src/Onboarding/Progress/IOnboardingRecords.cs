namespace Onboarding.Progress;

/// <summary>The store of onboardings. Every call is durable when it returns.</summary>
public interface IOnboardingRecords
{
    /// <summary>Writes a new record, or returns the one that stands under its id already; of two at once exactly one is written.</summary>
    Task<Reservation> Reserve(OnboardingRecord record, CancellationToken cancellationToken);

    Task<OnboardingRecord?> Get(OnboardingId id, CancellationToken cancellationToken);

    /// <summary>
    /// Adds the change to the timeline and, when it is the newest (its sequence is higher than the record's), moves the record on: stage, who acts, since, and what of exists, outcome and
    /// error code it carries. A change whose sequence is in the timeline already changes nothing.
    /// </summary>
    /// <returns>True: it was written now. False: there was a change of that sequence already.</returns>
    /// <exception cref="KeyNotFoundException">There is no such record.</exception>
    Task<bool> Apply(OnboardingId id, OnboardingChange change, CancellationToken cancellationToken);

    /// <summary>All changes, oldest first.</summary>
    Task<IReadOnlyList<OnboardingChange>> Timeline(OnboardingId id, CancellationToken cancellationToken);

    /// <summary>Newest first. The continuation is opaque and stays valid while records are added.</summary>
    /// <exception cref="FormatException">The continuation is none of ours.</exception>
    Task<OnboardingPage> Search(OnboardingQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Records of the partner that may be about the same customer: the same domain, the same company name (ignoring case) or the same registration number. At most the 10 newest of each, newest first.
    /// </summary>
    Task<IReadOnlyList<OnboardingRecord>> FindSameCustomer(string partner, string? domain, string? companyName, string? registrationNumber, CancellationToken cancellationToken);
}

/// <summary>What a reservation found. <paramref name="Record"/> is the stored one in either case.</summary>
public sealed record Reservation(bool IsNew, OnboardingRecord Record);

/// <summary>What to search for; members left out do not restrict.</summary>
public sealed record OnboardingQuery
{
    /// <summary>A stage, or <c>open</c> for all that have not ended, <c>ended</c> for all that have.</summary>
    public string? State { get; init; }

    /// <summary>Part of the company name, reference or domain, ignoring case.</summary>
    public string? Text { get; init; }
    public string? Partner { get; init; }
    public Guid? Reseller { get; init; }
    public string? Batch { get; init; }
    public string? ErrorCode { get; init; }

    /// <summary>Submitted at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Submitted before.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>1 to 200.</summary>
    public int Limit { get; init; } = 50;
    public string? Continuation { get; init; }
}

public sealed record OnboardingPage(IReadOnlyList<OnboardingRecord> Items, string? Continuation);
