using Onboarding.Drafts;
using Onboarding.Requests;

namespace Onboarding.Http.Drafts;

/// <summary>The body with which a draft is submitted; it may be left out.</summary>
public sealed record DraftSubmissionBody
{
    /// <summary>
    /// The codes of findings of severity review that whoever submits stands by; left out: those of the draft.
    /// </summary>
    public IReadOnlyList<string>? Acknowledged { get; init; }
}

/// <summary>
/// A request that is still being edited. Its version is the ETag of the answer, which the next change names in
/// If-Match.
/// </summary>
public sealed record DraftResource
{
    public required string Id { get; init; }
    public required int Version { get; init; }

    /// <summary>The request, as far as it is filled in.</summary>
    public required OnboardingRequest Request { get; init; }

    /// <summary>The newest version that was reviewed; only that one can be submitted.</summary>
    public int? ReviewedVersion { get; init; }

    /// <summary>The id of its onboarding, once it was submitted.</summary>
    public string? Onboarding { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required string CreatedBy { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }
    public required string ChangedBy { get; init; }

    /// <summary>The time at which the draft is removed, unless it is changed before.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    internal static DraftResource Of(Draft draft) =>
        new()
        {
            Id = draft.Id.Value,
            Version = draft.Version,
            Request = draft.Content,
            ReviewedVersion = draft.Reviewed?.Version,
            Onboarding = draft.Submitted?.Onboarding.Value,
            CreatedAt = draft.CreatedAt,
            CreatedBy = draft.CreatedBy,
            ChangedAt = draft.ChangedAt,
            ChangedBy = draft.ChangedBy,
            ExpiresAt = draft.ExpiresAt,
        };
}

/// <summary>A draft in a list.</summary>
public sealed record DraftSummary
{
    public required string Id { get; init; }
    public required string Reference { get; init; }
    public required string Partner { get; init; }
    public string? CompanyName { get; init; }
    public string? Country { get; init; }

    /// <summary>The number of its offers.</summary>
    public required int Subscriptions { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }
    public required string ChangedBy { get; init; }

    /// <summary>The time at which the draft is removed, unless it is changed before.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    internal static DraftSummary Of(Draft draft) =>
        new()
        {
            Id = draft.Id.Value,
            Reference = draft.Content.Reference,
            Partner = draft.Content.Partner,
            CompanyName = draft.Content.Customer.CompanyName,
            Country = draft.Content.Customer.Address?.Country,
            Subscriptions = draft.Content.Subscriptions.Count,
            ChangedAt = draft.ChangedAt,
            ChangedBy = draft.ChangedBy,
            ExpiresAt = draft.ExpiresAt,
        };
}

public sealed record DraftList(IReadOnlyList<DraftSummary> Items, string? Continuation);
