using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Onboarding;
using Onboarding.Approvals;
using Onboarding.Requests;

namespace Scenarios;

public abstract partial class OnboardingScenarios
{
    private static readonly Approver Lena = new("lena", ["Approver"], []);
    private static readonly Approver Omar = new("omar", ["Approver"], ["finance"]);

    [Fact]
    public async Task Approved_after_the_reminder_it_goes_on()
    {
        await Host.Start();
        var waiting = await Waiting(
            Requests.Direct() with
            {
                Approval = ApprovalDemand.Required,
            },
            ApprovalEntryKind.Reminded
        );
        Assert.Empty(Simulator.Ledger.Tenants);

        var decided = Assert.IsType<ApprovalResult.Done>(await Decide(waiting, Lena)).Approval;
        var record = await Host.UntilEnded(waiting.Onboarding);

        Assert.Equal(ApprovalState.Approved, decided.State);
        Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        AssertEverythingOnce();
        var timeline = await Host.Records.Timeline(record.Id, default);
        Assert.Contains(
            timeline,
            change =>
                change.Stage == "awaiting-approval"
                && change.Text.ToString().StartsWith("Reminder:", StringComparison.Ordinal)
        );
        Assert.Contains(timeline, change => change.Text.ToString() == "Approved by lena.");
    }

    [Fact]
    public async Task Without_a_rule_nobody_is_asked()
    {
        await Host.Start();

        var record = await Host.Onboard(Requests.Direct());

        Assert.DoesNotContain(
            await Host.Records.Timeline(record.Id, default),
            change => change.Stage == "awaiting-approval"
        );
        Assert.Null(await Approvals.Get(record.Id, default));
    }

    [Fact]
    public async Task Rejected_it_ends_with_the_reason_and_nothing_is_done()
    {
        Rule("Countries", "DE,AT");
        await Host.Start();
        var waiting = await Waiting(Requests.Direct());

        await Decide(waiting, Lena, Verdict.Reject, "They owe us money.");
        var record = await Host.UntilEnded(waiting.Onboarding);

        var rejected = Assert.IsType<OnboardingOutcome.Rejected>(record.Outcome);
        Assert.Equal(["Rejected by lena: They owe us money."], rejected.Reasons.Select(reason => reason.ToString()));
        Assert.Equal(ErrorCodes.ApprovalRejected, record.ErrorCode);
        Assert.Empty(Simulator.Ledger.Effects);
    }

    [Fact]
    public async Task Two_approvers_who_click_at_once_make_one_decision_and_the_other_is_told()
    {
        await Host.Start();
        var waiting = await Waiting(Requests.Direct() with { Approval = ApprovalDemand.Required });

        var results = await Task.WhenAll(
            Task.Run(() => Decide(waiting, Lena)),
            Task.Run(() => Decide(waiting, Omar, Verdict.Reject, "Not now."))
        );

        var taken = Assert.Single(results.OfType<ApprovalResult.Done>()).Approval;
        var told = Assert.Single(results.OfType<ApprovalResult.Closed>()).Approval;
        Assert.Equal(taken.Decisions.Single(), told.Decisions.Single());
        var record = await Host.UntilEnded(waiting.Onboarding);
        Assert.Equal(taken.State == ApprovalState.Approved, record.Outcome is OnboardingOutcome.Completed);
        Assert.Equal(taken.State == ApprovalState.Rejected, record.Outcome is OnboardingOutcome.Rejected);
    }

    [Fact]
    public async Task A_decision_sent_twice_is_one_decision_and_another_one_by_the_same_person_is_refused()
    {
        Rule("Approvers", "2");
        await Host.Start();
        var waiting = await Waiting(Requests.Direct());

        Assert.IsType<ApprovalResult.Done>(await Decide(waiting, Lena));
        var again = Assert.IsType<ApprovalResult.Done>(await Decide(waiting, Lena)).Approval;
        Assert.Single(again.Decisions);
        Assert.Equal(ApprovalState.Pending, again.State);
        Assert.IsType<ApprovalResult.DecidedBefore>(await Decide(waiting, Lena, Verdict.Reject, "After all not."));

        Assert.Equal(
            ApprovalState.Approved,
            Assert.IsType<ApprovalResult.Done>(await Decide(waiting, Omar)).Approval.State
        );
        Assert.IsType<OnboardingOutcome.Completed>((await Host.UntilEnded(waiting.Onboarding)).Outcome);
        AssertEverythingOnce();
    }

