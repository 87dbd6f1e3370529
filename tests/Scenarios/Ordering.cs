using Onboarding;
using Onboarding.Requests;
using Onboarding.Submission;
using PartnerCenter.Simulator;
using PartnerCenter.Simulator.Faults;

namespace Scenarios;

public abstract partial class OnboardingScenarios
{
    [Theory]
    [InlineData(400019, OrderPolicy.AllOrNothing)]
    [InlineData(400019, OrderPolicy.KeepWhatWorked)]
    [InlineData(13605, OrderPolicy.AllOrNothing)]
    [InlineData(13605, OrderPolicy.KeepWhatWorked)]
    [InlineData(800073, OrderPolicy.AllOrNothing)]
    [InlineData(800073, OrderPolicy.KeepWhatWorked)]
    public async Task A_group_that_is_put_right_is_ordered_and_what_was_bought_beside_it_is_not_bought_again(
        int code,
        OrderPolicy policy
    )
    {
        await Host.Start();
        RefuseOrder(Requests.MarketplaceBackup, code, times: 1);

        var record = await Host.Onboard(
            Requests.Direct() with
            {
                Subscriptions = [Requests.Line(Requests.BusinessBasic, 5), Requests.Marketplace()],
                Ordering = policy,
            }
        );

        Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        Assert.Equal(
            ["CFQ7TTC0LH18", "DZH318Z0F1QJ"],
            Simulator
                .Ledger.Orders.SelectMany(order => order.LineItems)
                .Select(line => line.CatalogItemId.Split(':')[0])
                .Order()
        );
        Assert.Equal(2, record.Exists.Orders.Count);
        Assert.Equal(2, Simulator.Ledger.Subscriptions.Count);
    }

