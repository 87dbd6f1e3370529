using Onboarding.Approvals;
using Onboarding.Quotes;
using Onboarding.Requests;

namespace Onboarding.Drafts;

/// <summary>The review of a draft, which the wizard's last page shows.</summary>
public sealed record DraftReview
{
    /// <summary>The version that was reviewed, and that may be submitted now.</summary>
    public required int Version { get; init; }
    public required DateTimeOffset ReviewedAt { get; init; }

    /// <summary>True when the draft would be accepted as it is: no finding is an error.</summary>
    public required bool Accepted { get; init; }
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>
    /// The codes of findings that hold the onboarding for an approval unless whoever submits acknowledges them.
    /// </summary>
    public required IReadOnlyList<string> ToAcknowledge { get; init; }
    public required Quote Price { get; init; }

    /// <summary>The approval that it would need; absent: none.</summary>
    public ApprovalNeed? Approval { get; init; }

    /// <summary>The effects that will stay, whatever happens afterwards.</summary>
    public required IReadOnlyList<PermanentEffect> Permanent { get; init; }

    /// <summary>The version that was reviewed before; absent at the first review.</summary>
    public int? ComparedWith { get; init; }

    /// <summary>The changes since that version; absent at the first review.</summary>
    public IReadOnlyList<DraftDifference>? Differences { get; init; }
}

/// <summary>
/// An effect that cannot be undone. <paramref name="Path"/> is the JSON pointer of the member that causes it.
/// </summary>
public sealed record PermanentEffect(string Path, string What);

/// <summary>
/// One member that differs. <paramref name="Path"/> is its JSON pointer; a value that is absent was, or is, not there.
/// </summary>
public sealed record DraftDifference(string Path, string? Before, string? After);
