using System.Text.Json;
using System.Text.Json.Nodes;
using PartnerCenter.Simulator.Faults;

namespace PartnerCenter.Tests.Simulator;

/// <summary>What the service may do otherwise (C §24), each by a switch of the partner or a fault.</summary>
public sealed class SwitchesTests
{
    [Fact]
    public async Task One_customer_s_calls_can_be_limited_and_another_s_go_on()
    {
        await using var lab = await Lab.Start();
        var (one, other) = (await lab.Customer(), await lab.Customer());
        lab.Switch(p => p with { RequestsPerMinutePerCustomer = 2 });
        for (var i = 0; i < 2; i++)
            Assert.Equal(200, (await lab.Get($"/v1/customers/{one}")).Status);
        var stopped = await lab.Get($"/v1/customers/{one}/orders");
        Assert.Equal(429, stopped.Status);
        Assert.Contains(stopped.Headers.GetValues("Retry-After").Single(), stopped.Content, StringComparison.Ordinal);
        Assert.Equal(200, (await lab.Get($"/v1/customers/{other}")).Status);
        Assert.Equal(200, (await lab.Get("/v1/customers")).Status);
    }

    [Fact]
    public async Task A_fault_can_be_one_customer_s()
    {
        await using var lab = await Lab.Start();
        var (one, other) = (await lab.Customer(), await lab.Customer());
        lab.Host.Faults.Add(
            new()
            {
                Operation = "*",
                Kind = FaultKind.Throttle,
                Count = 1,
                Customer = one,
            }
        );
        Assert.Equal(200, (await lab.Get($"/v1/customers/{other}")).Status);
        Assert.Equal(200, (await lab.Get("/v1/customers")).Status);
        Assert.Equal(429, (await lab.Get($"/v1/customers/{one}")).Status);
    }

    [Fact]
    public async Task Members_and_words_of_next_year_come_at_every_level()
    {
        await using var lab = await Lab.Start();
        var (customer, order, _) = await lab.Bought();
        lab.Switch(p => p with { UnknownMembers = true });
        var members = (await lab.Get($"/v1/customers/{customer}/orders/{order}")).Body!;
        Assert.NotNull(members["insightsOfNextYear"]);
        Assert.NotNull(members["lineItems"]![0]!["links"]!["product"]!["insightsOfNextYear"]);
        Assert.Equal("completed", members["status"]!.GetValue<string>());

        lab.Switch(p => p with { UnknownMembers = false, UnknownValues = true });
        var values = (await lab.Get($"/v1/customers/{customer}/orders")).Body!;
        Assert.Equal("not_known_yet", values["items"]![0]!["status"]!.GetValue<string>());
        Assert.Equal("not_known_yet", values["items"]![0]!["lineItems"]![0]!["transactionType"]!.GetValue<string>());
        Assert.Null(values["insightsOfNextYear"]);
    }

    /// <summary>
    /// The vendor's client reads the provisioning context into a map of texts and throws over anything else in it.
    /// </summary>
    [Fact]
    public async Task What_next_year_adds_to_a_map_of_texts_is_a_text()
    {
        await using var lab = await Lab.Start();
        var customer = await lab.Customer();
        lab.Switch(p => p with { UnknownMembers = true, UnknownValues = true });
        var made = await lab.Send(
            "POST",
            $"/v1/customers/{customer}/carts",
            new
            {
                lineItems = new[]
                {
                    new
                    {
                        catalogItemId = await lab.Item("CFQ7TTC0LH18"),
                        quantity = 1,
                        billingCycle = "monthly",
                        termDuration = "P1Y",
                        provisioningContext = new { scope = "shared" },
                    },
                },
            }
        );
        var context = made.Body!["lineItems"]![0]!["provisioningContext"]!.AsObject();
        Assert.Equal(
            [("scope", "shared"), ("insightsOfNextYear", "not_known_yet")],
            context.Select(member => (member.Key, member.Value!.GetValue<string>()))
        );

        var checkedItems = await lab.Send(
            "POST",
            "/v1/extensions/product/checkInventory?country=US",
            new { targetItems = new[] { new { productId = "DZH318Z0BQ3Q" } }, inventoryContext = new { } }
        );
        var properties = checkedItems.Body![0]!["restrictions"]![0]!["properties"]!.AsObject();
        Assert.Equal(
            ["type", "values", "insightsOfNextYear"],
            properties
                .Where(member => member.Value!.GetValueKind() == JsonValueKind.String)
                .Select(member => member.Key)
        );
    }

