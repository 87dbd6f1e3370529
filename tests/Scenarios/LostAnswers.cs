using Microsoft.Extensions.DependencyInjection;
using Onboarding;
using Onboarding.Customers;
using PartnerCenter.Simulator;
using PartnerCenter.Simulator.Faults;

namespace Scenarios;

public abstract partial class OnboardingScenarios
{
    /// <summary>Every call that changes something, or that the next step hangs on.</summary>
    public static TheoryData<string, FaultKind> EveryCallAndEveryWayToLoseItsAnswer()
    {
        string[] operations =
        [
            "tokens.issue",
            "relationships.list",
            "relationships.mpaStatus",
            "customers.create",
            "customers.validationStatus",
            "agreements.directSignStatus",
            "agreements.list",
            "agreements.metadata",
            "agreements.create",
            "relationships.ofCustomer",
            "carts.create",
            "carts.checkout",
            "orders.get",
            "subscriptions.get",
        ];
        var data = new TheoryData<string, FaultKind>();
        foreach (var operation in operations)
        {
            foreach (
                var kind in new[]
                {
                    FaultKind.TimeoutBeforeCommit,
                    FaultKind.TimeoutAfterCommit,
                    FaultKind.Throttle,
                    FaultKind.Error500,
                    FaultKind.BadGateway,
                    FaultKind.Truncated,
                }
            )
            {
                data.Add(operation, kind);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(EveryCallAndEveryWayToLoseItsAnswer))]
    public async Task A_lost_answer_leaves_every_effect_once(string operation, FaultKind kind)
    {
        await Host.Start();
        var request = Requests.Indirect();
        var accepted = await SubmitAndArm(
            request,
            new SimulatedFault
            {
                Operation = operation,
                Kind = kind,
                Count = 3,
                RetryAfterSeconds = kind == FaultKind.Throttle ? 30 : null,
            }
        );

        var record = await Host.UntilEnded(accepted);

        Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        AssertEverythingOnce();
    }

    [Fact]
    public async Task A_tenant_whose_creation_was_not_answered_is_found_when_the_onboarding_is_called_off()
    {
        await Host.Start(options =>
            options.With(
                SimulatedPartners.DirectBillTenantId,
                partner => partner with { VisibilityLag = TimeSpan.FromMinutes(4) }
            )
        );
        LoseAnswers("customers.create");
        var id = await Accepted(Requests.Direct());
        await Host.UntilCalled("customers.create");

        await Host.Cancel(id);
        var record = await Host.UntilEnded(id);

        Assert.IsType<OnboardingOutcome.Cancelled>(record.Outcome);
        Assert.Equal(Simulator.Ledger.Tenants.Single().Id, record.Exists.TenantId.ToString());
        Assert.True(record.Exists.Relationship);
        Assert.Equal(0, Effects("relationshipRemoved"));
    }

    [Fact]
    public async Task A_tenant_that_may_have_been_created_and_never_shows_is_owed()
    {
        await Host.Start(options =>
            options.With(
                SimulatedPartners.DirectBillTenantId,
                partner => partner with { VisibilityLag = TimeSpan.FromDays(10) }
            )
        );
        LoseAnswers("customers.create");
        var id = await Accepted(Requests.Direct());
        await Host.UntilCalled("customers.create");

        await Host.Cancel(id);
        var record = await Host.UntilEnded(id);

        var task = (
            await Host.OpenTasks.Get(
                Assert.Single(Assert.IsType<OnboardingOutcome.NeedsAttention>(record.Outcome).OpenTasks),
                default
            )
        )!;
        Assert.Contains("wingtiptoys.onmicrosoft.com is taken", task.What.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_customer_created_without_an_answer_keeps_its_password()
    {
        await Host.Start();
        LoseAnswers("customers.create", times: 2);

        var record = await Host.Onboard(Requests.Direct());

        Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        Assert.NotNull(
            await Host.Services.GetRequiredService<ISecretVault>().Find(AdminCredentials.SecretName(record.Id), default)
        );
        Assert.Single(Simulator.Requests.Find("customers.create").Select(call => call.RequestId).Distinct());
    }

    [Fact]
    public async Task A_password_lost_with_its_answer_is_owed_and_the_customer_is_there()
    {
        await Host.Start(options =>
            options.With(
                SimulatedPartners.DirectBillTenantId,
                partner => partner with { ReplayOmitsCredentials = true }
            )
        );
        LoseAnswers("customers.create", times: 1);

        var record = await Host.Onboard(Requests.Direct());

        var needs = Assert.IsType<OnboardingOutcome.NeedsAttention>(record.Outcome);
        Assert.Equal(
            ErrorCodes.CredentialsLost,
            (await Host.OpenTasks.Get(Assert.Single(needs.OpenTasks), default))!.ErrorCode
        );
        Assert.NotNull(needs.Exists.TenantId);
        AssertEverythingOnce();
    }

    [Fact]
    public async Task A_domain_taken_by_our_own_half_created_tenant_is_adopted()
    {
        await Host.Start(options => new SimulatorOptions
        {
            Clock = options.Clock,
            ReplayRetention = TimeSpan.Zero,
            Partners = options.Partners,
        });
        LoseAnswers("customers.create", times: 1);

        var record = await Host.Onboard(Requests.Direct());

        Assert.NotNull(record.Exists.TenantId);
        AssertEverythingOnce();
        Assert.Contains(Simulator.Requests.Find("customers.create"), call => call.Status == 400);
    }

    [Fact]
    public async Task An_agreement_that_is_there_already_is_done()
    {
        await Host.Start(options => new SimulatorOptions
        {
            Clock = options.Clock,
            ReplayRetention = TimeSpan.Zero,
            Partners = options.Partners,
        });
        LoseAnswers("agreements.create", times: 1);

        var record = await Host.Onboard(Requests.Direct());

        Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        Assert.Equal("alreadyAttested", record.Exists.Agreement!.How);
        Assert.Single(Simulator.Ledger.Agreements);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_checkout_whose_answer_is_lost_buys_once(bool secondCheckoutIsRefused)
    {
        await Host.Start(options => new SimulatorOptions
        {
            Clock = options.Clock,
            ReplayRetention = TimeSpan.Zero,
            Partners =
            [
                SimulatedPartners.DirectBill with
                {
                    AttestationMode = AttestationMode.Both,
                    RefuseSecondCheckout = secondCheckoutIsRefused,
                    OrderListLag = TimeSpan.FromMinutes(15),
                },
            ],
        });
        LoseAnswers("carts.checkout", times: 2);

        var record = await Host.Onboard(Requests.Direct());

        Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        AssertEverythingOnce();
    }

    [Fact]
    public async Task A_catalog_that_ages_between_cart_and_checkout_gets_a_new_cart()
    {
        await Host.Start();
        Simulator.Faults.Add(
            new SimulatedFault
            {
                Operation = "carts.checkout",
                Kind = FaultKind.StaleCatalog,
                Count = 2,
            }
        );

        var record = await Host.Onboard(Requests.Direct());

        Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        Assert.True(Calls("carts.create") > 1);
        AssertEverythingOnce();
    }

    [Fact]
    public async Task A_cancelled_onboarding_whose_checkout_was_not_answered_leaves_nothing_active()
    {
        await Host.Start(options =>
            options.With(
                SimulatedPartners.DirectBillTenantId,
                partner => partner with { OrderListLag = TimeSpan.FromMinutes(15) }
            )
        );
        LoseAnswers("carts.checkout");
        var id = await Accepted(Requests.Direct());
        await Host.Until(id, _ => Calls("carts.checkout") > 0);
        await Host.Cancel(id);

        var record = await Host.UntilEnded(id);

        Assert.IsType<OnboardingOutcome.Cancelled>(record.Outcome);
        Assert.All(Simulator.Ledger.Subscriptions, subscription => Assert.Equal("deleted", subscription.Status));
        Assert.Single(Simulator.Ledger.Subscriptions);
        Assert.True(record.Exists.Relationship);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    public async Task What_an_unanswered_checkout_ordered_is_taken_back_though_its_cart_is_not_found(int times)
    {
        await Host.Start(options =>
            options.With(
                SimulatedPartners.DirectBillTenantId,
                partner => partner with { OrderListLag = TimeSpan.FromMinutes(15) }
            )
        );
        LoseAnswers("carts.checkout");
        var id = await Accepted(Requests.Direct());
        await Host.Until(id, _ => Calls("carts.checkout") > 0);
        Refuse("carts.get", 404, 800008, times: times);
        await Host.Cancel(id);

        var record = await Host.UntilEnded(id);

        Assert.IsType<OnboardingOutcome.Cancelled>(record.Outcome);
        Assert.Equal("deleted", Assert.Single(Simulator.Ledger.Subscriptions).Status);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Of_two_subscriptions_one_is_cancelled_though_the_other_is_never_found(int hidden)
    {
        await Host.Start();
        LoseAnswers("carts.checkout");
        var id = await Accepted(
            Requests.Direct() with
            {
                Subscriptions =
                [
                    Requests.Line(Requests.BusinessBasic, 25),
                    Requests.Line(Requests.BusinessStandard, 3),
                ],
            }
        );
        await Host.Until(id, _ => Simulator.Ledger.Subscriptions.Count == 2);
        var path = $"subscriptions/{Simulator.Ledger.Subscriptions[hidden].Id}";
        Host.BeforeCall = call =>
        {
            if (
                call.Method == HttpMethod.Get
                && call.RequestUri!.AbsolutePath.EndsWith(path, StringComparison.OrdinalIgnoreCase)
            )
                Refuse("subscriptions.get", 404, 20003, times: 1);
        };
        await Host.Cancel(id);

        var record = await Host.UntilEnded(id);

        Assert.IsType<OnboardingOutcome.NeedsAttention>(record.Outcome);
        Assert.Equal("deleted", Simulator.Ledger.Subscriptions[1 - hidden].Status);
    }

    [Fact]
    public async Task An_unanswered_checkout_of_an_add_on_is_taken_back_though_its_cart_is_not_found_and_its_base_was_bought()
    {
        await Host.Start(options =>
            options.With(
                SimulatedPartners.DirectBillTenantId,
                partner => partner with { OrderListLag = TimeSpan.FromMinutes(8) }
            )
        );
        Simulator.Faults.Add(
            new SimulatedFault
            {
                Operation = "carts.checkout",
                Kind = FaultKind.TimeoutAfterCommit,
                Skip = 1,
            }
        );
        var id = await Accepted(
            Requests.Direct() with
            {
                Subscriptions = [Requests.Line(Requests.BusinessBasic, 5), Requests.TeamsPhone()],
            }
        );
        await Host.Until(id, _ => Simulator.Ledger.Orders.Count == 2);
        Refuse("carts.get", 404, 800008);
        await Host.Cancel(id);

        var record = await Host.UntilEnded(id);

        Assert.IsType<OnboardingOutcome.Cancelled>(record.Outcome);
        Assert.Equal(2, Simulator.Ledger.Subscriptions.Count);
        Assert.All(Simulator.Ledger.Subscriptions, subscription => Assert.Equal("deleted", subscription.Status));
    }

    [Theory]
    [InlineData("orders.get", 20000)]
    [InlineData("subscriptions.get", 20003)]
    public async Task What_was_bought_is_not_taken_back_because_it_is_not_found_for_a_while(string operation, int code)
    {
        await Host.Start();
        Refuse(operation, 404, code, times: 5);

        var record = await Host.Onboard(Requests.Direct());

        Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        Assert.Equal("active", Assert.Single(Simulator.Ledger.Subscriptions).Status);
    }

    [Theory]
    [InlineData("customers.removeRelationship", 1)]
    [InlineData("customers.get", 2)]
    public async Task A_relationship_that_is_not_found_while_it_is_removed_is_removed_all_the_same(
        string operation,
        int times
    )
    {
        await Host.Start();
        Simulator.Faults.Add(new SimulatedFault { Operation = "carts.checkout", Kind = FaultKind.TimeoutBeforeCommit });
        var id = await Accepted(Requests.Direct());
        await Host.Until(id, _ => Calls("carts.checkout") > 0);
        Refuse(operation, 404, 60003, times: times);
        if (operation != "customers.removeRelationship")
            Refuse("customers.removeRelationship", 404, 60003, times: 1);
        await Host.Cancel(id, removeRelationship: true);

        var record = await Host.UntilEnded(id);

        Assert.False(record.Exists.Relationship);
        Assert.All(Simulator.Ledger.Relationships, relationship => Assert.False(relationship.Active));
    }

    private async Task<OnboardingId> Accepted(Onboarding.Requests.OnboardingRequest request) =>
        Assert.IsType<Onboarding.Submission.SubmissionResult.Accepted>(await Host.Submit(request)).Record.Id;

    // The submission's own checks meet the fault too when it is armed before; armed after, the engine may be past the
    // call already. Both are fine: what counts is the end.
    private async Task<OnboardingId> SubmitAndArm(Onboarding.Requests.OnboardingRequest request, SimulatedFault fault)
    {
        var onlyInTheRun =
            fault.Operation
            is "customers.create"
                or "agreements.create"
                or "carts.create"
                or "carts.checkout"
                or "orders.get"
                or "subscriptions.get";
        if (onlyInTheRun)
            Simulator.Faults.Add(fault);
        var id = await Accepted(request);
        if (!onlyInTheRun)
            Simulator.Faults.Add(fault);
        return id;
    }
}
