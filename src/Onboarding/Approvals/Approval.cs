using Onboarding.Messages;
using Onboarding.Quotes;
using Onboarding.Requests;

namespace Onboarding.Approvals;

public enum ApprovalState
{
    Pending,
    Approved,
    Rejected,
    Expired,

    /// <summary>The onboarding was cancelled before anybody decided.</summary>
    Withdrawn,
}

public enum Verdict
{
    Approve,
    Reject,
}

/// <summary>
/// An approval: the request, the approvers, the deadlines and the decisions. One per onboarding, under its id.
/// <see cref="ApprovalStateMachine"/> computes its next state.
/// </summary>
public sealed record Approval
{
    /// <summary>The rule of what is held until somebody has looked at the findings.</summary>
    public const string ReviewRule = "review";

    public required OnboardingId Onboarding { get; init; }
    public required string Partner { get; init; }
    public required string Reference { get; init; }

    /// <summary>
    /// Tells one content from another: request, price, findings and reasons. A decision names the version it was made
    /// on.
    /// </summary>
    public required string Version { get; init; }
    public required DateTimeOffset RequestedAt { get; init; }
    public required string SubmittedBy { get; init; }

    /// <summary>Name of the rule that asks for it.</summary>
    public required string Rule { get; init; }
    public required IReadOnlyList<Message> Reasons { get; init; }

    /// <summary>The number of different approvers whose approval is needed: 1 or 2.</summary>
    public required int Needed { get; init; }

    /// <summary>The approvers, any of these: <c>role:Approver</c>, <c>group:finance</c>.</summary>
    public required IReadOnlyList<string> By { get; init; }

    /// <summary>The approvers who are added at the escalation.</summary>
    public IReadOnlyList<string> EscalateTo { get; init; } = [];

    /// <summary>The submitter may not approve.</summary>
    public required bool FourEyes { get; init; }
    public required Quote Price { get; init; }

    /// <summary>Warnings and reviews of the request.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }
    public ApprovalState State { get; init; }
    public IReadOnlyList<ApprovalDecision> Decisions { get; init; } = [];

    /// <summary>The story, oldest first.</summary>
    public IReadOnlyList<ApprovalEntry> Log { get; init; } = [];

    /// <summary>The number of entries that the waiting onboarding has copied into its timeline.</summary>
    public int Taken { get; init; }

    /// <summary>Null: nobody is reminded any more.</summary>
    public DateTimeOffset? RemindAt { get; init; }

    /// <summary>Null: nobody is asked in addition any more.</summary>
    public DateTimeOffset? EscalateAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Set by the store; a write with another than the stored one is refused.</summary>
    public string? ETag { get; init; }

    /// <summary>Gets a value that says whether it waits only for an approval of the request's findings.</summary>
    public bool IsReview() => Rule == ApprovalRules.ReviewRule;

    /// <summary>
    /// Gets a value that says whether the log has entries that the waiting onboarding has not read yet.
    /// </summary>
    public bool HasUnreadEntries() => Taken < Log.Count;
}

/// <summary>One approver's word. <paramref name="Comment"/> holds no personal data.</summary>
public sealed record ApprovalDecision(string By, DateTimeOffset At, Verdict Verdict, string? Comment);

public enum ApprovalEntryKind
{
    Reminded,
    Escalated,
    Moved,
    Approved,
    Rejected,
    Expired,
    Withdrawn,
}

/// <summary>One step of an approval, for people; never a secret or personal data.</summary>
public sealed record ApprovalEntry(DateTimeOffset At, ApprovalEntryKind Kind, Message Text);

/// <summary>The person who wants to decide, with the claims of the token.</summary>
public sealed record Approver(string Name, IReadOnlyList<string> Roles, IReadOnlyList<string> Groups)
{
    /// <summary>
    /// True when nobody signs in on this server, so that there is no second person who could be asked.
    /// </summary>
    public bool IsOnlyCaller { get; init; }
}
