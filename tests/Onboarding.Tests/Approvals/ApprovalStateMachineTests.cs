using FsCheck.Xunit;
using Onboarding.Approvals;
using Onboarding.Quotes;
using Onboarding.Requests;

namespace Onboarding.Tests.Approvals;

public sealed class ApprovalStateMachineTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly string[] Names = ["gena", "LENA", "lena", "omar", "mia"];

    /// <summary>
    /// Whatever people and the clock do in whatever order: it ends once, by enough different approvers of whom none
    /// submitted it, and nothing changes what is decided.
    /// </summary>
    [Property(MaxTest = 2000)]
    public bool AnySteps_EndOnceAndByTheRules((byte Who, byte What, ushort Minutes)[] steps, bool two)
    {
        var approval = New(two ? 2 : 1);
        var now = Noon;
        foreach (var (who, what, minutes) in steps)
        {
            now += TimeSpan.FromMinutes(minutes % 2000);
            var before = approval;
            approval = Step(approval, Names[who % Names.Length], what, now);
            if (before.State != ApprovalState.Pending && approval != before)
                return false;
            if (approval.Log.Count < before.Log.Count || approval.Decisions.Count < before.Decisions.Count)
                return false;
        }

        var yes = approval.Decisions.Where(decision => decision.Verdict == Verdict.Approve).ToArray();
        var no = approval.Decisions.Count - yes.Length;
        return approval.Decisions.Select(decision => decision.By.ToUpperInvariant()).Distinct().Count()
                == approval.Decisions.Count
            && approval.Decisions.All(decision => decision.By != "gena")
            && approval.State switch
            {
                ApprovalState.Approved => yes.Length == approval.Needed && no == 0,
                ApprovalState.Rejected => no == 1,
                _ => yes.Length < approval.Needed && no == 0,
            };
    }

    [Fact]
    public void Advance_TheSameTimeTwice_ChangesNothingTheSecondTime()
    {
        foreach (var days in (int[])[0, 1, 3, 13, 14, 100])
        {
            var once = ApprovalStateMachine.Advance(New(1), Noon.AddDays(days));

            Assert.Same(once, ApprovalStateMachine.Advance(once, Noon.AddDays(days)));
        }
    }

    [Theory]
    [InlineData("review", "address.doubtful,contact.doubtful", true)]
    [InlineData("review", "contact.doubtful,address.doubtful,customer.name-doubtful", true)]
    [InlineData("review", "address.doubtful", false)]
    [InlineData("review", "", false)]
    [InlineData("review", null, true)]
    [InlineData("large orders", "address.doubtful,contact.doubtful", false)]
    public void Acknowledge_EverythingThatWasFound_LetsGoWhatWaitsForNothingElse(string rule, string? codes, bool goes)
    {
        var waiting = New(1) with
        {
            Rule = rule,
            Findings =
            [
                new("address.doubtful", "/customer/address", FindingSeverity.Review, $"Look."),
                new("contact.doubtful", "/contact", FindingSeverity.Review, $"Look."),
                new("reseller.missing", "/reseller", FindingSeverity.Warning, $"Told."),
            ],
        };

        var result = ApprovalStateMachine.Acknowledge(
            waiting,
            codes?.Split(',', StringSplitOptions.RemoveEmptyEntries),
            "gena",
            Noon
        );

        Assert.Equal(
            goes ? ApprovalState.Approved : ApprovalState.Pending,
            (result as ApprovalResult.Done)?.Approval.State ?? waiting.State
        );
        if (goes)
            Assert.IsType<ApprovalResult.Closed>(
                ApprovalStateMachine.Acknowledge(((ApprovalResult.Done)result).Approval, null, "gena", Noon)
            );
        Assert.IsType<ApprovalResult.Closed>(
            ApprovalStateMachine.Acknowledge(waiting, null, "gena", waiting.ExpiresAt)
        );
    }

    [Fact]
    public void Advance_AfterALongSleep_EscalatesRemindsOrEndsWithoutLosingTheOrder()
    {
        Assert.Equal(
            [ApprovalEntryKind.Escalated, ApprovalEntryKind.Reminded],
            ApprovalStateMachine.Advance(New(1), Noon.AddDays(5)).Log.Select(entry => entry.Kind)
        );
        Assert.Equal(
            [ApprovalEntryKind.Expired],
            ApprovalStateMachine.Advance(New(1), Noon.AddDays(50)).Log.Select(entry => entry.Kind)
        );
    }

    [Fact]
    public void Move_ToAnotherTime_RemindsOnceMore()
    {
        var reminded = ApprovalStateMachine.Advance(New(1), Noon.AddDays(1));
        var moved = Assert
            .IsType<ApprovalResult.Done>(
                ApprovalStateMachine.Move(reminded, new(Noon.AddDays(2), null, null), "otto", Noon.AddDays(1))
            )
            .Approval;

        Assert.Equal(Noon.AddDays(2), ApprovalStateMachine.NextDue(moved));
        Assert.Equal(
            2,
            ApprovalStateMachine
                .Advance(moved, Noon.AddDays(2))
                .Log.Count(entry => entry.Kind == ApprovalEntryKind.Reminded)
        );
    }

    [Fact]
    public void Move_AnEscalationToNobody_IsRefused() =>
        Assert.IsType<ApprovalResult.NoEscalation>(
            ApprovalStateMachine.Move(New(1) with { EscalateTo = [] }, new(null, Noon.AddDays(2), null), "otto", Noon)
        );

    [Fact]
    public void Decide_WhenItsTimeIsOver_IsClosedThoughNobodyHasLookedYet() =>
        Assert.IsType<ApprovalResult.Closed>(
            ApprovalStateMachine.Decide(
                New(1),
                new("lena", ["Approver"], []),
                Verdict.Approve,
                "v1",
                null,
                Noon.AddDays(14)
            )
        );

    private static Approval Step(Approval approval, string who, byte what, DateTimeOffset now)
    {
        var approver = new Approver(who, who == "mia" ? [] : ["Approver"], []);
        return (what % 6) switch
        {
            0 => ApprovalStateMachine.Advance(approval, now),
            1 or 2 => Taken(
                ApprovalStateMachine.Decide(approval, approver, Verdict.Approve, what % 5 == 0 ? "v0" : "v1", null, now)
            ),
            3 => Taken(ApprovalStateMachine.Decide(approval, approver, Verdict.Reject, "v1", "no", now)),
            4 => Taken(ApprovalStateMachine.Move(approval, new(now.AddDays(1), null, now.AddDays(20)), who, now)),
            _ => what % 7 == 0 ? ApprovalStateMachine.Withdraw(approval, now) : approval,
        };

        Approval Taken(ApprovalResult result) => result is ApprovalResult.Done done ? done.Approval : approval;
    }

    private static Approval New(int needed) =>
        new()
        {
            Onboarding = new("ob-1"),
            Partner = "default",
            Reference = "CRM-1",
            Version = "v1",
            RequestedAt = Noon,
            SubmittedBy = "Gena",
            Rule = "every",
            Reasons = [],
            Needed = needed,
            By = ["role:Approver"],
            EscalateTo = ["group:management"],
            FourEyes = true,
            Price = Quote.Empty,
            Findings = [],
            RemindAt = Noon.AddDays(1),
            EscalateAt = Noon.AddDays(3),
            ExpiresAt = Noon.AddDays(14),
        };
}
