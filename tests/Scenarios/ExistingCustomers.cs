using Microsoft.Extensions.DependencyInjection;
using Onboarding;
using Onboarding.Customers;
using Onboarding.Requests;
using Onboarding.Submission;
using PartnerCenter.Simulator;

namespace Scenarios;

public abstract partial class OnboardingScenarios
{
    private const string Acceptance = "reseller-relationship-accepted-by-customer";

    [Fact]
    public async Task An_existing_customer_accepts_and_is_sold_to_without_being_created()
    {
        await Host.Start();
        var tenant = Simulator.Control.AddTenant("northwind.example", "Northwind Traders GmbH", "DE");
        var id = await Accepted(Requests.Existing());
        var waiting = await UntilInvited(id);
        Assert.Contains(SimulatedPartners.DirectBillTenantId, waiting.Exists.Invitation!.Url);
        Assert.Contains(waiting.Exists.Invitation.Url, CustomerMail.Of(waiting)!.Text);

        Simulator.Control.AcceptInvitation(tenant, SimulatedPartners.DirectBillTenantId);
        var record = await Host.UntilEnded(id);

        var completed = Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        Assert.Equal(tenant, completed.Exists.TenantId.ToString());
        Assert.Null(completed.Exists.Invitation);
        Assert.Equal(0, Calls("customers.create"));
        Assert.Equal("active", Assert.Single(Simulator.Ledger.Subscriptions).Status);
        Assert.Single(Simulator.Ledger.Agreements);
    }

    [Fact]
    public async Task An_invitation_accepted_while_the_server_is_down_is_seen_afterwards()
    {
        await Host.Start();
        var tenant = Simulator.Control.AddTenant("northwind.example", "Northwind Traders GmbH", "DE");
        var id = await Accepted(Requests.Existing());
        await UntilInvited(id);

        await Host.KillEngine();
        Simulator.Control.AcceptInvitation(tenant, SimulatedPartners.DirectBillTenantId);
        await Host.StartEngine();
        var record = await Host.UntilEnded(id);

        Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        Assert.Single(Simulator.Ledger.Orders);
    }

    [Fact]
    public async Task An_event_of_the_acceptance_is_looked_after_at_once_and_may_come_twice()
    {
        await Host.Start();
        var tenant = Simulator.Control.AddTenant("northwind.example", "Northwind Traders GmbH", "DE");
        var id = await Accepted(Requests.Existing());
        var waiting = await UntilInvited(id);
        await Host.Until(id, _ => Host.Clock.GetUtcNow() - waiting.Since > TimeSpan.FromDays(1));

        Simulator.Control.AcceptInvitation(tenant, SimulatedPartners.DirectBillTenantId);
        var accepted = Host.Clock.GetUtcNow();
        var told = await RaiseEvent(tenant);
        await RaiseEvent(tenant);
        var record = await Host.UntilEnded(id);

        Assert.Equal([id], told);
        Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        var timeline = await Host.Records.Timeline(id, default);
        Assert.True(
            timeline
                .First(change => change.Text.ToString().StartsWith("The customer accepted", StringComparison.Ordinal))
                .At - accepted
                < TimeSpan.FromSeconds(10)
        );
        Assert.Single(Simulator.Ledger.Orders);
    }

