using Microsoft.Extensions.DependencyInjection;
using Onboarding;
using Onboarding.Customers;
using Onboarding.Submission;
using PartnerCenter.Simulator.Faults;

namespace Scenarios;

public abstract partial class OnboardingScenarios
{
    [Fact]
    public async Task A_cancelled_onboarding_stops_at_once_though_Partner_Center_does_not_answer()
    {
        await Host.Start();
        Simulator.Faults.Add(
            new SimulatedFault { Operation = "relationships.ofCustomer", Kind = FaultKind.BadGateway }
        );
        Simulator.Faults.Add(new SimulatedFault { Operation = "agreements.create", Kind = FaultKind.BadGateway });
        var id = await Accepted(Requests.Direct());
        await Host.Until(id, record => record.ErrorCode is ErrorCodes.Unavailable or ErrorCodes.NoAnswer);
        var called = Host.Clock.GetUtcNow();

        await Host.Cancel(id);
        var record = await Host.UntilEnded(id);

        Assert.IsType<OnboardingOutcome.Cancelled>(record.Outcome);
        Assert.True(
            (await Host.Records.Timeline(id, default)).First(change => change.Stage == "undoing").At - called
                < TimeSpan.FromSeconds(30)
        );
    }

    [Fact]
    public async Task An_undo_whose_sign_in_is_refused_waits_and_goes_on_by_itself()
    {
        await StartWithAccountReview(TimeSpan.FromDays(10));
        var id = await Accepted(Requests.Direct());
        await Host.Until(id, record => record.Stage == "under-microsoft-review");
        Refuse("customers.removeRelationship", 403, 900308, times: 3);

        await Host.Cancel(id, removeRelationship: true);
        var record = await Host.UntilEnded(id);

        Assert.IsType<OnboardingOutcome.Cancelled>(record.Outcome);
        Assert.False(record.Exists.Relationship);
        Assert.Contains(await Host.Records.Timeline(id, default), change => change.Stage == "awaiting-operator");
        Assert.Equal(1, Effects("relationshipRemoved"));
    }

    [Fact]
    public async Task An_undo_that_Partner_Center_does_not_answer_for_an_hour_is_done_afterwards()
    {
        await StartWithAccountReview(TimeSpan.FromDays(10));
        var id = await Accepted(Requests.Direct());
        await Host.Until(id, record => record.Stage == "under-microsoft-review");
        Simulator.Faults.Add(
            new SimulatedFault
            {
                Operation = "customers.removeRelationship",
                Kind = FaultKind.BadGateway,
                Count = 40,
            }
        );

        await Host.Cancel(id, removeRelationship: true);
        var record = await Host.UntilEnded(id);

        Assert.IsType<OnboardingOutcome.Cancelled>(record.Outcome);
        Assert.Equal(1, Effects("relationshipRemoved"));
    }

    [Fact]
    public async Task The_same_submission_twice_is_one_onboarding()
    {
        await Host.Start();
        var first = await Accepted(Requests.Direct());
        var again = await Host.Submit(Requests.Direct());

        Assert.Equal(first, Assert.IsType<SubmissionResult.Repeated>(again).Record.Id);
        await Host.UntilEnded(first);
        Assert.NotNull(Assert.IsType<SubmissionResult.Repeated>(await Host.Submit(Requests.Direct())).Record.Outcome);
        AssertEverythingOnce();
    }

    [Fact]
    public async Task The_same_reference_with_another_body_is_a_conflict_and_changes_nothing()
    {
        await Host.Start();
        var first = await Accepted(Requests.Direct());

        var other = await Host.Submit(
            Requests.Direct() with
            {
                Subscriptions = [Requests.Line(Requests.BusinessBasic, 1)],
            }
        );

        Assert.IsType<SubmissionResult.Conflict>(other);
        Assert.Equal(25, (await Host.UntilEnded(first)).Exists.Subscriptions[0].Quantity);
        AssertEverythingOnce();
    }

    [Fact]
    public async Task The_same_reference_with_a_corrected_body_goes_on_with_the_tenant_that_is_there()
    {
        await Host.Start();
        Simulator.Faults.Add(
            new SimulatedFault
            {
                Operation = "carts.create",
                Kind = FaultKind.LineError,
                Code = 10002,
                Count = 1,
            }
        );
        var first = await Host.Onboard(Requests.Direct());
        Assert.IsType<OnboardingOutcome.RolledBack>(first.Outcome);
        var corrected = Requests.Direct() with { Subscriptions = [Requests.Line(Requests.BusinessBasic, 3)] };

        var second = await Host.Onboard(corrected);

        Assert.NotEqual(first.Id, second.Id);
        Assert.IsType<OnboardingOutcome.Completed>(second.Outcome);
        Assert.Equal(first.Exists.TenantId, second.Exists.TenantId);
        Assert.Equal(0, Calls("relationships.request"));
        Assert.Equal(
            first.Id,
            Assert.IsType<SubmissionResult.Repeated>(await Host.Submit(Requests.Direct())).Record.Id
        );
        Assert.Equal(second.Id, Assert.IsType<SubmissionResult.Repeated>(await Host.Submit(corrected)).Record.Id);
        Assert.IsType<SubmissionResult.Conflict>(
            await Host.Submit(Requests.Direct() with { Subscriptions = [Requests.Line(Requests.BusinessBasic, 4)] })
        );
        AssertEverythingOnce();
    }

