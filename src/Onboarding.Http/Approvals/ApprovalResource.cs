using Onboarding.Approvals;
using Onboarding.Messages;
using Onboarding.Progress;
using Onboarding.Quotes;
using Onboarding.Requests;

namespace Onboarding.Http.Approvals;

/// <summary>One approval in a list.</summary>
public sealed record ApprovalSummary
{
    /// <summary>The id of the approval and of its onboarding.</summary>
    public required string Id { get; init; }
    public required string Reference { get; init; }

    /// <summary>The customer's name.</summary>
    public string? CompanyName { get; init; }
    public required string Partner { get; init; }
    public required ApprovalState State { get; init; }
    public required DateTimeOffset RequestedAt { get; init; }
    public required string SubmittedBy { get; init; }
    public required IReadOnlyList<Message> Reasons { get; init; }
    public required IReadOnlyList<Money> Totals { get; init; }
    public required int Needed { get; init; }
    public required int Given { get; init; }
    public required IReadOnlyList<string> By { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }

    internal static ApprovalSummary Of(Approval approval, OnboardingRecord? record) =>
        new()
        {
            Id = approval.Onboarding.Value,
            Reference = approval.Reference,
            CompanyName = record?.Request.Customer.CompanyName,
            Partner = approval.Partner,
            State = approval.State,
            RequestedAt = approval.RequestedAt,
            SubmittedBy = approval.SubmittedBy,
            Reasons = approval.Reasons,
            Totals = approval.Price.Totals,
            Needed = approval.Needed,
            Given = CountGiven(approval),
            By = approval.By,
            ExpiresAt = approval.ExpiresAt,
        };

    internal static int CountGiven(Approval approval) =>
        approval.Decisions.Count(decision => decision.Verdict == Verdict.Approve);
}

/// <summary>One approval with all that an approver has to see.</summary>
public sealed record ApprovalResource
{
    /// <summary>The id of the approval and of its onboarding.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// The version that a decision must name, so that nobody approves a version that he has not seen.
    /// </summary>
    public required string Version { get; init; }
    public required string Reference { get; init; }
    public required string Partner { get; init; }
    public required ApprovalState State { get; init; }
    public required DateTimeOffset RequestedAt { get; init; }
    public required string SubmittedBy { get; init; }
    public required string Rule { get; init; }
    public required IReadOnlyList<Message> Reasons { get; init; }

    /// <summary>The number of different approvers whose approval is needed.</summary>
    public required int Needed { get; init; }
    public required int Given { get; init; }

    /// <summary>The approvers; any of these may decide.</summary>
    public required IReadOnlyList<string> By { get; init; }
    public required Quote Price { get; init; }
    public required IReadOnlyList<Finding> Findings { get; init; }
    public required IReadOnlyList<ApprovalDecision> Decisions { get; init; }
    public required IReadOnlyList<ApprovalEntry> Log { get; init; }
    public DateTimeOffset? RemindAt { get; init; }
    public DateTimeOffset? EscalateAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The request to be approved.</summary>
    public required OnboardingRequest Request { get; init; }

    /// <summary>True when the caller may decide it now.</summary>
    public required bool MayDecide { get; init; }

    internal static ApprovalResource Of(Approval approval, OnboardingRecord record, bool mayDecide) =>
        new()
        {
            Id = approval.Onboarding.Value,
            Version = approval.Version,
            Reference = approval.Reference,
            Partner = approval.Partner,
            State = approval.State,
            RequestedAt = approval.RequestedAt,
            SubmittedBy = approval.SubmittedBy,
            Rule = approval.Rule,
            Reasons = approval.Reasons,
            Needed = approval.Needed,
            Given = ApprovalSummary.CountGiven(approval),
            By = approval.By,
            Price = approval.Price,
            Findings = approval.Findings,
            Decisions = approval.Decisions,
            Log = approval.Log,
            RemindAt = approval.RemindAt,
            EscalateAt = approval.EscalateAt,
            ExpiresAt = approval.ExpiresAt,
            Request = record.Request,
            MayDecide = mayDecide,
        };
}

public sealed record ApprovalList(IReadOnlyList<ApprovalSummary> Items, string? Continuation);

/// <summary>The body of a decision.</summary>
public sealed record DecisionBody
{
    /// <summary>approve or reject.</summary>
    public Verdict? Decision { get; init; }

    /// <summary>The version that was seen.</summary>
    public string? Version { get; init; }

    /// <summary>The reason, at most 500 characters; required to reject; no personal data.</summary>
    public string? Comment { get; init; }
}

/// <summary>
/// The body of a move: new deadlines of the waits, within a year; a member that is left out stays unchanged.
/// </summary>
public sealed record DeadlineBody
{
    public DateTimeOffset? RemindAt { get; init; }
    public DateTimeOffset? EscalateAt { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
}
