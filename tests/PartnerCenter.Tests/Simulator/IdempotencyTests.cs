using PartnerCenter.Simulator.Faults;

namespace PartnerCenter.Tests.Simulator;

/// <summary>C §24.4: one effect for an MS-RequestId, whatever becomes of the answer.</summary>
public sealed class IdempotencyTests
{
    [Fact]
    public async Task The_same_request_id_answers_the_same_customer_and_makes_one_tenant()
    {
        await using var lab = await Lab.Start();
        var (id, body) = (Guid.NewGuid().ToString(), Lab.Newcomer(lab.NewDomain()));
        var first = await lab.Send("POST", "/v1/customers", body, id);
        var second = await lab.Send("POST", "/v1/customers/", body, id);
        Assert.Equal(first.Content, second.Content);
        Assert.Single(lab.Host.Ledger.Tenants);
        Assert.Equal([true, false], lab.Host.Requests.Find("customers.create").Select(e => e.EffectCommitted));
        Assert.Equal(id, Assert.Single(lab.Host.Ledger.Effects, e => e.Kind == "tenant").RequestId);
    }

    [Fact]
    public async Task A_lost_answer_is_found_again_with_its_id_and_with_a_new_one_the_domain_is_taken()
    {
        await using var lab = await Lab.Start();
        var (id, body) = (Guid.NewGuid().ToString(), Lab.Newcomer(lab.NewDomain()));
        lab.Fault("customers.create", FaultKind.TimeoutAfterCommit);
        await Assert.ThrowsAsync<HttpRequestException>(() => lab.Send("POST", "/v1/customers", body, id));
        Assert.Equal(201, (await lab.Send("POST", "/v1/customers", body, id)).Status);
        var other = await lab.Send("POST", "/v1/customers", body);
        Assert.Equal((400, 27100), (other.Status, other.Code));
        Assert.Single(lab.Host.Ledger.Tenants);
        Assert.Equal(0, lab.Host.Requests.Find("customers.create")[0].Status);
        Assert.True(lab.Host.Requests.Find("customers.create")[0].EffectCommitted);
    }

    [Fact]
    public async Task A_refusal_is_remembered_and_a_throttled_call_is_not()
    {
        await using var lab = await Lab.Start();
        var id = Guid.NewGuid().ToString();
        lab.Fault("customers.create", FaultKind.Throttle, retryAfter: 7);
        Assert.Equal(429, (await lab.Send("POST", "/v1/customers", Lab.Newcomer("bad domain"), id)).Status);
        Assert.Equal(3000, (await lab.Send("POST", "/v1/customers", Lab.Newcomer("bad domain"), id)).Code);
        Assert.Equal(3000, (await lab.Send("POST", "/v1/customers", Lab.Newcomer(lab.NewDomain()), id)).Code);
        Assert.Equal(201, (await lab.Send("POST", "/v1/customers", Lab.Newcomer(lab.NewDomain()))).Status);
    }

    [Fact]
    public async Task Many_calls_with_one_id_at_once_make_one_tenant()
    {
        await using var lab = await Lab.Start();
        await lab.Token();
        var (id, body) = (Guid.NewGuid().ToString(), Lab.Newcomer(lab.NewDomain()));
        lab.Host.Faults.Add(
            new()
            {
                Operation = "customers.create",
                Kind = FaultKind.Slow,
                DelayMs = 30,
                Count = 1,
            }
        );
        var replies = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(_ => lab.Send("POST", "/v1/customers", body, id))
        );
        Assert.Single(replies.Select(r => r.Content).Distinct());
        Assert.Single(lab.Host.Ledger.Tenants);
    }

    [Fact]
    public async Task Replays_forget_credentials_bodies_and_themselves_as_the_switches_say()
    {
        await using var lab = await Lab.Start();
        var (id, body) = (Guid.NewGuid().ToString(), Lab.Newcomer(lab.NewDomain()));
        await lab.Send("POST", "/v1/customers", body, id);
        lab.Switch(p => p with { ReplayOmitsCredentials = true });
        Assert.Null((await lab.Send("POST", "/v1/customers", body, id)).Body!["userCredentials"]);
        lab.Switch(p => p with { ReplayChecksBody = true });
        Assert.Equal(409, (await lab.Send("POST", "/v1/customers", Lab.Newcomer(lab.NewDomain()), id)).Status);
        lab.Clock.Advance(TimeSpan.FromHours(25));
        var late = await lab.Send(
            "POST",
            "/v1/customers",
            body,
            id,
            token: await lab.Token(resource: "fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd")
        );
        Assert.Equal(27100, late.Code);
    }

    [Fact]
    public async Task A_cart_becomes_one_set_of_orders_however_often_it_is_checked_out()
    {
        await using var lab = await Lab.Start();
        var customer = await lab.Customer();
        await lab.Attest(customer);
        var cart = (await lab.Cart(customer)).Text("id");
        var first = await lab.Checkout(customer, cart);
        var again = await lab.Checkout(customer, cart);
        Assert.Equal(
            first.Body!["orders"]![0]!["id"]!.GetValue<string>(),
            again.Body!["orders"]![0]!["id"]!.GetValue<string>()
        );
        Assert.Single(lab.Host.Ledger.Orders);
        lab.Switch(p => p with { RefuseSecondCheckout = true });
        Assert.Equal(800065, (await lab.Checkout(customer, cart)).Code);
    }

    [Fact]
    public async Task A_second_checkout_while_one_is_running_is_told_to_wait()
    {
        await using var lab = await Lab.Start();
        var customer = await lab.Customer();
        await lab.Attest(customer);
        var cart = (await lab.Cart(customer)).Text("id");
        lab.Host.Faults.Add(
            new()
            {
                Operation = "carts.checkout",
                Kind = FaultKind.Slow,
                DelayMs = 300,
                Count = 2,
            }
        );
        var replies = await Task.WhenAll(lab.Checkout(customer, cart), lab.Checkout(customer, cart));
        Assert.Equal([201, 409], replies.Select(r => r.Status).Order());
        Assert.Equal(800064, replies.Single(r => r.Status == 409).Code);
        Assert.Single(lab.Host.Ledger.Orders);
    }

    [Fact]
    public async Task The_same_contact_is_attested_once()
    {
        await using var lab = await Lab.Start();
        var customer = await lab.Customer();
        await lab.Attest(customer);
        var again = await lab.Attest(customer, " GENA@wingtiptoys.example ");
        Assert.Equal((400, 600061), (again.Status, again.Code));
        Assert.Equal(201, (await lab.Attest(customer, "other@wingtiptoys.example")).Status);
        Assert.Equal(2, lab.Host.Ledger.Agreements.Count);
    }
}
