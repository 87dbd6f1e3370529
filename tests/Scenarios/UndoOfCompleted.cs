using Microsoft.Extensions.DependencyInjection;
using Onboarding;
using Onboarding.CancellationWindow;
using Onboarding.Progress;
using Onboarding.Requests;
using PartnerCenter.Simulator;

namespace Scenarios;

public abstract partial class OnboardingScenarios
{
    private UndoCompletedService UndoService => Host.Services.GetRequiredService<UndoCompletedService>();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_completed_onboarding_is_undone_inside_its_cancellation_window(bool withRelationship)
    {
        await Host.Start();
        var completed = await Host.Onboard(Requests.Direct());
        Assert.NotNull(completed.Exists.CancellationAllowedUntil());

        Assert.True(await UndoService.UndoCompleted(completed, "otto", withRelationship, default));
        Assert.True(await UndoService.UndoCompleted(completed, "otto", withRelationship, default));
        await Host.UntilQuiet();

        var record = (await Host.Records.Get(completed.Id, default))!;
        Assert.Equal("otto", Assert.IsType<OnboardingOutcome.UndoneOnRequest>(record.Outcome).By);
        Assert.Equal("taken-back", record.Stage);
        Assert.Equal("deleted", Assert.Single(Simulator.Ledger.Subscriptions).Status);
        Assert.Equal(!withRelationship, record.Exists.Relationship);
        Assert.Equal(withRelationship ? 1 : 0, Effects("relationshipRemoved"));
        Assert.Null(record.Exists.CancellationAllowedUntil());
    }

    [Fact]
    public async Task After_the_window_an_undo_turns_the_renewal_off_and_says_what_to_choose_by_when()
    {
        await Host.Start();
        var completed = await Host.Onboard(Requests.Direct());
        Host.Clock.Advance(TimeSpan.FromDays(8));

        Assert.True(await UndoService.UndoCompleted(completed, "otto", removeRelationship: false, default));
        await Host.UntilQuiet();

        var record = (await Host.Records.Get(completed.Id, default))!;
        var needs = Assert.IsType<OnboardingOutcome.NeedsAttention>(record.Outcome);
        var subscription = Assert.Single(Simulator.Ledger.Subscriptions);
        Assert.Equal(("active", false), (subscription.Status, subscription.AutoRenew));
        var task = (await Host.OpenTasks.Get(Assert.Single(needs.OpenTasks), default))!;
        Assert.Contains(
            $"{subscription.Id} is past its cancellation window",
            task.What.ToString(),
            StringComparison.OrdinalIgnoreCase
        );
        Assert.Contains("before 2027-", task.What.ToString(), StringComparison.Ordinal);

        await Host.SettleOpenTask(task.Id, "Chosen in Partner Center.");
        await Host.UntilQuiet();
        Assert.IsType<OnboardingOutcome.UndoneOnRequest>((await Host.Records.Get(completed.Id, default))!.Outcome);
    }

    [Fact]
    public async Task An_undo_that_is_refused_is_an_open_task_and_done_when_it_is_retried()
    {
        await Host.Start();
        var completed = await Host.Onboard(Requests.Direct());
        Refuse("subscriptions.update", 400, 3000, times: 1);

        await UndoService.UndoCompleted(completed, "otto", removeRelationship: false, default);
        await Host.UntilQuiet();
        var needs = Assert.IsType<OnboardingOutcome.NeedsAttention>(
            (await Host.Records.Get(completed.Id, default))!.Outcome
        );
        await Host.RetryOpenTask(Assert.Single(needs.OpenTasks));
        await Host.UntilQuiet();

        Assert.IsType<OnboardingOutcome.UndoneOnRequest>((await Host.Records.Get(completed.Id, default))!.Outcome);
        Assert.Equal("deleted", Assert.Single(Simulator.Ledger.Subscriptions).Status);
    }

    [Fact]
    public async Task Software_that_a_retry_cancels_is_not_active_in_the_record_any_more()
    {
        await Host.Start();
        var completed = await Host.Onboard(Requests.Direct() with { Subscriptions = [Requests.Software()] });
        Refuse("orders.patch", 400, 3000, times: 1);
        await UndoService.UndoCompleted(completed, "otto", removeRelationship: false, default);
        await Host.UntilQuiet();
        var needs = Assert.IsType<OnboardingOutcome.NeedsAttention>(
            (await Host.Records.Get(completed.Id, default))!.Outcome
        );

        await Host.RetryOpenTask(Assert.Single(needs.OpenTasks));
        await Host.UntilQuiet();

        var record = (await Host.Records.Get(completed.Id, default))!;
        Assert.IsType<OnboardingOutcome.UndoneOnRequest>(record.Outcome);
        Assert.DoesNotContain(record.Exists.Subscriptions, subscription => subscription.IsBilled);
        Assert.Equal(1, Effects("orderCancelled"));
    }

