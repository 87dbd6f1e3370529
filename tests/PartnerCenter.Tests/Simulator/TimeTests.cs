using System.Globalization;
using PartnerCenter.Simulator;

namespace PartnerCenter.Tests.Simulator;

/// <summary>What only time does: lags, expiry, reviews, windows, renewals; by a clock that jumps.</summary>
public sealed class TimeTests
{
    [Fact]
    public async Task A_review_ends_by_itself_or_when_it_is_told_to()
    {
        await using var lab = await Lab.Start();
        lab.Switch(p =>
            p with
            {
                AccountReview = AccountReviewMode.Review,
                AccountReviewDelay = TimeSpan.FromHours(30),
            }
        );
        var customer = await lab.Customer();
        Task<Reply> Status() => lab.Get($"/v1/customers/{customer}/validationStatus?type=account");
        Assert.Equal("UnderReview", (await Status()).Text("status"));
        lab.Host.Control.StepClock(TimeSpan.FromHours(31));
        Assert.Equal("Allowed", (await Status()).Text("status"));
        lab.Host.Control.FinishAccountReview(customer, allowed: false);
        Assert.Equal("NotAllowed", (await Status()).Text("status"));
    }

    [Fact]
    public async Task A_new_customer_is_there_by_id_before_it_is_anywhere_else()
    {
        await using var lab = await Lab.Start();
        lab.Switch(p => p with { VisibilityLag = TimeSpan.FromSeconds(30) });
        var customer = await lab.Customer();
        Assert.Equal(200, (await lab.Get($"/v1/customers/{customer}")).Status);
        Assert.Empty((await lab.Get("/v1/customers")).Body!["items"]!.AsArray());
        Assert.Equal(60003, (await lab.Attest(customer)).Code);
        Assert.Equal(20002, (await lab.Cart(customer)).Code);
        lab.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Single((await lab.Get("/v1/customers")).Body!["items"]!.AsArray());
        Assert.Equal(201, (await lab.Attest(customer)).Status);
    }

    [Fact]
    public async Task An_order_is_read_by_id_at_once_and_listed_late()
    {
        await using var lab = await Lab.Start();
        lab.Switch(p =>
            p with
            {
                OrderListLag = TimeSpan.FromMinutes(15),
                OrderCompletionDelay = TimeSpan.FromMinutes(5),
            }
        );
        var customer = await lab.Customer();
        await lab.Attest(customer);
        var order = (await lab.Checkout(customer, (await lab.Cart(customer)).Text("id"))).Body!["orders"]![0]![
            "id"
        ]!.GetValue<string>();
        Assert.Equal("pending", (await lab.Get($"/v1/customers/{customer}/orders/{order}")).Text("status"));
        Assert.Empty((await lab.Get($"/v1/customers/{customer}/orders")).Body!["items"]!.AsArray());
        lab.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Single((await lab.Get($"/v1/customers/{customer}/subscriptions")).Body!["items"]!.AsArray());
        Assert.Empty(
            (await lab.Get($"/v1/customers/{customer}/subscriptions?order_id={order}")).Body!["items"]!.AsArray()
        );
        lab.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Single((await lab.Get($"/v1/customers/{customer}/orders")).Body!["items"]!.AsArray());
        Assert.Single(
            (await lab.Get($"/v1/customers/{customer}/subscriptions?order_id={order}")).Body!["items"]!.AsArray()
        );
    }

    [Fact]
    public async Task A_cart_expires_and_an_ordered_one_does_not()
    {
        await using var lab = await Lab.Start();
        var customer = await lab.Customer();
        await lab.Attest(customer);
        var (left, ordered) = ((await lab.Cart(customer)).Text("id"), (await lab.Cart(customer)).Text("id"));
        await lab.Checkout(customer, ordered);
        lab.Host.Control.StepClock(TimeSpan.FromDays(8));
        Assert.Equal((404, 800008), await CodeOf(lab.Checkout(customer, left)));
        Assert.Equal(201, (await lab.Checkout(customer, ordered)).Status);
        Assert.Single(lab.Host.Ledger.Orders);
    }

    [Fact]
    public async Task A_subscription_is_cancelled_inside_its_window_and_suspended_after_it()
    {
        await using var lab = await Lab.Start();
        var (customer, _, subscription) = await lab.Bought();
        var path = $"/v1/customers/{customer}/subscriptions/{subscription}";
        lab.Host.Control.StepClock(TimeSpan.FromDays(8));
        Assert.Equal((400, 900117), await CodeOf(lab.Send("PATCH", path, new { status = "deleted" })));
        Assert.Equal((400, 900257), await CodeOf(lab.Send("PATCH", path, new { quantity = 4 })));
        var suspended = await lab.Send("PATCH", path, new { status = "suspended", autoRenewEnabled = false });
        Assert.Equal("suspended", suspended.Text("status"));
        Assert.False(suspended.Body!["autoRenewEnabled"]!.GetValue<bool>());
        lab.Host.Control.StepClock(TimeSpan.FromDays(366));
        Assert.Equal("disabled", (await lab.Get(path)).Text("status"));
        lab.Host.Control.StepClock(TimeSpan.FromDays(121));
        Assert.Equal((400, 2011), await CodeOf(lab.Send("PATCH", path, new { status = "active" })));
    }

