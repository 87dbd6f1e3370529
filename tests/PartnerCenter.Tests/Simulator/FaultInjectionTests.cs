using System.Text.Json;
using PartnerCenter.Simulator.Faults;

namespace PartnerCenter.Tests.Simulator;

/// <summary>Every kind of C §24.5 by the control surface, and how they go together.</summary>
public sealed class FaultInjectionTests
{
    [Fact]
    public async Task A_timeout_before_the_effect_leaves_nothing()
    {
        await using var lab = await Lab.Start();
        lab.Fault("customers.create", FaultKind.TimeoutBeforeCommit);
        await Assert.ThrowsAsync<HttpRequestException>(() =>
            lab.Send("POST", "/v1/customers", Lab.Newcomer(lab.NewDomain()))
        );
        Assert.Empty(lab.Host.Ledger.Tenants);
        Assert.Empty(lab.Host.Faults.Active);
    }

    [Fact]
    public async Task Throttling_says_the_same_in_header_and_text()
    {
        await using var lab = await Lab.Start();
        lab.Fault("customers.list", FaultKind.Throttle, retryAfter: 57);
        var reply = await lab.Get("/v1/customers");
        Assert.Equal(429, reply.Status);
        Assert.Equal("57", reply.Headers.GetValues("Retry-After").Single());
        Assert.Equal("Rate limit is exceeded. Try again in 57 seconds.", reply.Text("message"));
        Assert.Null(reply.Body!["code"]);
    }

    [Fact]
    public async Task Errors_gateways_and_refusals_are_answered_in_their_shapes()
    {
        await using var lab = await Lab.Start();
        lab.Fault("customers.list", FaultKind.Error500);
        Assert.Equal((500, 800003), CodeOf(await lab.Get("/v1/customers")));
        lab.Fault("customers.list", FaultKind.BadGateway, status: 503);
        var gateway = await lab.Get("/v1/customers");
        Assert.Equal(503, gateway.Status);
        Assert.StartsWith("<html>", gateway.Content, StringComparison.Ordinal);
        lab.Fault("customers.list", FaultKind.Refuse, code: 900308);
        Assert.Equal((403, 900308), CodeOf(await lab.Get("/v1/customers")));
        lab.Fault("customers.list", FaultKind.TimeoutAfterCommit, status: 504);
        Assert.Equal(504, (await lab.Get("/v1/customers")).Status);
    }

    [Fact]
    public async Task A_truncated_answer_has_its_effect_and_is_no_json()
    {
        await using var lab = await Lab.Start();
        lab.Fault("customers.create", FaultKind.Truncated);
        var reply = await lab.Send("POST", "/v1/customers", Lab.Newcomer(lab.NewDomain()));
        Assert.ThrowsAny<JsonException>(() => reply.Body);
        Assert.Single(lab.Host.Ledger.Tenants);
    }

    [Fact]
    public async Task A_slow_answer_waits_and_is_then_as_always()
    {
        await using var lab = await Lab.Start();
        lab.Host.Faults.Add(
            new()
            {
                Operation = "customers.list",
                Kind = FaultKind.Slow,
                DelayMs = 120,
            }
        );
        Assert.Equal(200, (await lab.Get("/v1/customers")).Status);
        Assert.True(lab.Host.Requests.Find("customers.list")[0].ElapsedMilliseconds >= 100);
    }

    [Fact]
    public async Task Somebody_else_s_write_shows_as_a_conflict_of_etags()
    {
        await using var lab = await Lab.Start();
        var (customer, _, subscription) = await lab.Bought();
        lab.Fault("subscriptions.update", FaultKind.EtagConflict);
        Assert.Equal(
            (400, 2055),
            CodeOf(
                await lab.Send(
                    "PATCH",
                    $"/v1/customers/{customer}/subscriptions/{subscription}",
                    new { friendlyName = "x" }
                )
            )
        );
        var profile = await lab.Get($"/v1/customers/{customer}/profiles/billing");
        lab.Fault("customers.updateBillingProfile", FaultKind.EtagConflict);
        Assert.Equal(
            412,
            (await lab.Send("PUT", $"/v1/customers/{customer}/profiles/billing", profile.Content)).Status
        );
        var fresh = await lab.Get($"/v1/customers/{customer}/profiles/billing");
        Assert.Equal(200, (await lab.Send("PUT", $"/v1/customers/{customer}/profiles/billing", fresh.Content)).Status);
    }

    [Fact]
    public async Task A_stale_catalogue_shows_at_the_cart_or_only_at_checkout_until_it_is_read_again()
    {
        await using var lab = await Lab.Start();
        var customer = await lab.Customer();
        await lab.Attest(customer);
        var line = await lab.Line("CFQ7TTC0LH18");
        lab.Fault("carts.create", FaultKind.StaleCatalog);
        Assert.Equal(
            (404, 400019),
            CodeOf(await lab.Send("POST", $"/v1/customers/{customer}/carts", new { lineItems = new[] { line } }))
        );
        var cart = await lab.Cart(customer);
        lab.Fault("carts.checkout", FaultKind.StaleCatalog);
        Assert.Equal((404, 400019), CodeOf(await lab.Checkout(customer, cart.Text("id"))));
        Assert.Equal(201, (await lab.Checkout(customer, (await lab.Cart(customer)).Text("id"))).Status);
    }