    [Fact]
    public async Task A_second_cart_whose_answer_is_lost_for_good_is_undone_with_the_first()
    {
        await Host.Start();
        RefuseOrder(Requests.MarketplaceBackup, 400019, times: 1);
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
                Subscriptions = [Requests.Line(Requests.BusinessBasic, 5), Requests.Marketplace()],
            }
        );
        await Host.Until(id, _ => Simulator.Ledger.Orders.Count == 2);

        await Host.Cancel(id);
        var record = await Host.UntilEnded(id);

        Assert.IsType<OnboardingOutcome.Cancelled>(record.Outcome);
        Assert.Equal(
            ["deleted", "deleted"],
            Simulator.Ledger.Subscriptions.Select(subscription => subscription.Status)
        );
    }

    [Fact]
    public async Task An_add_on_is_ordered_once_its_base_is_provisioned()
    {
        await Host.Start(options =>
            options.With(
                SimulatedPartners.DirectBillTenantId,
                partner => partner with { OrderCompletionDelay = TimeSpan.FromMinutes(20) }
            )
        );

        var record = await Host.Onboard(
            Requests.Direct() with
            {
                Subscriptions = [Requests.TeamsPhone(), Requests.Line(Requests.BusinessBasic, 5)],
            }
        );

        Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        var orders = Simulator.Ledger.Orders.OrderBy(order => order.At).ToList();
        Assert.Equal(
            [Requests.BusinessBasic, "CFQ7TTC0LH0T"],
            orders.Select(order => order.LineItems.Single().CatalogItemId.Split(':')[0])
        );
        Assert.True(orders[1].At - orders[0].At >= TimeSpan.FromMinutes(20));
        Assert.Equal(2, record.Exists.Subscriptions.Count);
    }

    [Theory]
    [InlineData(OrderPolicy.AllOrNothing)]
    [InlineData(OrderPolicy.KeepWhatWorked)]
    public async Task A_base_that_fails_leaves_its_add_on_unordered(OrderPolicy policy)
    {
        await Host.Start();
        Simulator.Faults.Add(
            new SimulatedFault
            {
                Operation = "carts.checkout",
                Kind = FaultKind.OrderOutcome,
                Outcome = "error",
                Product = Requests.BusinessBasic,
            }
        );

        var record = await Host.Onboard(
            Requests.Direct() with
            {
                Subscriptions = [Requests.Line(Requests.BusinessBasic, 5), Requests.TeamsPhone()],
                Ordering = policy,
            }
        );

        var rolledBack = Assert.IsType<OnboardingOutcome.RolledBack>(record.Outcome);
        Assert.NotEmpty(rolledBack.Cause.Message);
        Assert.Single(Simulator.Ledger.Orders);
        Assert.DoesNotContain(
            Simulator.Ledger.Orders,
            order =>
                order.LineItems.Any(line => line.CatalogItemId.StartsWith("CFQ7TTC0LH0T", StringComparison.Ordinal))
        );
        Assert.Equal(1, Calls("carts.create"));
    }

    [Fact]
    public async Task What_worked_is_kept_when_asked_for_and_the_rest_is_owed()
    {
        await Host.Start();
        RefuseOrder(Requests.MarketplaceBackup, 800066);

        var record = await Host.Onboard(
            Requests.Direct() with
            {
                Subscriptions =
                [
                    Requests.Line(Requests.BusinessBasic, 5),
                    Requests.Marketplace(),
                    Requests.TeamsPhone(),
                ],
                Ordering = OrderPolicy.KeepWhatWorked,
            }
        );

        var needs = Assert.IsType<OnboardingOutcome.NeedsAttention>(record.Outcome);
        var task = (await Host.OpenTasks.Get(Assert.Single(needs.OpenTasks), default))!;
        Assert.Equal(ErrorCodes.LimitReached, task.ErrorCode);
        Assert.Contains(Requests.MarketplaceBackup, task.What.ToString());
        Assert.Equal(["active", "active"], Simulator.Ledger.Subscriptions.Select(subscription => subscription.Status));
        Assert.Equal(2, needs.Exists.Subscriptions.Count);
    }

    [Fact]
    public async Task A_bad_line_is_left_out_of_the_cart_when_what_works_is_kept()
    {
        await Host.Start();
        Simulator.Faults.Add(
            new SimulatedFault
            {
                Operation = "carts.create",
                Kind = FaultKind.LineError,
                Code = 10002,
                Product = Requests.BusinessStandard,
            }
        );

        var record = await Host.Onboard(
            Requests.Direct() with
            {
                Subscriptions = [Requests.Line(Requests.BusinessStandard, 3), Requests.Line(Requests.BusinessBasic, 5)],
                Ordering = OrderPolicy.KeepWhatWorked,
            }
        );

        var needs = Assert.IsType<OnboardingOutcome.NeedsAttention>(record.Outcome);
        Assert.Equal(
            ErrorCodes.CartLineRefused,
            (await Host.OpenTasks.Get(Assert.Single(needs.OpenTasks), default))!.ErrorCode
        );
        Assert.Equal(5, Assert.Single(Simulator.Ledger.Subscriptions).Quantity);
    }

    [Fact]
    public async Task An_order_that_fails_after_the_add_on_s_turn_came_undoes_both_waves()
    {
        await Host.Start();
        Simulator.Faults.Add(
            new SimulatedFault
            {
                Operation = "carts.checkout",
                Kind = FaultKind.OrderOutcome,
                Outcome = "error",
                Skip = 1,
            }
        );

        var record = await Host.Onboard(
            Requests.Direct() with
            {
                Subscriptions = [Requests.Line(Requests.BusinessBasic, 5), Requests.TeamsPhone()],
            }
        );

        Assert.IsType<OnboardingOutcome.RolledBack>(record.Outcome);
        Assert.Equal("deleted", Assert.Single(Simulator.Ledger.Subscriptions).Status);
        Assert.Equal(2, record.Exists.Orders.Count);
        Assert.True(record.Exists.Relationship);
    }

    [Fact]
    public async Task A_promotion_is_applied_where_the_customer_is_eligible_for_one()
    {
        await Host.Start();

        var record = await Host.Onboard(
            Requests.Direct() with
            {
                Subscriptions =
                [
                    Requests.Line(Requests.BusinessBasic, 5),
                    Requests.Line(Requests.BusinessStandard, 2),
                    Requests.Line(Requests.BusinessBasic, 3, "P3Y", "annual") with
                    {
                        Promotion = "none",
                    },
                ],
            }
        );

        Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        Assert.Equal(
            ["Promotion 39NFJQT1PJQB:0001:39NFJQT1Q5KN applies to line 1 (CFQ7TTC0LH18:0001, 5)."],
            (await Host.Records.Timeline(record.Id, default))
                .Select(change => change.Text.ToString())
                .Where(text => text.StartsWith("Promotion", StringComparison.Ordinal))
        );
        Assert.Contains(
            Simulator.Requests.Find("carts.create"),
            call => call.RequestBody?.Contains("39NFJQT1PJQB:0001:39NFJQT1Q5KN", StringComparison.Ordinal) == true
        );
    }

    [Fact]
    public async Task A_promotion_asked_for_by_name_that_cannot_be_had_is_not_bought_without_it()
    {
        await Host.Start();

        var record = await Host.Onboard(
            Requests.Direct() with
            {
                Subscriptions =
                [
                    Requests.Line(Requests.BusinessStandard, 2) with
                    {
                        Promotion = "39NFJQT1PJQB:0001:39NFJQT1Q5KN",
                    },
                ],
            }
        );

        Assert.Equal(
            ErrorCodes.PromotionNotEligible,
            Assert.IsType<OnboardingOutcome.RolledBack>(record.Outcome).Cause.Code
        );
        Assert.Equal(0, Calls("carts.create"));
    }

    [Fact]
    public async Task A_term_ends_on_the_day_that_was_asked_for()
    {
        await Host.Start();

        var record = await Host.Onboard(
            Requests.Direct() with
            {
                Subscriptions = [Requests.Line(Requests.BusinessBasic, 5) with { EndsOn = new DateOnly(2027, 3, 31) }],
            }
        );

        Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        Assert.Contains(
            Simulator.Requests.Find("carts.create"),
            call => call.RequestBody?.Contains("2027-03-31", StringComparison.Ordinal) == true
        );
    }

    [Fact]
    public async Task A_day_on_which_no_term_may_end_is_refused_with_those_that_are_near()
    {
        await Host.Start();

        var record = await Host.Onboard(
            Requests.Direct() with
            {
                Subscriptions = [Requests.Line(Requests.BusinessBasic, 5) with { EndsOn = new DateOnly(2027, 3, 17) }],
            }
        );

        var cause = Assert.IsType<OnboardingOutcome.RolledBack>(record.Outcome).Cause;
        Assert.Equal(ErrorCodes.EndDateNotAllowed, cause.Code);
        Assert.Contains("2027-03-31", cause.Message);
    }

    [Fact]
    public async Task An_order_waits_for_the_purchase_order_and_goes_on_when_it_is_there()
    {
        await Host.Start();
        var id = await Accepted(Requests.Direct() with { Subscriptions = [Requests.WithPurchaseOrder()] });
        var waiting = await Host.Until(id, record => record.Stage == "awaiting-purchase-order");
        Assert.Equal(Onboarding.Progress.Actor.Operator, waiting.WaitsFor);

        await Host.KillEngine();
        Simulator.Control.FinishOrder(waiting.Exists.Orders[0].Id, "po_upload_complete");
        await Host.StartEngine();
        await Host.Until(id, record => record.Stage == "provisioning");
        Simulator.Control.FinishOrder(waiting.Exists.Orders[0].Id, "completed");
        var record = await Host.UntilEnded(id);

        Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        Assert.Single(Simulator.Ledger.Orders);
    }

    [Fact]
    public async Task A_purchase_order_that_microsoft_rejects_undoes_the_order()
    {
        await Host.Start();
        var id = await Accepted(
            Requests.Direct() with
            {
                Subscriptions = [Requests.WithPurchaseOrder(), Requests.Line(Requests.BusinessBasic, 5)],
            }
        );
        var waiting = await Host.Until(id, record => record.Stage == "awaiting-purchase-order");

        Simulator.Control.FinishOrder(waiting.Exists.Orders[0].Id, "po_review_rejected");
        var record = await Host.UntilEnded(id);

        Assert.Equal(
            ErrorCodes.OrderNotCompleted,
            Assert.IsType<OnboardingOutcome.RolledBack>(record.Outcome).Cause.Code
        );
        Assert.DoesNotContain(Simulator.Ledger.Subscriptions, subscription => subscription.Status == "active");
    }

    [Fact]
    public async Task A_purchase_order_nobody_hands_in_expires_and_is_owed()
    {
        await Host.Start();

        var record = await Host.Onboard(Requests.Direct() with { Subscriptions = [Requests.WithPurchaseOrder()] });

        var needs = Assert.IsType<OnboardingOutcome.NeedsAttention>(record.Outcome);
        Assert.Equal(ErrorCodes.WaitExpired, needs.Cause!.Code);
        Assert.Contains("purchase order", (await Host.OpenTasks.Get(needs.OpenTasks[0], default))!.What.ToString());
    }

    [Fact]
    public async Task A_school_qualifies_before_its_offers_are_ordered()
    {
        await Host.Start(options => new SimulatorOptions
        {
            Clock = options.Clock,
            Partners = options.Partners,
            QualificationDelay = TimeSpan.FromDays(4),
        });
        var request = AsSchool(Requests.Direct());

        var record = await Host.Onboard(request with { Subscriptions = [Requests.FacultyLicences()] });

        Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        Assert.Equal(1, Effects("qualification"));
        Assert.True(Simulator.Ledger.Orders[0].At - Simulator.Ledger.Tenants[0].At >= TimeSpan.FromDays(4));
        Assert.Contains(
            await Host.Records.Timeline(record.Id, default),
            change => change is { Stage: "awaiting-qualification", WaitsFor: Onboarding.Progress.Actor.Microsoft }
        );
    }

    [Fact]
    public async Task A_qualification_that_is_denied_while_the_server_is_down_rolls_back()
    {
        await Host.Start(options => new SimulatorOptions
        {
            Clock = options.Clock,
            Partners = options.Partners,
            QualificationDelay = null,
        });
        var id = await Accepted(AsSchool(Requests.Direct()) with { Subscriptions = [Requests.FacultyLicences()] });
        var waiting = await Host.Until(id, record => record.Stage == "awaiting-qualification");

        await Host.KillEngine();
        Simulator.Control.DecideQualification(
            waiting.Exists.TenantId.ToString()!,
            "Education",
            approved: false,
            reason: "Not a school."
        );
        await Host.StartEngine();
        var record = await Host.UntilEnded(id);

        var cause = Assert.IsType<OnboardingOutcome.RolledBack>(record.Outcome).Cause;
        Assert.Equal(ErrorCodes.QualificationDenied, cause.Code);
        Assert.Contains("Not a school.", cause.Message);
        Assert.Empty(Simulator.Ledger.Orders);
    }

    [Fact]
    public async Task A_qualification_nobody_decides_expires()
    {
        await Host.Start(options => new SimulatorOptions
        {
            Clock = options.Clock,
            Partners = options.Partners,
            QualificationDelay = null,
        });

        var record = await Host.Onboard(
            AsSchool(Requests.Direct()) with
            {
                Subscriptions = [Requests.FacultyLicences()],
            }
        );

        Assert.Contains("qualification", Assert.IsType<OnboardingOutcome.Expired>(record.Outcome).WaitedFor.ToString());
        Assert.True(record.Exists.Relationship);
    }

    [Fact]
    public async Task An_offer_for_schools_is_refused_at_once_without_a_qualification()
    {
        await Host.Start();

        var refused = Assert.IsType<SubmissionResult.Refused>(
            await Host.Submit(Requests.Direct() with { Subscriptions = [Requests.FacultyLicences()] })
        );

        Assert.Equal(ErrorCodes.SegmentNotAllowed, Assert.Single(refused.Findings).Code);
    }

    private static OnboardingRequest AsSchool(OnboardingRequest request) =>
        request with
        {
            Customer = request.Customer with
            {
                Qualification = new QualificationSection(
                    CustomerQualificationKind.Education,
                    CustomerEducationSegment.K12
                ),
            },
        };
}
