using Microsoft.Extensions.DependencyInjection;
using Onboarding;
using Onboarding.Progress;
using Onboarding.Submission;
using PartnerCenter.Simulator;
using PartnerCenter.Simulator.Faults;

namespace Scenarios;

public abstract partial class OnboardingScenarios
{
    [Fact]
    public async Task A_reseller_that_has_not_signed_is_refused_before_anything_permanent()
    {
        await Host.Start();
        Refuse("relationships.mpaStatus", 400, 2206);
        var result = await Host.Submit(Requests.Indirect());

        Assert.IsType<SubmissionResult.Refused>(result);
        Assert.Empty(Simulator.Ledger.Tenants);
    }

    [CountsCalls]
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_reseller_that_withdraws_after_the_submission_rejects_the_onboarding(int skipped)
    {
        await Host.Start();
        Simulator.Faults.Add(
            new SimulatedFault
            {
                Operation = "relationships.mpaStatus",
                Kind = FaultKind.Refuse,
                Code = 2206,
                Status = 400,
                Skip = skipped,
            }
        );

        var record = await Host.Onboard(Requests.Indirect());

        Assert.IsType<OnboardingOutcome.Rejected>(record.Outcome);
        Assert.Empty(Simulator.Ledger.Tenants);
    }

    [Fact]
    public async Task A_domain_taken_by_somebody_else_meanwhile_rejects_the_onboarding()
    {
        await Host.Start();
        Refuse("customers.create", 400, 27100);

        var record = await Host.Onboard(Requests.Direct());

        var rejected = Assert.IsType<OnboardingOutcome.Rejected>(record.Outcome);
        Assert.Equal(ErrorCodes.DomainTaken, record.ErrorCode);
        Assert.Null(rejected.Exists.TenantId);
        Assert.Equal(0, Effects("relationshipRemoved"));
    }

    [Fact]
    public async Task A_customer_microsoft_does_not_allow_is_rolled_back_and_the_tenant_remains()
    {
        await Host.Start(options =>
            options.With(
                SimulatedPartners.DirectBillTenantId,
                partner => partner with { AccountReview = AccountReviewMode.Reject }
            )
        );

        var record = await Host.Onboard(Requests.Direct());

        var rolledBack = Assert.IsType<OnboardingOutcome.RolledBack>(record.Outcome);
        Assert.Equal(ErrorCodes.AccountNotAllowed, rolledBack.Cause.Code);
        Assert.Contains(
            rolledBack.Remains,
            text => text.ToString().Contains("wingtiptoys.onmicrosoft.com", StringComparison.Ordinal)
        );
        Assert.True(rolledBack.Exists.Relationship);
        Assert.Equal(0, Effects("relationshipRemoved"));
        Assert.Empty(Simulator.Ledger.Agreements);
    }