    [Fact]
    public async Task One_group_of_a_cart_fails_and_a_repeat_tries_only_that_one()
    {
        await using var lab = await Lab.Start();
        var customer = await lab.Customer();
        await lab.Attest(customer);
        var lines = new[] { await lab.Line("CFQ7TTC0LH18"), await lab.Line("DZH318Z0F1QJ", term: "P1M") };
        var cart = (await lab.Send("POST", $"/v1/customers/{customer}/carts", new { lineItems = lines })).Text("id");
        lab.Fault("carts.checkout", FaultKind.OrderError, code: 800069, product: "DZH318Z0F1QJ");
        var partial = await lab.Checkout(customer, cart);
        Assert.Equal(201, partial.Status);
        Assert.Single(partial.Body!["orders"]!.AsArray());
        Assert.Equal(800069, partial.Body!["orderErrors"]![0]!["code"]!.GetValue<int>());
        var whole = await lab.Checkout(customer, cart);
        Assert.Equal(2, whole.Body!["orders"]!.AsArray().Count);
        Assert.Equal(2, lab.Host.Ledger.Orders.Count);
    }

    [Fact]
    public async Task Lines_and_orders_end_as_scripted()
    {
        await using var lab = await Lab.Start();
        var customer = await lab.Customer();
        await lab.Attest(customer);
        lab.Fault("carts.create", FaultKind.LineError, code: 10002);
        var bad = await lab.Cart(customer);
        Assert.Equal(10002, bad.Body!["lineItems"]![0]!["error"]!["errorCode"]!.GetValue<int>());
        Assert.Equal((400, 800009), CodeOf(await lab.Checkout(customer, bad.Text("id"))));
        lab.Host.Faults.Add(
            new()
            {
                Operation = "carts.checkout",
                Kind = FaultKind.OrderOutcome,
                Outcome = "error",
                Count = 1,
            }
        );
        var order = (await lab.Checkout(customer, (await lab.Cart(customer)).Text("id"))).Body!["orders"]![0]![
            "id"
        ]!.GetValue<string>();
        lab.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("error", (await lab.Get($"/v1/customers/{customer}/orders/{order}")).Text("status"));
        Assert.Empty(lab.Host.Ledger.Subscriptions);
    }

    [Fact]
    public async Task Probabilities_add_up_and_never_reach_tokens_or_the_control_surface()
    {
        await using var lab = await Lab.Start();
        lab.Host.Faults.Add(
            new()
            {
                Operation = "*",
                Kind = FaultKind.TimeoutAfterCommit,
                Probability = 0.2,
            }
        );
        lab.Host.Faults.Add(
            new()
            {
                Operation = "*",
                Kind = FaultKind.Throttle,
                Probability = 0.1,
            }
        );
        for (var i = 0; i < 1000; i++)
        {
            try
            {
                await lab.Get("/v1/customers");
            }
            catch (HttpRequestException)
            {
                // Counted in the journal.
            }
        }
        var journal = lab.Host.Requests.Find("customers.list");
        Assert.InRange(journal.Count(e => e.Fault == "timeoutAfterCommit"), 150, 250);
        Assert.InRange(journal.Count(e => e.Fault == "throttle"), 65, 140);
        Assert.All(lab.Host.Requests.Find("tokens.issue"), e => Assert.Null(e.Fault));
        using var ledger = await lab.Raw(new HttpRequestMessage(HttpMethod.Get, "control/ledger"));
        Assert.True(ledger.IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_limit_of_calls_is_kept_and_early_repeats_make_the_wait_longer()
    {
        await using var lab = await Lab.Start();
        lab.Switch(p => p with { RequestsPerMinute = 3 });
        for (var i = 0; i < 3; i++)
            Assert.Equal(200, (await lab.Get("/v1/customers")).Status);
        var first = Seconds((await lab.Get("/v1/customers")).Headers.GetValues("Retry-After").Single());
        var waits = new List<int>();
        for (var i = 0; i < 5; i++)
            waits.Add(Seconds((await lab.Get("/v1/customers")).Headers.GetValues("Retry-After").Single()));
        Assert.True(waits[^1] > first - 2 + 3, $"{first} then {string.Join(',', waits)}");
    }

    [Theory]
    [InlineData("""{"operation":"carts.bogus","kind":"throttle"}""", "carts.bogus")]
    [InlineData("""{"operation":"*","kind":"refuse"}""", "code")]
    [InlineData("""{"operation":"*","kind":"throttle","probability":2}""", "probability")]
    [InlineData("""{"operation":"*","kind":"nonsense"}""", "kind")]
    [InlineData("""{"operation":"*","kind":"throttle","colour":1}""", "colour")]
    [InlineData("[1", "")]
    public async Task A_fault_that_makes_no_sense_is_refused_with_what_is_wrong(string fault, string named)
    {
        await using var lab = await Lab.Start();
        using var answer = await lab.Raw(
            new HttpRequestMessage(HttpMethod.Post, "control/faults") { Content = new StringContent(fault) }
        );
        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Contains(named, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(lab.Host.Faults.Active);
    }

    private static (int, int) CodeOf(Reply reply) => (reply.Status, reply.Code);

    private static int Seconds(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
