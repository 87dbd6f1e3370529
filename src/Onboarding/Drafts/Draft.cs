using System.Security.Cryptography;
using Onboarding.Quotes;
using Onboarding.Requests;
using Onboarding.Validation;

namespace Onboarding.Drafts;

/// <summary>The id of a request that is still being edited.</summary>
public readonly record struct DraftId(string Value)
{
    /// <summary>An id that cannot be guessed.</summary>
    public static DraftId New() => new($"dr-{RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz234567", 26)}");

    public override string ToString() => Value;
}

/// <summary>The parts of a request that are replaced on their own, one per page of the wizard.</summary>
public enum DraftSection
{
    /// <summary>Reference, partner, approval and who is told.</summary>
    General,

    /// <summary>Customer and contact.</summary>
    Account,
    Agreement,
    Reseller,
    Subscriptions,
}

/// <summary>A request that is still being edited.</summary>
public sealed record Draft
{
    public required DraftId Id { get; init; }

    /// <summary>The request, as far as it is filled in.</summary>
    public required OnboardingRequest Content { get; init; }

    /// <summary>The version, from 1; the next number with every change of the content.</summary>
    public required int Version { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required string CreatedBy { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }
    public required string ChangedBy { get; init; }

    /// <summary>The time at which the draft is removed.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The newest version that somebody has looked at.</summary>
    public ReviewedDraft? Reviewed { get; init; }

    /// <summary>The version that was looked at before that one.</summary>
    public ReviewedDraft? ReviewedBefore { get; init; }

    /// <summary>The answers of Partner Center at the last review.</summary>
    public IReadOnlyDictionary<string, RememberedCheck> Checks { get; init; } =
        new Dictionary<string, RememberedCheck>();

    /// <summary>The price when it was last asked for.</summary>
    public RememberedQuote? Price { get; init; }

    /// <summary>Once submitted it stays as it is.</summary>
    public SubmittedDraft? Submitted { get; init; }

    /// <summary>Set by the store; a write with another than the stored one is refused.</summary>
    public string? ETag { get; init; }
}

/// <summary>A version as it was when it was reviewed.</summary>
public sealed record ReviewedDraft(int Version, OnboardingRequest Content, DateTimeOffset At, string By);

/// <summary>The submission of a draft.</summary>
public sealed record SubmittedDraft(int Version, OnboardingId Onboarding, DateTimeOffset At, string By)
{
    /// <summary>The codes of findings that whoever submitted it stands by; null: those of the content.</summary>
    public IReadOnlyList<string>? Acknowledged { get; init; }
}

/// <summary>A price, and a hash of all that it depends on.</summary>
public sealed record RememberedQuote(string Inputs, DateTimeOffset At, Quote Quote);