    [Fact]
    public async Task An_invitation_accepted_by_the_wrong_tenant_is_an_open_task_with_both_names_and_stays_open()
    {
        await Host.Start();
        var right = Simulator.Control.AddTenant("northwind.example", "Northwind Traders GmbH", "DE");
        var wrong = Simulator.Control.AddTenant("fabrikam.example", "Fabrikam AG", "DE");
        var id = await Accepted(Requests.Existing());
        await UntilInvited(id);

        Simulator.Control.AcceptInvitation(wrong, SimulatedPartners.DirectBillTenantId);
        await RaiseEvent(wrong);
        var warned = await Host.Until(id, record => record.ErrorCode == ErrorCodes.WrongTenant);
        Assert.Equal("awaiting-customer-acceptance", warned.Stage);
        Assert.Empty(Simulator.Ledger.Orders);
        Simulator.Control.AcceptInvitation(right, SimulatedPartners.DirectBillTenantId);
        var record = await Host.UntilEnded(id);

        var needs = Assert.IsType<OnboardingOutcome.NeedsAttention>(record.Outcome);
        var what = (await Host.OpenTasks.Get(Assert.Single(needs.OpenTasks), default))!.What;
        Assert.Contains("Northwind Traders GmbH", what.ToString());
        Assert.Contains("Fabrikam AG", what.ToString());
        Assert.Equal(right, needs.Exists.TenantId.ToString());
        Assert.Equal(right, Assert.Single(Simulator.Ledger.Orders).CustomerId);
        Assert.DoesNotContain(
            await Host.Records.Timeline(id, default),
            change => change.Text.ToString().Contains("Fabrikam", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_namesake_that_accepts_is_found_without_any_news_and_is_not_sold_to()
    {
        await Host.Start();
        Simulator.Control.AddTenant("northwind.example", "Northwind Traders GmbH", "DE");
        var sameName = Simulator.Control.AddTenant("northwind-traders.example", "Northwind Traders GmbH", "US");
        var id = await Accepted(Requests.Existing());
        await UntilInvited(id);

        Simulator.Control.AcceptInvitation(sameName, SimulatedPartners.DirectBillTenantId);
        var record = await Host.UntilEnded(id);

        var needs = Assert.IsType<OnboardingOutcome.NeedsAttention>(record.Outcome);
        Assert.Equal(ErrorCodes.WaitExpired, needs.Cause!.Code);
        Assert.Equal(
            ErrorCodes.WrongTenant,
            (await Host.OpenTasks.Get(Assert.Single(needs.OpenTasks), default))!.ErrorCode
        );
        Assert.Empty(Simulator.Ledger.Orders);
        Assert.Equal(0, Effects("relationshipRemoved"));
    }

    [Fact]
    public async Task A_customer_that_accepts_between_two_looks_is_not_taken_for_its_namesake()
    {
        await Host.Start();
        var tenant = Simulator.Control.AddTenant("northwind.example", "Northwind Traders GmbH", "DE");
        var id = await Accepted(Requests.Existing());
        await UntilInvited(id);

        // Asked for by its domain it is not there yet; asked for by its name, right after, it is.
        Host.BeforeCall = call =>
        {
            if (
                !Uri.UnescapeDataString(call.RequestUri!.Query)
                    .Contains("CompanyName", StringComparison.OrdinalIgnoreCase)
            )
                return;
            Host.BeforeCall = null;
            Simulator.Control.AcceptInvitation(tenant, SimulatedPartners.DirectBillTenantId);
        };
        var record = await Host.UntilEnded(id);

        Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        Assert.Empty((await Host.OpenTasks.List(null, id, 10, null, default)).Items);
    }

    [Fact]
    public async Task An_invitation_nobody_accepts_is_reminded_of_and_expires()
    {
        await Host.Start();
        Simulator.Control.AddTenant("northwind.example", "Northwind Traders GmbH", "DE");

        var record = await Host.Onboard(Requests.Existing());

        var expired = Assert.IsType<OnboardingOutcome.Expired>(record.Outcome);
        Assert.Contains("relationship", expired.WaitedFor.ToString());
        Assert.Null(expired.Exists.Invitation);
        var timeline = await Host.Records.Timeline(record.Id, default);
        Assert.Equal(
            9,
            timeline.Count(change => change.Text.ToString().StartsWith("Reminder", StringComparison.Ordinal))
        );
        Assert.Empty(Simulator.Ledger.Agreements);
    }

    [Fact]
    public async Task An_existing_customer_of_a_reseller_is_invited_with_it_and_hangs_under_it()
    {
        await Host.Start();
        var tenant = Simulator.Control.AddTenant("northwind.example", "Northwind Traders GmbH", "DE");
        var id = await Accepted(
            Requests.Existing("default") with
            {
                Reseller = new ResellerSection(Guid.Parse(SimulatedPartners.ResellerTenantId)),
            }
        );
        var waiting = await UntilInvited(id);
        Assert.Contains($"msppId={SimulatedPartners.ResellerMpnId}", waiting.Exists.Invitation!.Url);

        Simulator.Control.AcceptInvitation(
            tenant,
            SimulatedPartners.IndirectProviderTenantId,
            SimulatedPartners.ResellerTenantId
        );
        var record = await Host.UntilEnded(id);

        Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        Assert.Equal(0, Calls("customers.create"));
        Assert.Equal(SimulatedPartners.ResellerMpnId, Assert.Single(Simulator.Ledger.Orders).LineItems[0].Reseller);
    }

    [Fact]
    public async Task A_stranger_s_prefix_is_refused_with_free_ones_of_which_each_can_be_taken()
    {
        await Host.Start();
        Simulator.Control.AddTenant("wingtiptoys.onmicrosoft.com", "Wingtip Toys GmbH", "DE");

        var refused = Assert.IsType<SubmissionResult.Refused>(await Host.Submit(Requests.Direct()));
        var taken = Assert.Single(refused.Findings);
        Assert.Equal(
            (ErrorCodes.DomainTaken, "/customer/domainPrefix", FindingSeverity.Error),
            (taken.Code, taken.Path, taken.Severity)
        );
        var free = taken.Suggestion!.Split(" | ");
        Assert.Equal(3, free.Distinct().Count());
        var record = await Host.Onboard(
            Requests.Direct() with
            {
                Customer = Requests.Direct().Customer with { DomainPrefix = free[^1] },
            }
        );

        Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        Assert.Equal($"{free[^1]}.onmicrosoft.com", record.Exists.Domain);
        Assert.Equal(0, Calls("relationships.request"));
    }

    [CountsCalls]
    [Theory]
    [InlineData("domains.check", 2)]
    [InlineData("customers.create", 0)]
    public async Task A_prefix_that_a_stranger_takes_after_the_validation_rejects_the_onboarding_and_nobody_is_asked(
        string operation,
        int before
    )
    {
        await using var mail = new MailServer();
        foreach (var (key, value) in mail.Settings)
            Host.Settings[key] = value;
        await Host.Start();
        // Once at the submission, once at the validation; then the other tenant is faster.
        Host.BeforeCall = call =>
        {
            var isIt =
                operation == "domains.check"
                    ? call.Method == HttpMethod.Head
                    : call.Method == HttpMethod.Post && call.RequestUri!.AbsolutePath == "/v1/customers";
            if (!isIt || Calls(operation) < before)
                return;
            Host.BeforeCall = null;
            Simulator.Control.AddTenant("wingtiptoys.onmicrosoft.com", "Wingtip Toys of another", "DE");
        };

        var record = await Host.Onboard(Requests.Direct());
        await Host.UntilQuiet();

        var rejected = Assert.IsType<OnboardingOutcome.Rejected>(record.Outcome);
        Assert.Equal(ErrorCodes.DomainTaken, record.ErrorCode);
        Assert.Contains(
            "wingtiptoys.onmicrosoft.com",
            Assert.Single(rejected.Reasons).ToString(),
            StringComparison.Ordinal
        );
        Assert.Equal(0, Calls("relationships.request"));
        Assert.Empty(mail.Messages);
        Assert.DoesNotContain(
            await Host.Records.Timeline(record.Id, default),
            change => change.Stage == "awaiting-customer-acceptance"
        );
        Assert.Null(rejected.Exists.TenantId);
        Assert.Empty(Simulator.Ledger.Effects);
    }

    [Theory]
    [InlineData(null, "nobody.example")]
    [InlineData("0f9d5c0a-7d9c-4a7f-8f55-1f6f5f1d2a3b", null)]
    public async Task An_existing_customer_that_no_tenant_is_cannot_be_asked(string? tenant, string? domain)
    {
        await Host.Start();

        var refused = Assert.IsType<SubmissionResult.Refused>(
            await Host.Submit(
                Requests.Existing() with
                {
                    Customer = new CustomerSection
                    {
                        Kind = CustomerKind.Existing,
                        TenantId = tenant is null ? null : Guid.Parse(tenant),
                        Domain = domain,
                    },
                }
            )
        );

        Assert.Equal(ErrorCodes.TenantUnknown, Assert.Single(refused.Findings).Code);
        Assert.Equal(0, Calls("relationships.request"));
    }

    [Fact]
    public async Task An_existing_customer_that_accepts_without_its_reseller_is_sold_to_and_the_link_is_owed()
    {
        await Host.Start();
        var tenant = Simulator.Control.AddTenant("northwind.example", "Northwind Traders GmbH", "DE");
        var id = await Accepted(
            Requests.Existing("default") with
            {
                Reseller = new ResellerSection(Guid.Parse(SimulatedPartners.ResellerTenantId)),
            }
        );
        await UntilInvited(id);

        Simulator.Control.AcceptInvitation(tenant, SimulatedPartners.IndirectProviderTenantId);
        var record = await Host.UntilEnded(id);

        var needs = Assert.IsType<OnboardingOutcome.NeedsAttention>(record.Outcome);
        Assert.Contains(
            SimulatedPartners.ResellerTenantId,
            (await Host.OpenTasks.Get(Assert.Single(needs.OpenTasks), default))!.What.ToString()
        );
        Assert.Equal(SimulatedPartners.ResellerMpnId, Assert.Single(Simulator.Ledger.Orders).LineItems[0].Reseller);
    }

    [Fact]
    public async Task A_customer_that_is_ours_already_is_neither_created_nor_invited()
    {
        await Host.Start();
        var tenant = Simulator.Control.AddTenant("northwind.example", "Northwind Traders GmbH", "DE");
        Simulator.Control.AcceptInvitation(tenant, SimulatedPartners.DirectBillTenantId);

        var record = await Host.Onboard(
            Requests.Existing() with
            {
                Customer = new CustomerSection { Kind = CustomerKind.Existing, TenantId = Guid.Parse(tenant) },
            }
        );

        Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        Assert.Equal(0, Calls("relationships.request") + Calls("customers.create"));
        Assert.Single(Simulator.Ledger.Orders);
    }

    [Fact]
    public async Task A_customer_whose_earlier_onboarding_was_rolled_back_goes_on_with_its_tenant()
    {
        await Host.Start(options =>
            options.With(
                SimulatedPartners.DirectBillTenantId,
                partner => partner with { AccountReview = AccountReviewMode.Reject }
            )
        );
        var first = await Host.Onboard(Requests.Direct());
        Assert.IsType<OnboardingOutcome.RolledBack>(first.Outcome);
        Simulator.Control.FinishAccountReview(first.Exists.TenantId.ToString()!, allowed: true);

        var record = await Host.Onboard(Requests.Direct() with { Reference = "CRM-again" });

        Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        Assert.Equal(first.Exists.TenantId, record.Exists.TenantId);
        Assert.Equal(0, Calls("relationships.request"));
        Assert.Single(Simulator.Ledger.Tenants);
    }

    [Fact]
    public async Task What_an_existing_customer_had_before_survives_an_undo()
    {
        await Host.Start(options =>
            options.With(SimulatedPartners.DirectBillTenantId, partner => partner with { RefuseSecondCheckout = true })
        );
        var first = await Host.Onboard(Requests.Direct());
        var tenant = first.Exists.TenantId!.Value;
        // The answer to the checkout is lost until the onboarding is called off.
        LoseAnswers("carts.checkout");
        var id = await Accepted(
            Requests.Existing() with
            {
                Customer = new CustomerSection { Kind = CustomerKind.Existing, TenantId = tenant },
                Subscriptions = [Requests.Line(Requests.BusinessStandard, 3)],
            }
        );
        await Host.Until(id, _ => Simulator.Ledger.Orders.Count == 2);
        await Host.Cancel(id);
        var record = await Host.UntilEnded(id);

        Assert.IsType<OnboardingOutcome.Cancelled>(record.Outcome);
        Assert.Equal(
            ["active", "deleted"],
            Simulator.Ledger.Subscriptions.Select(subscription => subscription.Status).Order()
        );
        Assert.Equal(
            "active",
            Simulator.Ledger.Subscriptions.Single(subscription => subscription.Quantity == 25).Status
        );
        Assert.Equal(0, Effects("relationshipRemoved"));
        Assert.True(record.Exists.Relationship);
    }

    [Fact]
    public async Task An_existing_customer_in_the_sandbox_is_refused_at_once()
    {
        await Host.Start(options => options.With(ScenarioPartners.SandboxTenantId, partner => partner));

        var refused = Assert.IsType<SubmissionResult.Refused>(await Host.Submit(Requests.Existing("sandbox")));

        Assert.Equal(ErrorCodes.NoRelationshipRequests, Assert.Single(refused.Findings).Code);
    }

    [Fact]
    public async Task An_invitation_called_off_leaves_nothing_behind()
    {
        await Host.Start();
        Simulator.Control.AddTenant("northwind.example", "Northwind Traders GmbH", "DE");
        var id = await Accepted(Requests.Existing());
        await UntilInvited(id);

        await Host.Cancel(id);
        var record = await Host.UntilEnded(id);

        Assert.IsType<OnboardingOutcome.Cancelled>(record.Outcome);
        Assert.Equal(
            ProvisionedResources.Empty with
            {
                Orders = record.Exists.Orders,
                Subscriptions = record.Exists.Subscriptions,
            },
            record.Exists
        );
        Assert.Empty(Simulator.Ledger.Effects);
    }

    private Task<Onboarding.Progress.OnboardingRecord> UntilInvited(OnboardingId id) =>
        Host.Until(id, record => record.Stage == "awaiting-customer-acceptance");

    private Task<IReadOnlyList<OnboardingId>> RaiseEvent(string tenant, string name = Acceptance) =>
        Host
            .Services.GetRequiredService<WaitingOnboardingNotifier>()
            .Tell("direct", name, $"https://api.partnercenter.microsoft.com/v1/customers/{tenant}", default);
}
