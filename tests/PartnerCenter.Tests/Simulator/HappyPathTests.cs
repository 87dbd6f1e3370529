using PartnerCenter.Simulator;

namespace PartnerCenter.Tests.Simulator;

/// <summary>C §0.1 from the first call to the last, for both kinds of partner.</summary>
public sealed class HappyPathTests
{
    [Fact]
    public async Task A_direct_customer_is_created_attested_sold_to_and_provisioned()
    {
        await using var lab = await Lab.Start();
        var domain = lab.NewDomain();
        Assert.Equal(404, (await lab.Send("HEAD", $"/v1/domains/{domain}")).Status);
        var created = await lab.Send("POST", "/v1/customers", Lab.Newcomer(domain));
        Assert.Equal(201, created.Status);
        Assert.Equal("admin", created.Body!["userCredentials"]!["userName"]!.GetValue<string>());
        Assert.Equal(200, (await lab.Send("HEAD", $"/v1/domains/{domain}")).Status);

        var id = created.Text("id");
        var read = await lab.Get($"/v1/customers/{id}");
        Assert.Equal("reseller", read.Text("relationshipToPartner"));
        Assert.Null(read.Body!["userCredentials"]);
        Assert.Equal((404, 600074), await CodeOf(lab.Get($"/v1/customers/{id}/validationStatus?type=account")));

        var cart = await lab.Cart(id);
        Assert.Equal((403, 13605), await CodeOf(lab.Checkout(id, cart.Text("id"))));
        Assert.Equal(201, (await lab.Attest(id)).Status);
        var order = (await lab.Checkout(id, cart.Text("id"))).Body!["orders"]![0]!;
        Assert.Equal("pending", order["status"]!.GetValue<string>());
        Assert.Null(order["lineItems"]![0]!["subscriptionId"]);

        var path = $"/v1/customers/{id}/orders/{order["id"]!.GetValue<string>()}";
        lab.Clock.Advance(TimeSpan.FromSeconds(0.6));
        var completed = await lab.Get(path);
        Assert.Equal("completed", completed.Text("status"));
        Assert.Equal(
            "prefulfillmentPending",
            (await lab.Get($"{path}/provisioningstatus")).Body!["items"]![0]!["status"]!.GetValue<string>()
        );
        lab.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(
            "fulfilled",
            (await lab.Get($"{path}/provisioningstatus")).Body!["items"]![0]!["status"]!.GetValue<string>()
        );

        var subscription = completed.Body!["lineItems"]![0]!["subscriptionId"]!.GetValue<string>();
        var bought = await lab.Get($"/v1/customers/{id}/subscriptions/{subscription}");
        Assert.Equal("active", bought.Text("status"));
        Assert.Equal(
            "success",
            (await lab.Get($"/v1/customers/{id}/subscriptions/{subscription}/provisioningstatus")).Text("status")
        );
        var ledger = Assert.Single(lab.Host.Ledger.Orders);
        Assert.Equal(cart.Text("id"), ledger.CartId);
        Assert.Equal(subscription, Assert.Single(ledger.LineItems).SubscriptionId);
    }