    [Fact]
    public async Task Ten_identical_submissions_at_once_are_one_onboarding()
    {
        await Host.Start();

        var results = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => Task.Run(() => Host.Submit(Requests.Direct())))
        );

        Assert.Single(results.OfType<SubmissionResult.Accepted>());
        Assert.Equal(9, results.OfType<SubmissionResult.Repeated>().Count());
        await Host.UntilEnded(results.OfType<SubmissionResult.Accepted>().Single().Record.Id);
        AssertEverythingOnce();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cancelled_onboarding_ends_the_relationship_only_when_that_is_asked_for(bool asked)
    {
        await StartWithAccountReview(TimeSpan.FromDays(10));
        var id = await Accepted(Requests.Direct());
        await Host.Until(id, record => record.Stage == "under-microsoft-review");

        await Host.Cancel(id, removeRelationship: asked);
        var record = await Host.UntilEnded(id);

        var cancelled = Assert.IsType<OnboardingOutcome.Cancelled>(record.Outcome);
        Assert.Equal("otto", cancelled.By);
        Assert.Equal(!asked, record.Exists.Relationship);
        Assert.Equal(asked ? 1 : 0, Effects("relationshipRemoved"));
        Assert.Contains(
            cancelled.Remains,
            text => text.ToString().Contains("wingtiptoys.onmicrosoft.com", StringComparison.Ordinal)
        );
        Assert.Empty(Simulator.Ledger.Agreements);
    }

    [Fact]
    public async Task A_review_that_never_ends_expires_and_is_undone()
    {
        await StartWithAccountReview(TimeSpan.FromDays(400));

        var record = await Host.Onboard(Requests.Direct());

        Assert.IsType<OnboardingOutcome.Expired>(record.Outcome);
        Assert.True(record.Exists.Relationship);
    }

    [Fact]
    public async Task A_refused_sign_in_waits_for_an_operator_and_goes_on_when_resumed()
    {
        await Host.Start();
        Refuse("carts.create", 403, 900308);
        var id = await Accepted(Requests.Direct());
        var stopped = await Host.Until(id, record => record.Stage == "awaiting-operator");
        Assert.Equal(ErrorCodes.Unauthorized, stopped.ErrorCode);

        Simulator.Faults.Clear();
        await Host.Resume(id);
        var record = await Host.UntilEnded(id);

        Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        AssertEverythingOnce();
    }

    [Fact]
    public async Task A_refused_sign_in_that_is_mended_goes_on_by_itself()
    {
        await Host.Start();
        Refuse("carts.create", 403, 900308, times: 3);

        var record = await Host.Onboard(Requests.Direct());

        Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        Assert.Contains(await Host.Records.Timeline(record.Id, default), change => change.Stage == "awaiting-operator");
        AssertEverythingOnce();
    }

    [Fact]
    public async Task A_refresh_token_that_is_expired_for_an_hour_holds_the_onboarding_up_and_no_more()
    {
        await StartWithAccountReview(TimeSpan.FromDays(2));
        var vault = Host.Services.GetRequiredService<ISecretVault>();
        var name = $"{ScenarioHost.CredentialName}-refresh-token";
        var id = await Accepted(Requests.Direct());
        await Host.Until(id, record => record.Stage == "under-microsoft-review");
        Simulator.Control.RevokeRefreshToken((await vault.Get(name, default))!);
        var stopped = await Host.Until(id, record => record.Stage == "awaiting-operator");
        await Host.Until(id, _ => Host.Clock.GetUtcNow() - stopped.Since >= TimeSpan.FromHours(1));

        // Somebody has signed in again; nobody touches the onboarding.
        await Host.Services.GetRequiredService<ISecretVault>().Set(name, "another refresh token", default);
        var record = await Host.UntilEnded(id);

        Assert.Equal(ErrorCodes.Unauthorized, stopped.ErrorCode);
        Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        AssertEverythingOnce();
    }

    [Fact]
    public async Task A_sign_in_nobody_mends_is_undone_as_far_as_it_can_be()
    {
        await Host.Start();
        Refuse("carts.create", 403, 900308);

        var record = await Host.Onboard(Requests.Direct());

        Assert.IsType<OnboardingOutcome.Expired>(record.Outcome);
        Assert.True(record.Exists.Relationship);
    }
}