    [Fact]
    public async Task The_older_answer_to_a_missing_MFA_claim_says_so_in_its_reason()
    {
        await using var lab = await Lab.Start();
        lab.Switch(p => p with { UserHasMfa = false, LegacyMfaAnswer = true });
        using var request = new HttpRequestMessage(HttpMethod.Get, "v1/customers");
        request.Headers.Authorization = new("Bearer", await lab.Token());
        using var answer = await lab.Raw(request);
        Assert.Equal(
            (401, "MFA required", ""),
            ((int)answer.StatusCode, answer.ReasonPhrase, await answer.Content.ReadAsStringAsync())
        );
        Assert.Contains("invalid_token", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_subscription_is_delivered_anew_after_a_change_of_seats_and_may_fail()
    {
        await using var lab = await Lab.Start();
        var (customer, _, subscription) = await lab.Bought();
        var path = $"/v1/customers/{customer}/subscriptions/{subscription}";
        async Task<string> Status() => (await lab.Get($"{path}/provisioningstatus")).Text("status");
        Assert.Equal("success", await Status());
        Assert.Equal(200, (await lab.Send("PATCH", path, new { quantity = 7 })).Status);
        Assert.Equal("pending", await Status());
        lab.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("success", await Status());
        lab.Switch(p => p with { ProvisioningFails = true });
        Assert.Equal("failed", await Status());
    }

    [Fact]
    public async Task Lines_of_the_older_commerce_count_apart_and_nested_ones_are_refused()
    {
        await using var lab = await Lab.Start();
        var customer = await lab.Customer();
        var offer = new
        {
            catalogItemId = "8BDBB60B-E526-43E9-92EF-AB760C8E0B72",
            quantity = 1,
            billingCycle = "monthly",
            termDuration = (string?)null,
        };
        var item = new
        {
            catalogItemId = await lab.Item("CFQ7TTC0LH18"),
            quantity = 1,
            billingCycle = "monthly",
            termDuration = (string?)"P1Y",
        };
        var cart = await lab.Send(
            "POST",
            $"/v1/customers/{customer}/carts",
            new { lineItems = new[] { item, offer, offer } }
        );
        Assert.Equal(
            ["0", "OMS-0", "OMS-1"],
            cart.Body!["lineItems"]!.AsArray().Select(l => l!["orderGroup"]!.GetValue<string>())
        );
        Assert.Equal(500600, cart.Body["lineItems"]![1]!["error"]!["errorCode"]!.GetValue<int>());

        var nested = await lab.Send(
            "POST",
            $"/v1/customers/{customer}/carts",
            new
            {
                lineItems = new[]
                {
                    new
                    {
                        item.catalogItemId,
                        quantity = 1,
                        billingCycle = "monthly",
                        termDuration = "P1Y",
                        addonItems = new JsonArray(new JsonObject()),
                    },
                },
            }
        );
        Assert.Equal((400, 800002), (nested.Status, nested.Code));
    }

    [Fact]
    public async Task An_unknown_reseller_is_told_by_the_code_and_status_asked_for()
    {
        await using var lab = await Lab.Start();
        lab.Partner = Lab.Provider;
        async Task<(int, int)> Told() =>
            await lab.Send("POST", "/v1/customers", Lab.Newcomer(lab.NewDomain(), Guid.NewGuid().ToString()))
                is var reply
                ? (reply.Status, reply.Code)
                : default;
        Assert.Equal((403, 2032), await Told());
        lab.Switch(p => p with { UnknownResellerStatus = 400, UnknownResellerCode = 600099 });
        Assert.Equal((400, 600099), await Told());
    }
}