    [Fact]
    public async Task An_approval_nobody_gives_is_escalated_and_expires()
    {
        Host.Settings["Approvals:EscalateTo"] = "group:management";
        await Host.Start();

        var waiting = await Waiting(
            Requests.Direct() with
            {
                Approval = ApprovalDemand.Required,
            },
            ApprovalEntryKind.Escalated
        );
        Assert.Contains("group:management", waiting.By);
        var record = await Host.UntilEnded(waiting.Onboarding);

        Assert.Equal("approval", Assert.IsType<OnboardingOutcome.Expired>(record.Outcome).WaitedFor.ToString());
        Assert.Empty(Simulator.Ledger.Effects);
        Assert.Equal(ApprovalState.Expired, (await Approvals.Get(record.Id, default))!.State);
        Assert.IsType<ApprovalResult.Closed>(await Decide(waiting, Lena));
        var told = (await Host.Records.Timeline(record.Id, default)).Select(change => change.Text).ToList();
        Assert.True(
            told.FindIndex(text => text.ToString().StartsWith("Reminder", StringComparison.Ordinal))
                < told.FindIndex(text => text.ToString().StartsWith("Escalated", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task After_the_escalation_the_other_group_decides_too()
    {
        Host.Settings["Approvals:EscalateTo"] = "group:management";
        await Host.Start();
        var waiting = await Waiting(Requests.Direct() with { Approval = ApprovalDemand.Required });
        var manager = new Approver("mia", [], ["management"]);
        Assert.IsType<ApprovalResult.NotAnApprover>(await Decide(waiting, manager));

        waiting = await Until(waiting.Onboarding, ApprovalEntryKind.Escalated);
        Assert.IsType<ApprovalResult.Done>(await Decide(waiting, manager));

        Assert.IsType<OnboardingOutcome.Completed>((await Host.UntilEnded(waiting.Onboarding)).Outcome);
    }

    [Fact]
    public async Task The_submitter_does_not_approve_under_four_eyes_and_a_stranger_never_does()
    {
        await Host.Start();
        var waiting = await Waiting(Requests.Direct() with { Approval = ApprovalDemand.Required });

        Assert.IsType<ApprovalResult.OwnRequest>(await Decide(waiting, new("Gena", ["Approver"], [])));
        Assert.IsType<ApprovalResult.NotAnApprover>(await Decide(waiting, new("otto", ["SalesAgent"], ["finance"])));
        Assert.IsType<ApprovalResult.NotCurrent>(
            await Decide(waiting with { Version = "what was seen last week" }, Lena)
        );

        Assert.Empty((await Approvals.Get(waiting.Onboarding, default))!.Decisions);
    }

    [Fact]
    public async Task A_deadline_is_moved_while_it_waits_and_a_kill_changes_nothing()
    {
        await Host.Start();
        var waiting = await Waiting(Requests.Direct() with { Approval = ApprovalDemand.Required });
        var later = waiting.ExpiresAt.AddDays(60);

        Assert.IsType<ApprovalResult.Done>(
            await Decisions.Move(waiting.Onboarding, new(null, null, later), "otto", default)
        );
        await Host.KillEngine();
        await Host.StartEngine();
        var record = await Host.UntilEnded(waiting.Onboarding);

        Assert.IsType<OnboardingOutcome.Expired>(record.Outcome);
        Assert.InRange(record.Since, later, later.AddHours(1));
        Assert.Contains(
            await Host.Records.Timeline(record.Id, default),
            change => change.Text.ToString().StartsWith("Moved by otto. End: ", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Killed_while_it_waits_and_approved_after_the_restart_it_goes_on()
    {
        await Host.Start();
        var waiting = await Waiting(Requests.Direct() with { Approval = ApprovalDemand.Required });

        await Host.KillEngine();
        await Host.StartEngine();
        Assert.IsType<ApprovalResult.Done>(await Decide(waiting, Lena));

        Assert.IsType<OnboardingOutcome.Completed>((await Host.UntilEnded(waiting.Onboarding)).Outcome);
        AssertEverythingOnce();
    }

    [Fact]
    public async Task A_decision_that_was_written_down_and_not_told_is_told_later()
    {
        await Host.Start();
        var waiting = await Waiting(Requests.Direct() with { Approval = ApprovalDemand.Required });
        // As a process leaves it that ends between the two.
        var decided = Assert.IsType<ApprovalResult.Done>(
            ApprovalStateMachine.Decide(waiting, Lena, Verdict.Approve, waiting.Version, null, Host.Clock.GetUtcNow())
        );
        await Approvals.Update(decided.Approval, default);

        Assert.Equal(1, await Decisions.RaisePendingEvents(default));
        var record = await Host.Until(waiting.Onboarding, record => record.Stage != "awaiting-approval");

        Assert.True(Host.Clock.GetUtcNow() < waiting.ExpiresAt);
        Assert.Equal(0, await Decisions.RaisePendingEvents(default));
        Assert.IsType<OnboardingOutcome.Completed>((await Host.UntilEnded(record.Id)).Outcome);
    }

    [Fact]
    public async Task Cancelled_while_it_waits_it_is_withdrawn_and_a_late_decision_is_told_so()
    {
        await Host.Start();
        var waiting = await Waiting(Requests.Direct() with { Approval = ApprovalDemand.Required });

        await Host.Cancel(waiting.Onboarding);
        var record = await Host.UntilEnded(waiting.Onboarding);

        Assert.IsType<OnboardingOutcome.Cancelled>(record.Outcome);
        Assert.Equal(
            ApprovalState.Withdrawn,
            Assert.IsType<ApprovalResult.Closed>(await Decide(waiting, Lena)).Approval.State
        );
        Assert.Empty(Simulator.Ledger.Effects);
    }

    [Fact]
    public async Task A_price_that_is_not_known_asks_for_approval_and_a_low_one_does_not()
    {
        Rule("TotalPriceFrom:EUR", "5000");
        await Host.Start();
        var unknown = await Waiting(Requests.Direct());
        Assert.Equal(["The total price is not known."], unknown.Reasons.Select(reason => reason.ToString()));
        await Decide(unknown, Lena);
        await Host.UntilEnded(unknown.Onboarding);

        var low = await Host.Onboard(
            Requests.Direct("Adventure Works") with
            {
                Subscriptions = [Requests.Line(Requests.BusinessBasic, 2)],
            }
        );
        var high = await Waiting(
            Requests.Direct("Coho Winery") with
            {
                Subscriptions = [Requests.Line(Requests.BusinessBasic, 250)],
            }
        );

        Assert.Null(await Approvals.Get(low.Id, default));
        Assert.Contains("EUR is 5,000.00 or more", high.Reasons.Single().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_scanner_that_opens_the_link_decides_nothing_and_its_person_decides_once()
    {
        await using var mail = await WebhookSubscriber.Start();
        await StartWithLena(mail.Url);
        var waiting = await Waiting(Requests.Direct() with { Approval = ApprovalDemand.Required });
        var token = Token(mail.Deliveries[0].Body);

        for (var opened = 0; opened < 3; opened++)
            Assert.Equal(
                waiting.Onboarding,
                Assert.IsType<LinkReading.Good>(await Links.Read(token, default)).Onboarding
            );
        Assert.Equal(ApprovalState.Pending, (await Approvals.Get(waiting.Onboarding, default))!.State);
        var lena = Assert.IsType<LinkReading.Good>(await Links.Read(token, default)).Approver;
        Assert.IsType<ApprovalResult.Done>(await Decide(waiting, lena));

        Assert.IsType<LinkReading.Spent>(await Links.Read(token, default));
        Assert.Equal("key:lena", (await Approvals.Get(waiting.Onboarding, default))!.Decisions.Single().By);
        Assert.IsType<OnboardingOutcome.Completed>((await Host.UntilEnded(waiting.Onboarding)).Outcome);
    }

    [Fact]
    public async Task A_link_expires_and_one_that_was_changed_is_none()
    {
        await using var mail = await WebhookSubscriber.Start();
        Host.Settings["Approvals:LinkLifetime"] = "4.00:00:00";
        await StartWithLena(mail.Url);
        var waiting = await Waiting(Requests.Direct() with { Approval = ApprovalDemand.Required });
        var token = Token(mail.Deliveries[0].Body);

        Assert.IsType<LinkReading.Invalid>(
            await Links.Read(token[..^2] + (token[^2] == 'A' ? "B" : "A") + token[^1], default)
        );
        Assert.IsType<LinkReading.Good>(await Links.Read(token, default));
        Host.Clock.Advance(TimeSpan.FromDays(4));

        Assert.IsType<LinkReading.Spent>(await Links.Read(token, default));
        Assert.Equal(ApprovalState.Pending, waiting.State);
    }

    [Fact]
    public async Task An_approver_who_cannot_be_told_does_not_hold_the_onboarding_up()
    {
        await using var mail = await WebhookSubscriber.Start(refusals: int.MaxValue);
        await StartWithLena(mail.Url);
        var waiting = await Waiting(
            Requests.Direct() with
            {
                Approval = ApprovalDemand.Required,
            },
            ApprovalEntryKind.Reminded
        );

        await Decide(waiting, Omar);

        Assert.IsType<OnboardingOutcome.Completed>((await Host.UntilEnded(waiting.Onboarding)).Outcome);
        Assert.Contains(
            await Host.Records.Timeline(waiting.Onboarding, default),
            change => change.Text.ToString() == "lena could not be told of it."
        );
    }

    private IApprovals Approvals => Host.Services.GetRequiredService<IApprovals>();

    private ApprovalService Decisions => Host.Services.GetRequiredService<ApprovalService>();

    private ApprovalLinks Links => Host.Services.GetRequiredService<ApprovalLinks>();

    private void Rule(string key, string value) => Host.Settings[$"Approvals:Rules:0:{key}"] = value;

    private Task StartWithLena(string url)
    {
        Host.Settings["Approvals:PublicAddress"] = "https://onboarding.example/";
        Host.Settings["Approvals:People:lena:Identity"] = "key:lena";
        Host.Settings["Approvals:People:lena:NotifyUrl"] = url;
        return Host.Start();
    }

    private Task<ApprovalResult> Decide(
        Approval approval,
        Approver approver,
        Verdict verdict = Verdict.Approve,
        string? comment = null
    ) => Decisions.Decide(approval.Onboarding, approver, verdict, approval.Version, comment, default);

    /// <summary>
    /// Submits and steps until it waits, and, where that is asked for, until the wait has brought something.
    /// </summary>
    private async Task<Approval> Waiting(OnboardingRequest request, ApprovalEntryKind? until = null)
    {
        var id = await Accepted(request);
        await Host.Until(id, record => record.Stage == "awaiting-approval");
        return until is { } kind ? await Until(id, kind) : (await Approvals.Get(id, default))!;
    }

    private async Task<Approval> Until(OnboardingId id, ApprovalEntryKind kind)
    {
        while (true)
        {
            // Looked at before the next step, which would bring more than was asked for.
            var approval = (await Approvals.Get(id, default))!;
            if (approval.Log.Any(entry => entry.Kind == kind))
                return approval;
            await Host.Until(id, record => record.Stage == "awaiting-approval");
        }
    }

    private static string Token(string body)
    {
        var link = JsonNode.Parse(body)!["data"]!["link"]!.GetValue<string>();
        Assert.StartsWith("https://onboarding.example/approval.html#", link, StringComparison.Ordinal);
        return link[(link.LastIndexOf('/') + 1)..];
    }
}
