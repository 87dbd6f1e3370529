using Microsoft.Extensions.DependencyInjection;
using Onboarding;
using Onboarding.Customers;
using PartnerCenter.Simulator;

namespace Scenarios;

public abstract partial class OnboardingScenarios
{
    [Fact]
    public async Task A_direct_customer_ends_with_tenant_agreement_and_active_subscription()
    {
        await Host.Start();

        var record = await Host.Onboard(Requests.Direct());

        var completed = Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        AssertEverythingOnce();
        Assert.Equal(Simulator.Ledger.Tenants[0].Id, completed.Exists.TenantId.ToString());
        Assert.Equal("attested", completed.Exists.Agreement!.How);
        Assert.Equal("active", Assert.Single(Simulator.Ledger.Subscriptions).Status);
        Assert.Equal(25, Assert.Single(completed.Exists.Subscriptions).Quantity);
        Assert.Equal("completed", record.Stage);
    }

    [Fact]
    public async Task A_reseller_s_customer_hangs_under_its_reseller_and_its_order_names_the_mpn_id()
    {
        await Host.Start();

        var record = await Host.Onboard(Requests.Indirect());

        Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        AssertEverythingOnce();
        Assert.Contains(
            SimulatedPartners.ResellerTenantId,
            Simulator.Ledger.Relationships.SelectMany(relationship => relationship.Resellers)
        );
        Assert.Equal(SimulatedPartners.ResellerMpnId, Assert.Single(Simulator.Ledger.Orders).LineItems[0].Reseller);
    }

    [Fact]
    public async Task Several_offers_become_one_order_with_a_subscription_each()
    {
        await Host.Start();

        var record = await Host.Onboard(
            Requests.Direct() with
            {
                Subscriptions = [Requests.Line(Requests.BusinessBasic, 5), Requests.Line(Requests.BusinessStandard, 7)],
            }
        );

        Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        Assert.Equal([5, 7], record.Exists.Subscriptions.Select(subscription => subscription.Quantity));
        Assert.Single(Simulator.Ledger.Orders);
    }

    [Fact]
    public async Task The_timeline_tells_every_stage_in_order_and_names_nobody()
    {
        await Host.Start();

        var record = await Host.Onboard(Requests.Indirect());

        var timeline = await Host.Records.Timeline(record.Id, default);
        Assert.Equal(
            [
                "validating",
                "checking-reseller",
                "creating-customer",
                "confirming-agreement",
                "linking-reseller",
                "ordering",
                "provisioning",
                "completed",
            ],
            timeline.Select(change => change.Stage).Distinct()
        );
        Assert.DoesNotContain(
            timeline,
            change =>
                change.Text.ToString().Contains("Soto", StringComparison.OrdinalIgnoreCase)
                || change.Text.ToString().Contains('@')
        );
    }

    [Fact]
    public async Task The_admin_password_is_in_the_vault_and_nowhere_else()
    {
        await Host.Start();

        var record = await Host.Onboard(Requests.Direct());

        var secret = await Host
            .Services.GetRequiredService<ISecretVault>()
            .Find(AdminCredentials.SecretName(record.Id), default);
        Assert.Contains("password", secret);
        Assert.All(
            await Host.Records.Timeline(record.Id, default),
            change => Assert.DoesNotContain("password", change.Text.ToString())
        );
    }

    [Fact]
    public async Task An_order_waits_for_microsoft_s_account_review()
    {
        await StartWithAccountReview(TimeSpan.FromDays(3));
        var started = Host.Clock.GetUtcNow();

        var record = await Host.Onboard(Requests.Direct());

        Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        Assert.True(Host.Clock.GetUtcNow() - started >= TimeSpan.FromDays(3));
        Assert.Contains(
            await Host.Records.Timeline(record.Id, default),
            change => change.Stage == "under-microsoft-review"
        );
    }

    [Fact]
    public async Task A_customer_without_offers_ends_after_the_agreement()
    {
        await Host.Start();

        var record = await Host.Onboard(Requests.Direct() with { Subscriptions = [] });

        Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        Assert.Empty(Simulator.Ledger.Orders);
        Assert.Single(Simulator.Ledger.Agreements);
    }
}