    [Fact]
    public async Task A_cart_with_a_bad_line_orders_nothing()
    {
        await Host.Start();
        Simulator.Faults.Add(
            new SimulatedFault
            {
                Operation = "carts.create",
                Kind = FaultKind.LineError,
                Code = 10002,
            }
        );

        var record = await Host.Onboard(Requests.Direct());

        var rolledBack = Assert.IsType<OnboardingOutcome.RolledBack>(record.Outcome);
        Assert.Equal(ErrorCodes.CartLineRefused, rolledBack.Cause.Code);
        Assert.Empty(Simulator.Ledger.Orders);
        Assert.Contains(rolledBack.Remains, text => text.ToString().Contains("agreement", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refused_order_leaves_no_active_subscription()
    {
        await Host.Start();
        Refuse("carts.checkout", 403, 800066);

        var record = await Host.Onboard(Requests.Direct());

        Assert.IsType<OnboardingOutcome.RolledBack>(record.Outcome);
        Assert.DoesNotContain(Simulator.Ledger.Subscriptions, subscription => subscription.Status == "active");
    }

    [Fact]
    public async Task A_checkout_that_refuses_one_group_undoes_the_other()
    {
        await Host.Start();
        RefuseOrder(Requests.MarketplaceBackup, 800066);

        var record = await Host.Onboard(
            Requests.Direct() with
            {
                Subscriptions = [Requests.Line(Requests.BusinessBasic, 5), Requests.Marketplace()],
            }
        );

        var rolledBack = Assert.IsType<OnboardingOutcome.RolledBack>(record.Outcome);
        Assert.Equal(ErrorCodes.LimitReached, rolledBack.Cause.Code);
        Assert.Equal("deleted", Assert.Single(Simulator.Ledger.Subscriptions).Status);
        Assert.True(rolledBack.Exists.Relationship);
    }

    [Fact]
    public async Task What_an_undo_takes_back_at_Microsoft_is_in_the_audit_log()
    {
        await Host.Start();
        RefuseOrder(Requests.MarketplaceBackup, 800066);

        var record = await Host.Onboard(
            Requests.Direct() with
            {
                Subscriptions = [Requests.Line(Requests.BusinessBasic, 5), Requests.Marketplace()],
            }
        );

        var entries = await Host.Services.GetRequiredService<IAuditLog>().For(record.Id.Value, default);
        var cancelled = Assert.Single(entries, entry => entry.Action == "subscription.cancelled");
        Assert.Equal($"{record.Exists.TenantId} {Assert.Single(Simulator.Ledger.Subscriptions).Id}", cancelled.Detail);
        Assert.NotNull(cancelled.CorrelationId);
        Assert.DoesNotContain(entries, entry => entry.Action == "customer.relationship-removed");
    }

    [Fact]
    public async Task An_order_that_ends_in_error_is_undone()
    {
        await Host.Start();
        Simulator.Faults.Add(
            new SimulatedFault
            {
                Operation = "carts.checkout",
                Kind = FaultKind.OrderOutcome,
                Outcome = "error",
            }
        );

        var record = await Host.Onboard(Requests.Direct());

        Assert.IsType<OnboardingOutcome.RolledBack>(record.Outcome);
        Assert.DoesNotContain(Simulator.Ledger.Subscriptions, subscription => subscription.Status == "active");
    }

    [Fact]
    public async Task In_the_sandbox_the_undo_deletes_the_tenant()
    {
        await Host.Start(options =>
            options.With(
                ScenarioPartners.SandboxTenantId,
                partner => partner with { AccountReview = AccountReviewMode.Reject }
            )
        );

        var record = await Host.Onboard(Requests.Direct(partner: "sandbox"));

        var rolledBack = Assert.IsType<OnboardingOutcome.RolledBack>(record.Outcome);
        Assert.Null(rolledBack.Exists.TenantId);
        Assert.Empty(Simulator.Ledger.Tenants);
    }

    [Fact]
    public async Task Past_the_cancellation_window_the_subscription_is_suspended_and_owed()
    {
        await Host.Start(options =>
            options.With(
                SimulatedPartners.DirectBillTenantId,
                partner =>
                    partner with
                    {
                        CancellationWindow = TimeSpan.FromSeconds(1),
                        OrderCompletionDelay = TimeSpan.FromMinutes(10),
                    }
            )
        );
        RefuseOrder(Requests.MarketplaceBackup, 800066);

        var record = await Host.Onboard(
            Requests.Direct() with
            {
                Subscriptions = [Requests.Line(Requests.BusinessBasic, 5), Requests.Marketplace()],
            }
        );

        var needs = Assert.IsType<OnboardingOutcome.NeedsAttention>(record.Outcome);
        var subscription = Assert.Single(Simulator.Ledger.Subscriptions);
        Assert.Equal("suspended", subscription.Status);
        Assert.False(subscription.AutoRenew);
        Assert.Contains("billed until", (await Host.OpenTasks.Get(needs.OpenTasks[0], default))!.What.ToString());
    }

    [Fact]
    public async Task Perpetual_software_is_cancelled_through_its_order()
    {
        await Host.Start();
        RefuseOrder(Requests.MarketplaceBackup, 800066);

        var record = await Host.Onboard(
            Requests.Direct() with
            {
                Subscriptions = [Requests.Software(), Requests.Marketplace()],
            }
        );

        Assert.IsType<OnboardingOutcome.RolledBack>(record.Outcome);
        Assert.Equal(1, Effects("orderCancelled"));
    }

    [Fact]
    public async Task An_undo_that_is_refused_becomes_an_openTask_that_can_be_retried()
    {
        await StartWithAccountReview(TimeSpan.FromDays(10));
        Refuse("customers.removeRelationship", 400, 3000, times: 1);
        var id = await Accepted(Requests.Direct());
        await Host.Until(id, record => record.Stage == "under-microsoft-review");

        await Host.Cancel(id, removeRelationship: true);
        var record = await Host.UntilEnded(id);

        var needs = Assert.IsType<OnboardingOutcome.NeedsAttention>(record.Outcome);
        var openTask = await Host.OpenTasks.Get(Assert.Single(needs.OpenTasks), default);
        Assert.Equal("partner-center.3000", openTask!.ErrorCode);
        await Host.RetryOpenTask(openTask.Id);
        await Host.UntilQuiet();
        Assert.Equal(OpenTaskState.Done, (await Host.OpenTasks.Get(openTask.Id, default))!.State);
        Assert.Equal(1, Effects("relationshipRemoved"));
        var after = (await Host.Records.Get(id, default))!;
        Assert.False(after.Exists.Relationship);
        Assert.Equal("otto", Assert.IsType<OnboardingOutcome.Cancelled>(after.Outcome).By);
    }
}