    [Fact]
    public async Task Killed_in_the_middle_of_an_undo_it_undoes_the_rest()
    {
        await Host.Start();
        var completed = await Host.Onboard(
            Requests.Direct() with
            {
                Subscriptions = [Requests.Line(Requests.BusinessBasic, 5), Requests.Marketplace()],
            }
        );
        LoseAnswers("subscriptions.update", times: 2);

        await UndoService.UndoCompleted(completed, "otto", removeRelationship: false, default);
        await Host.UntilCalled("subscriptions.update");
        await Host.KillEngine();
        await Host.StartEngine();
        await Host.UntilQuiet();

        Assert.IsType<OnboardingOutcome.UndoneOnRequest>((await Host.Records.Get(completed.Id, default))!.Outcome);
        Assert.All(Simulator.Ledger.Subscriptions, subscription => Assert.Equal("deleted", subscription.Status));
    }

    [Fact]
    public async Task Of_an_onboarding_that_did_not_complete_only_the_relationship_can_be_removed()
    {
        await Host.Start(options =>
            options.With(
                SimulatedPartners.DirectBillTenantId,
                partner => partner with { AccountReview = AccountReviewMode.Reject }
            )
        );
        var ended = await Host.Onboard(Requests.Direct());

        Assert.False(await UndoService.UndoCompleted(ended, "otto", removeRelationship: false, default));
        Assert.True(await UndoService.RemoveRelationship(ended, "otto", default));
        await Host.UntilQuiet();

        var record = (await Host.Records.Get(ended.Id, default))!;
        Assert.IsType<OnboardingOutcome.RolledBack>(record.Outcome);
        Assert.False(record.Exists.Relationship);
        Assert.Equal(1, Effects("relationshipRemoved"));
    }

    [Fact]
    public async Task A_line_that_is_to_end_with_its_term_is_not_renewed_and_leaves_a_task()
    {
        await Host.Start();

        var record = await Host.Onboard(
            Requests.Direct() with
            {
                Subscriptions =
                [
                    Requests.Line(Requests.BusinessBasic, 5),
                    Requests.Line(Requests.BusinessStandard, 3) with
                    {
                        AtTermEnd = AtTermEnd.Cancel,
                    },
                ],
            }
        );

        var needs = Assert.IsType<OnboardingOutcome.NeedsAttention>(record.Outcome);
        Assert.IsType<OnboardingOutcome.Completed>(needs.Underlying);
        Assert.Equal(
            [(3, false), (5, true)],
            Simulator.Ledger.Subscriptions.Select(one => (one.Quantity, one.AutoRenew)).Order()
        );
        Assert.Contains(
            "Cancel at end of term",
            (await Host.OpenTasks.Get(Assert.Single(needs.OpenTasks), default))!.What.ToString(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_submitter_is_reminded_a_day_before_the_window_closes_when_asked_for(bool asked)
    {
        await Host.Start();

        var completed = await Host.Onboard(Requests.Direct() with { RemindBeforeWindowCloses = asked ? true : null });
        var until = completed.Exists.CancellationAllowedUntil()!.Value;
        await Host.UntilQuiet();

        var reminders = (await Host.Records.Timeline(completed.Id, default))
            .Where(change => change.Text.ToString().StartsWith("Reminder: ", StringComparison.Ordinal))
            .ToList();
        Assert.Equal(asked ? 1 : 0, reminders.Count);
        Assert.All(
            reminders,
            reminder => Assert.InRange(until - reminder.At, TimeSpan.FromHours(23), TimeSpan.FromHours(24))
        );
        Assert.IsType<OnboardingOutcome.Completed>((await Host.Records.Get(completed.Id, default))!.Outcome);
    }

    [Fact]
    public async Task A_retry_after_the_window_writes_what_is_billed_and_leaves_a_task_for_it()
    {
        await Host.Start();
        var completed = await Host.Onboard(Requests.Direct());
        Refuse("subscriptions.update", 400, 3000, times: 1);
        await UndoService.UndoCompleted(completed, "otto", removeRelationship: false, default);
        await Host.UntilQuiet();
        var first = Assert.Single(
            Assert
                .IsType<OnboardingOutcome.NeedsAttention>((await Host.Records.Get(completed.Id, default))!.Outcome)
                .OpenTasks
        );
        Host.Clock.Advance(TimeSpan.FromDays(8));

        await Host.RetryOpenTask(first);
        await Host.UntilQuiet();

        Assert.Equal(OpenTaskState.Done, (await Host.OpenTasks.Get(first, default))!.State);
        var record = (await Host.Records.Get(completed.Id, default))!;
        var left = Assert.Single(Assert.IsType<OnboardingOutcome.NeedsAttention>(record.Outcome).OpenTasks);
        Assert.NotEqual(first, left);
        Assert.Equal("Active", Assert.Single(record.Exists.Subscriptions).Status);
    }
}
