using System.Globalization;
using Onboarding.Messages;
using Onboarding.Requests;
using Onboarding.Validation;

namespace Onboarding.Approvals;

/// <summary>New times for what is waited for; what is left out stays.</summary>
public sealed record ApprovalTimes(DateTimeOffset? RemindAt, DateTimeOffset? EscalateAt, DateTimeOffset? ExpiresAt);

/// <summary>The result of a request to decide or to move a deadline.</summary>
public abstract record ApprovalResult
{
    private ApprovalResult() { }

    /// <summary>Done, now or by the same person before; the approval as it is now.</summary>
    public sealed record Done(Approval Approval) : ApprovalResult;

    public sealed record NotFound : ApprovalResult;

    /// <summary>Somebody else decided before, or its time is over; nothing was changed.</summary>
    public sealed record Closed(Approval Approval) : ApprovalResult;

    /// <summary>The same person decided otherwise before; nothing was changed.</summary>
    public sealed record DecidedBefore(ApprovalDecision Decision) : ApprovalResult;

    /// <summary>The caller has read another version than the one that is to be approved now.</summary>
    public sealed record NotCurrent(string Version) : ApprovalResult;

    /// <summary>The caller is none of those who may.</summary>
    public sealed record NotAnApprover(IReadOnlyList<string> By) : ApprovalResult;

    /// <summary>The caller submitted it, and another pair of eyes is asked for.</summary>
    public sealed record OwnRequest : ApprovalResult;

    /// <summary>There is nobody to whom it could be escalated.</summary>
    public sealed record NoEscalation : ApprovalResult;
}

/// <summary>
/// Computes the next state of an approval, without side effects; the caller must pass the newest state.
/// </summary>
internal static class ApprovalStateMachine
{
    /// <summary>
    /// Applies everything that is due: a reminder, the escalation, the end. Returns the same approval when nothing is
    /// due.
    /// </summary>
    public static Approval Advance(Approval approval, DateTimeOffset now)
    {
        if (approval.State != ApprovalState.Pending)
            return approval;
        if (now >= approval.ExpiresAt)
            return approval with
            {
                State = ApprovalState.Expired,
                Log = With(approval, now, ApprovalEntryKind.Expired, $"Nobody has decided in time."),
            };
        if (approval.EscalateAt is { } escalateAt && now >= escalateAt)
        {
            approval = approval with
            {
                By = [.. approval.By.Union(approval.EscalateTo, StringComparer.OrdinalIgnoreCase)],
                EscalateAt = null,
                Log = With(
                    approval,
                    now,
                    ApprovalEntryKind.Escalated,
                    $"Escalated: {string.Join(", ", approval.EscalateTo)} may decide as well."
                ),
            };
        }

        if (approval.RemindAt is { } remindAt && now >= remindAt)
            approval = approval with
            {
                RemindAt = null,
                Log = With(
                    approval,
                    now,
                    ApprovalEntryKind.Reminded,
                    $"Reminder: waits for approval until {Text(approval.ExpiresAt)}."
                ),
            };
        return approval;
    }

    /// <summary>
    /// Gets the time at which the next reminder, escalation or end is due; null when the approval is over.
    /// </summary>
    public static DateTimeOffset? NextDue(Approval approval) =>
        approval.State != ApprovalState.Pending
            ? null
            : new[] { approval.RemindAt, approval.EscalateAt, approval.ExpiresAt }.OfType<DateTimeOffset>().Min();

    public static Approval Withdraw(Approval approval, DateTimeOffset now) =>
        approval.State != ApprovalState.Pending
            ? approval
            : approval with
            {
                State = ApprovalState.Withdrawn,
                Log = With(approval, now, ApprovalEntryKind.Withdrawn, $"The onboarding was cancelled."),
            };