    [Fact]
    public async Task A_reseller_s_customer_hangs_under_the_reseller_and_its_order_names_it()
    {
        await using var lab = await Lab.Start();
        lab.Partner = Lab.Provider;
        Assert.True(
            (
                await lab.Get($"/v1/compliance/csp/agreementstatus?mpnId={SimulatedPartners.ResellerMpnId}&tenantId=")
            ).Body!["isAgreementSigned"]!.GetValue<bool>()
        );
        var id = await lab.Customer(SimulatedPartners.ResellerTenantId);
        var reseller = Assert.Single((await lab.Get($"/v1/customers/{id}/relationships")).Body!["items"]!.AsArray());
        Assert.Equal(SimulatedPartners.ResellerTenantId, reseller!["id"]!.GetValue<string>());
        await lab.Attest(id);
        var cart = await lab.Cart(id, reseller: SimulatedPartners.ResellerMpnId);
        var order = (await lab.Checkout(id, cart.Text("id"))).Body!["orders"]![0]!;
        Assert.Equal(SimulatedPartners.ResellerMpnId, order["lineItems"]![0]!["partnerIdOnRecord"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_app_only_token_creates_direct_customers_and_none_for_resellers()
    {
        await using var lab = await Lab.Start();
        lab.Partner = Lab.Provider;
        Assert.Equal(201, (await lab.Send("POST", "/v1/customers", Lab.Newcomer(lab.NewDomain()), user: false)).Status);
        Assert.Equal(
            (403, 900329),
            await CodeOf(
                lab.Send(
                    "POST",
                    "/v1/customers",
                    Lab.Newcomer(lab.NewDomain(), SimulatedPartners.ResellerTenantId),
                    user: false
                )
            )
        );
    }

    [Fact]
    public async Task Customers_are_paged_by_token_and_filtered_by_the_start_of_their_domain()
    {
        await using var lab = await Lab.Start();
        for (var i = 0; i < 5; i++)
            await lab.Customer();
        var seen = new List<string>();
        var page = await lab.Get("/v1/customers?size=2");
        while (true)
        {
            seen.AddRange(page.Body!["items"]!.AsArray().Select(c => c!["id"]!.GetValue<string>()));
            if (page.Body!["continuationToken"]?.GetValue<string>() is not { } token)
                break;
            page = await lab.Send(
                "GET",
                "/v1/customers?size=2&seekOperation=Next",
                headers: ("MS-ContinuationToken", token)
            );
        }
        Assert.Equal(5, seen.Distinct().Count());
        var filter = Uri.EscapeDataString("""{"Field":"Domain","Value":"wingtip3.","Operator":"starts_with"}""");
        Assert.Single((await lab.Get($"/v1/customers?size=500&filter={filter}")).Body!["items"]!.AsArray());
    }

    [Fact]
    public async Task An_enhanced_attestation_goes_from_created_to_finalised_and_opens_the_gate()
    {
        await using var lab = await Lab.Start();
        lab.Switch(p => p with { AttestationMode = AttestationMode.Enhanced });
        var id = await lab.Customer();
        Assert.Equal((400, 900141), await CodeOf(lab.Attest(id)));
        var attestation = (
            await lab.Send(
                "POST",
                "/v1/attestations/enhanced",
                new
                {
                    country = "US",
                    language = "en-US",
                    companyName = "Wingtip Toys",
                    signatoryFirstName = "Gena",
                    signatoryLastName = "Soto",
                    signatoryEmail = "gena@wingtiptoys.example",
                },
                user: false
            )
        ).Text("attestationId");
        Task<Reply> Status() => lab.Get($"/v1/attestations/enhanced/{attestation}", user: false);
        Assert.Equal("created", (await Status()).Text("status"));
        using (var page = await lab.Raw(new HttpRequestMessage(HttpMethod.Get, $"attestation/{attestation}")))
            Assert.Contains("accept", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("pending", (await Status()).Text("status"));
        using (await lab.Raw(new HttpRequestMessage(HttpMethod.Post, $"attestation/{attestation}")))
            Assert.Equal("accepted", (await Status()).Text("status"));
        Assert.Equal(
            201,
            (
                await lab.Send(
                    "POST",
                    $"/v1/customers/{id}/agreements",
                    new { attestationId = attestation },
                    user: false
                )
            ).Status
        );
        Assert.Equal("finalised", (await Status()).Text("status"));
        Assert.Equal(201, (await lab.Checkout(id, (await lab.Cart(id)).Text("id"))).Status);
    }

    [Fact]
    public async Task A_purchase_order_is_attached_and_the_order_completed()
    {
        await using var lab = await Lab.Start();
        var id = await lab.Customer();
        await lab.Attest(id);
        var cart = await lab.Cart(id, "DG7GMGF0D7FV", 1, null, "one_time", "0002");
        var order = (await lab.Checkout(id, cart.Text("id"))).Body!["orders"]![0]!["id"]!.GetValue<string>();
        lab.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("pending_po_upload", (await lab.Get($"/v1/customers/{id}/orders/{order}")).Text("status"));
        using var form = new MultipartFormDataContent
        {
            { new StringContent("""{"customerPrice":"10","currency":"USD"}"""), "metadata" },
            { new ByteArrayContent([1, 2, 3]), "pofiles", "po.pdf" },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"v1/customers/{id}/orders/{order}/attachment")
        {
            Content = form,
        };
        request.Headers.Authorization = new("Bearer", await lab.Token());
        using var answer = await lab.Raw(request);
        Assert.Equal(201, (int)answer.StatusCode);
        Assert.Equal("po_upload_complete", (await lab.Get($"/v1/customers/{id}/orders/{order}")).Text("status"));
        Assert.Single((await lab.Get($"/v1/customers/{id}/orders/{order}/attachments")).Body!["items"]!.AsArray());
        lab.Host.Control.FinishOrder(order, "completed");
        Assert.Equal("completed", (await lab.Get($"/v1/customers/{id}/orders/{order}")).Text("status"));
    }

    private static async Task<(int, int)> CodeOf(Task<Reply> call) =>
        (await call) is var reply ? (reply.Status, reply.Code) : default;

    [Fact]
    public async Task Every_read_of_the_surface_answers_without_an_error_of_the_simulator()
    {
        await using var lab = await Lab.Start();
        var (customer, order, subscription) = await lab.Bought();
        string Fill(string route) =>
            route
                .Replace("{customerId}", customer)
                .Replace("{orderId}", order)
                .Replace("{subscriptionId}", subscription)
                .Replace("{productId}", "CFQ7TTC0LH18")
                .Replace("{skuId}", "0001")
                .Replace("{country}", "DE")
                .Replace("{tenant}", Lab.Direct)
                .Replace("{availabilityId}", "CFQ7TTC0K971")
                .Replace("{templateId}", "117a77b0-9360-443b-8795-c6dedc750cf9")
            + "?country=US&targetView=OnlineServices&segment=commercial&relationship_type=IsIndirectResellerOf&type=account&mpnId=5100001";
        foreach (var operation in SimulatedOperations.All.Where(o => o.Method == "GET"))
        {
            var reply = await lab.Send(
                "GET",
                Fill(operation.Route),
                user: operation.Token != PartnerCenter.Simulator.Surface.TokenRule.AppOnly
            );
            Assert.True(reply.Status < 500, $"{operation.Name} answered {reply.Status}");
        }
        Assert.DoesNotContain(lab.Host.Requests.Find(), e => e.Status >= 500);
    }

    [Fact]
    public void Every_operation_has_one_route_and_names_go_by_folder_and_verb()
    {
        var routes = SimulatedOperations.All.Select(o => $"{o.Method} {o.Route}").ToList();
        Assert.Equal(routes.Count, routes.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(SimulatedOperations.All, o => Assert.Matches("^[a-z][A-Za-z]+\\.[a-z][A-Za-z]+$", o.Name));
    }
}