    [Fact]
    public async Task A_cancelled_subscription_is_gone_for_good_and_its_order_cannot_be_cancelled_itself()
    {
        await using var lab = await Lab.Start();
        var (customer, order, subscription) = await lab.Bought();
        Assert.Equal(
            (403, 800077),
            await CodeOf(lab.Send("PATCH", $"/v1/customers/{customer}/orders/{order}", new { status = "cancelled" }))
        );
        Assert.Equal(
            400,
            (await lab.Send("PATCH", $"/v1/customers/{customer}", new { relationshipToPartner = "none" })).Status
        );
        var path = $"/v1/customers/{customer}/subscriptions/{subscription}";
        Assert.Equal("deleted", (await lab.Send("PATCH", path, new { status = "deleted" })).Text("status"));
        Assert.Equal((400, 2011), await CodeOf(lab.Send("PATCH", path, new { status = "active" })));
        Assert.Equal(
            200,
            (await lab.Send("PATCH", $"/v1/customers/{customer}", new { relationshipToPartner = "none" })).Status
        );
    }

    [Fact]
    public async Task Seats_are_given_back_from_those_bought_last_while_their_window_lasts()
    {
        await using var lab = await Lab.Start();
        var (customer, _, subscription) = await lab.Bought(10);
        var path = $"/v1/customers/{customer}/subscriptions/{subscription}";
        lab.Host.Control.StepClock(TimeSpan.FromDays(5));
        Assert.Equal(200, (await lab.Send("PATCH", path, new { quantity = 14 })).Status);
        lab.Host.Control.StepClock(TimeSpan.FromDays(3));
        Assert.Equal(4, (await lab.Get(path)).Body!["refundableQuantity"]!["totalQuantity"]!.GetValue<int>());
        Assert.Equal((400, 800090), await CodeOf(lab.Send("PATCH", path, new { quantity = 9 })));
        Assert.Equal(11, (await lab.Send("PATCH", path, new { quantity = 11 })).Body!["quantity"]!.GetValue<int>());
        Assert.Equal(1, (await lab.Get(path)).Body!["refundableQuantity"]!["totalQuantity"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_renewal_opens_a_new_window_and_auto_renewal_left_out_is_reset()
    {
        await using var lab = await Lab.Start();
        var (customer, _, subscription) = await lab.Bought();
        var path = $"/v1/customers/{customer}/subscriptions/{subscription}";
        await lab.Send("PATCH", path, new { autoRenewEnabled = false });
        Assert.True(
            (await lab.Send("PATCH", path, new { friendlyName = "Ours" })).Body!["autoRenewEnabled"]!.GetValue<bool>()
        );
        lab.Host.Control.StepClock(TimeSpan.FromDays(366));
        Assert.Equal("active", (await lab.Get(path)).Text("status"));
        Assert.Equal("deleted", (await lab.Send("PATCH", path, new { status = "deleted" })).Text("status"));
    }

    [Theory]
    [InlineData("P1Y", "monthly", 0, "2026-12-23T08:00:00Z")]
    [InlineData("P1Y", "monthly", 100, "2027-03-23T08:00:00Z")]
    [InlineData("P1Y", "annual", 100, "2027-11-23T08:00:00Z")]
    [InlineData("P3Y", "annual", 400, "2028-11-23T08:00:00Z")]
    [InlineData("P1Y", "monthly", 375, "2027-12-23T08:00:00Z")]
    public async Task The_billing_cycle_is_the_one_that_runs(string term, string billing, int days, string end)
    {
        await using var lab = await Lab.Start();
        var customer = await lab.Customer();
        await lab.Attest(customer);
        await lab.Checkout(customer, (await lab.Cart(customer, term: term, billing: billing)).Text("id"));
        lab.Clock.Advance(TimeSpan.FromSeconds(5));
        lab.Host.Control.StepClock(TimeSpan.FromDays(days));
        var subscription = (await lab.Get($"/v1/customers/{customer}/subscriptions")).Body!["items"]![0]!;
        Assert.Equal(
            DateTimeOffset.Parse(end, CultureInfo.InvariantCulture),
            subscription["billingCycleEndDate"]!.GetValue<DateTimeOffset>()
        );
        Assert.Equal(
            subscription["billingCycleEndDate"]!.ToJsonString(),
            subscription["billingCycleEndDateTime"]!.ToJsonString()
        );
    }

    [Fact]
    public async Task A_fresh_subscription_is_not_ready_to_be_updated_and_the_refusal_is_not_final()
    {
        await using var lab = await Lab.Start();
        lab.Switch(p => p with { SubscriptionSettleDelay = TimeSpan.FromMinutes(1) });
        var (customer, _, subscription) = await lab.Bought();
        var (path, id) = ($"/v1/customers/{customer}/subscriptions/{subscription}", Guid.NewGuid().ToString());
        Assert.Equal((409, 800082), await CodeOf(lab.Send("PATCH", path, new { status = "deleted" }, id)));
        lab.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(200, (await lab.Send("PATCH", path, new { status = "deleted" }, id)).Status);
    }

    [Fact]
    public async Task The_clock_stands_still_when_told_and_goes_on_when_let_go()
    {
        await using var lab = await Lab.Start();
        lab.Host.Control.StopClock();
        var at = lab.Host.Control.Now;
        lab.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(at, lab.Host.Control.Now);
        lab.Host.Control.StepClock(TimeSpan.FromMinutes(5));
        Assert.Equal(at.AddMinutes(5), lab.Host.Control.Now);
        lab.Host.Control.FollowClock();
        Assert.Equal(lab.Clock.GetUtcNow(), lab.Host.Control.Now);
    }

    private static async Task<(int, int)> CodeOf(Task<Reply> call) =>
        (await call) is var reply ? (reply.Status, reply.Code) : default;
}