    public static ApprovalResult Decide(
        Approval approval,
        Approver approver,
        Verdict verdict,
        string version,
        string? comment,
        DateTimeOffset now
    )
    {
        if (approval.Decisions.FirstOrDefault(decision => PersonId.IsSame(decision.By, approver.Name)) is { } before)
            return before.Verdict == verdict
                ? new ApprovalResult.Done(approval)
                : new ApprovalResult.DecidedBefore(before);
        if (approval.State != ApprovalState.Pending || now >= approval.ExpiresAt)
            return new ApprovalResult.Closed(approval);
        if (Objection(approval, approver) is { } objection)
            return objection;
        if (version != approval.Version)
            return new ApprovalResult.NotCurrent(approval.Version);

        approval = approval with { Decisions = [.. approval.Decisions, new(approver.Name, now, verdict, comment)] };
        if (verdict == Verdict.Reject)
            return new ApprovalResult.Done(
                approval with
                {
                    State = ApprovalState.Rejected,
                    Log = With(approval, now, ApprovalEntryKind.Rejected, $"Rejected by {approver.Name}."),
                }
            );
        var missing = approval.Needed - approval.Decisions.Count;
        return new ApprovalResult.Done(
            approval with
            {
                State = missing > 0 ? ApprovalState.Pending : ApprovalState.Approved,
                Log = With(
                    approval,
                    now,
                    ApprovalEntryKind.Approved,
                    missing > 0
                        ? (Message)$"Approved by {approver.Name}; another approver is needed."
                        : $"Approved by {approver.Name}."
                ),
            }
        );
    }

    /// <summary>
    /// Lets go what waits for nothing but findings, once the submitter stands by all of them; <paramref name="codes"/>
    /// null: by whatever was found. What a configured rule asks for needs an approver all the same.
    /// </summary>
    public static ApprovalResult Acknowledge(
        Approval approval,
        IReadOnlyList<string>? codes,
        string by,
        DateTimeOffset now
    )
    {
        var found = ReviewFindings.Codes([
            .. approval.Findings.Where(finding => finding.Severity == FindingSeverity.Review),
        ]);
        if (
            approval.State != ApprovalState.Pending
            || now >= approval.ExpiresAt
            || !approval.IsReview()
            || codes is not null && found.Except(codes, StringComparer.Ordinal).Any()
        )
            return new ApprovalResult.Closed(approval);
        return new ApprovalResult.Done(
            approval with
            {
                State = ApprovalState.Approved,
                Log = With(
                    approval,
                    now,
                    ApprovalEntryKind.Approved,
                    $"Acknowledged by {by}: {string.Join(", ", found)}."
                ),
            }
        );
    }

    /// <summary>Gets the reason for which an approver may not decide; null when he may.</summary>
    public static ApprovalResult? Objection(Approval approval, Approver approver) =>
        !ApproverLists.Allow(approval.By, approver.Roles, approver.Groups)
            ? new ApprovalResult.NotAnApprover(approval.By)
        : approval.FourEyes
        && !(approver.IsOnlyCaller && approval.IsReview())
        && ApproverLists.Split(approval.SubmittedBy).Any(submitter => PersonId.IsSame(submitter, approver.Name))
            ? new ApprovalResult.OwnRequest()
        : null;

    public static ApprovalResult Move(Approval approval, ApprovalTimes times, string by, DateTimeOffset now)
    {
        if (approval.State != ApprovalState.Pending || now >= approval.ExpiresAt)
            return new ApprovalResult.Closed(approval);
        if (times.EscalateAt is not null && approval.EscalateTo.Count == 0)
            return new ApprovalResult.NoEscalation();
        Message?[] moved =
        [
            times.RemindAt is { } remindAt ? (Message)$"Reminder: {Text(remindAt)}." : null,
            times.EscalateAt is { } escalateAt ? (Message)$"Escalation: {Text(escalateAt)}." : null,
            times.ExpiresAt is { } expiresAt ? (Message)$"End: {Text(expiresAt)}." : null,
        ];
        return new ApprovalResult.Done(
            approval with
            {
                RemindAt = times.RemindAt ?? approval.RemindAt,
                EscalateAt = times.EscalateAt ?? approval.EscalateAt,
                ExpiresAt = times.ExpiresAt ?? approval.ExpiresAt,
                Log = With(approval, now, ApprovalEntryKind.Moved, Message.Join([$"Moved by {by}.", .. moved])),
            }
        );
    }

    private static string Text(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static IReadOnlyList<ApprovalEntry> With(
        Approval approval,
        DateTimeOffset now,
        ApprovalEntryKind kind,
        Message text
    ) => [.. approval.Log, new(now, kind, text)];
}
