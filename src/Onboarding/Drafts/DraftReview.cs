using Onboarding.Approvals;
using Onboarding.Quotes;
using Onboarding.Requests;

namespace Onboarding.Drafts;

/// <summary>What the wizard's last page shows of a draft.</summary>
public sealed record DraftReview
{
    /// <summary>The version that was reviewed, and that may be submitted now.</summary>
    public required int Version { get; init; }
    public required DateTimeOffset ReviewedAt { get; init; }

    /// <summary>Whether it would be taken as it is: no finding is an error.</summary>
    public required bool Accepted { get; init; }
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>
    /// The codes of findings that hold the onboarding for an approval unless whoever submits acknowledges them.
    /// </summary>
    public required IReadOnlyList<string> ToAcknowledge { get; init; }
    public required Quote Price { get; init; }

    /// <summary>Who would have to approve it; absent: nobody.</summary>
    public ApprovalNeed? Approval { get; init; }

    /// <summary>What will stay, whatever happens afterwards.</summary>
    public required IReadOnlyList<PermanentEffect> Permanent { get; init; }

    /// <summary>The version that was reviewed before; absent at the first review.</summary>
    public int? ComparedWith { get; init; }

    /// <summary>What has changed since that version; absent at the first review.</summary>
    public IReadOnlyList<DraftDifference>? Differences { get; init; }
}

/// <summary>
/// Something that cannot be taken back. <paramref name="Path"/> is the JSON pointer of what causes it.
/// </summary>
public sealed record PermanentEffect(string Path, string What);

/// <summary>
/// One member that differs. <paramref name="Path"/> is its JSON pointer; a value that is absent was, or is, not there.
/// </summary>
public sealed record DraftDifference(string Path, string? Before, string? After);
