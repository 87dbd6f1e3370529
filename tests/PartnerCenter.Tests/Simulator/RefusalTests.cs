using PartnerCenter.Simulator;

namespace PartnerCenter.Tests.Simulator;

/// <summary>The rows of C §4.2 that the world itself brings about.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData("US", null, null, "bad prefix!", 400, 3000)]
    [InlineData("US", "123", null, "fine.onmicrosoft.com", 400, 600002)]
    [InlineData("PL", null, "+48 601 234 567", "fine.onmicrosoft.com", 400, 600049)]
    [InlineData("PL", "12", "+48 601 234 567", "fine.onmicrosoft.com", 400, 600050)]
    [InlineData("PL", "1234567890", null, "fine.onmicrosoft.com", 400, 600051)]
    [InlineData("XX", null, null, "fine.onmicrosoft.com", 400, 27002)]
    [InlineData("US", null, "12", "fine.onmicrosoft.com", 400, 27002)]
    public async Task A_customer_is_refused_by_the_rules_of_its_country(
        string country,
        string? registration,
        string? phone,
        string domain,
        int status,
        int code
    )
    {
        await using var lab = await Lab.Start();
        var reply = await lab.Send(
            "POST",
            "/v1/customers",
            Lab.Newcomer(domain, country: country, registration: registration, phone: phone)
        );
        Assert.Equal((status, code), (reply.Status, reply.Code));
        Assert.Empty(lab.Host.Ledger.Tenants);
    }

    [Fact]
    public async Task A_name_taken_by_somebody_else_is_refused_in_any_case_of_letters()
    {
        await using var lab = await Lab.Start();
        lab.Host.Control.TakeDomain("taken.onmicrosoft.com");
        var reply = await lab.Send("POST", "/v1/customers", Lab.Newcomer("TAKEN.onmicrosoft.com"));
        Assert.Equal((400, 27100), (reply.Status, reply.Code));
        lab.Switch(p => p with { DomainTakenStatus = 409 });
        Assert.Equal(409, (await lab.Send("POST", "/v1/customers", Lab.Newcomer("taken.onmicrosoft.com"))).Status);
    }

    [Theory]
    [InlineData("mpnId=4847383", 200, 0)]
    [InlineData("mpnId=4847401", 200, 0)]
    [InlineData("mpnId=4847402", 400, 2203)]
    [InlineData("mpnId=4847403", 400, 2206)]
    [InlineData("mpnId=4847404", 400, 2201)]
    [InlineData("mpnId=4847405", 400, 2204)]
    [InlineData("tenantId=484e548c-0000-4000-8000-000000000006", 400, 2205)]
    [InlineData("mpnId=4847407", 400, 2200)]
    [InlineData("mpnId=999", 400, 2200)]
    [InlineData("mpnId=abc", 400, 2000)]
    [InlineData("", 400, 2001)]
    [InlineData("mpnId=1&tenantId=484e548c-f5f3-4528-93a9-c16c6373cb59", 400, 2000)]
    public async Task The_partner_agreement_is_answered_by_every_row_of_its_table(string query, int status, int code)
    {
        await using var lab = await Lab.Start();
        lab.Partner = Lab.Provider;
        var reply = await lab.Get($"/v1/compliance/csp/agreementstatus?{query}");
        Assert.Equal((status, code), (reply.Status, reply.Code));
        if (status == 200)
            Assert.Equal(query == "mpnId=4847383", reply.Body!["isAgreementSigned"]!.GetValue<bool>());
    }

    [Theory]
    [InlineData("5100002", 404, 2072)]
    [InlineData("4840000", 404, 800015)]
    [InlineData("5100001", 400, 800016)]
    [InlineData("4847408", 400, 900154)]
    public async Task A_partner_on_record_that_is_none_is_refused(string mpnId, int status, int code)
    {
        await using var lab = await Lab.Start();
        lab.Partner = Lab.Provider;
        var reply = await lab.Cart(await lab.Customer(), reseller: mpnId);
        Assert.Equal((status, code), (reply.Status, reply.Code));
    }

    public static TheoryData<string, int, int> Gates =>
        new()
        {
            { "mpa", 403, 900124 },
            { "program", 403, 800039 },
            { "country", 403, 2030 },
            { "credit", 403, 800023 },
            { "newCredit", 403, 900121 },
            { "review", 403, 800073 },
            { "rejected", 403, 800075 },
            { "unknown", 403, 800074 },
            { "locked", 403, 900416 },
            { "agreement", 403, 13605 },
        };

    [Theory]
    [MemberData(nameof(Gates))]
    public async Task Nothing_is_bought_through_a_closed_gate(string gate, int status, int code)
    {
        await using var lab = await Lab.Start();
        var customer = await lab.Customer();
        if (gate != "agreement")
            await lab.Attest(customer);
        var cart = (await lab.Cart(customer)).Text("id");
        switch (gate)
        {
            case "mpa":
                lab.Switch(p => p with { MpaSigned = false });
                break;
            case "program":
                lab.Switch(p => p with { ProgramActive = false });
                break;
            case "country":
                lab.Switch(p => p with { SellsIn = ["DE"] });
                break;
            case "credit":
                lab.Switch(p => p with { CreditLimit = 10 });
                break;
            case "newCredit":
                lab.Switch(p => p with { CreditLimit = 10, NewCreditCode = true });
                break;
            case "review":
                lab.Host.Control.StartAccountReview(customer);
                break;
            case "rejected":
                lab.Host.Control.FinishAccountReview(customer, allowed: false);
                break;
            case "unknown":
                lab.Host.Control.StartAccountReview(customer, "Unknown");
                break;
            case "locked":
                lab.Host.Control.LockCustomer(customer, true);
                break;
        }
        var reply = await lab.Checkout(customer, cart);
        Assert.Equal((status, code), (reply.Status, reply.Code));
        Assert.Empty(lab.Host.Ledger.Orders);
    }

    [Theory]
    [InlineData("CFQ7TTC0LH18", "0001", 301, "P1Y", "monthly", 10015)]
    [InlineData("CFQ7TTC0LH18", "0001", 0, "P1Y", "monthly", 10010)]
    [InlineData("CFQ7TTC0LH18", "0001", 1, "P1M", "annual", 10013)]
    [InlineData("CFQ7TTC0LHPJ", "0001", 1, "P1Y", "monthly", 10006)]
    [InlineData("CFQ7TTC0L3PB", "0001", 1, "P1Y", "monthly", 10012)]
    [InlineData("CFQ7TTC0LH0T", "0001", 1, "P1Y", "monthly", 10018)]
    public async Task A_bad_line_is_told_in_the_cart_and_refused_at_checkout(
        string product,
        string sku,
        int quantity,
        string term,
        string billing,
        int code
    )
    {
        await using var lab = await Lab.Start();
        var customer = await lab.Customer();
        await lab.Attest(customer);
        var cart = await lab.Cart(customer, product, quantity, term, billing, sku);
        Assert.Equal(201, cart.Status);
        Assert.Equal(code, cart.Body!["lineItems"]![0]!["error"]!["errorCode"]!.GetValue<int>());
        Assert.Equal(400, (await lab.Checkout(customer, cart.Text("id"))).Status);
    }

    [Fact]
    public async Task Tokens_are_judged_by_audience_kind_factor_and_role()
    {
        await using var lab = await Lab.Start();
        async Task<(int, int)> With(string? token = null, bool user = true) =>
            (await lab.Send("GET", "/v1/agreements", token: token, user: user)) is var reply
                ? (reply.Status, reply.Code)
                : default;
        Assert.Equal((200, 0), await With());
        Assert.Equal((401, 900420), await With(await lab.Token(resource: "https://graph.windows.net")));
        Assert.Equal((403, 900329), await With(user: false));
        Assert.Equal((401, 0), await With("nonsense"));
        lab.Switch(p => p with { UserIsAgent = false });
        Assert.Equal((403, 900308), await With());
        lab.Switch(p => p with { UserIsAgent = true, UserHasMfa = false });
        Assert.Equal((401, 900421), await With(await lab.Token(resource: "fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd")));
        lab.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal((401, 0), await With());
    }

    [Fact]
    public async Task A_customer_of_another_partner_is_not_found_on_reads_and_forbidden_in_commerce()
    {
        await using var lab = await Lab.Start();
        var customer = await lab.Customer();
        lab.Partner = Lab.Provider;
        Assert.Equal((404, 60003), await CodeOf(lab.Get($"/v1/customers/{customer}")));
        Assert.Equal((403, 20002), await CodeOf(lab.Get($"/v1/customers/{customer}/subscriptions")));
        Assert.Equal((400, 900118), await CodeOf(lab.Get("/v1/customers/not-a-guid/subscriptions")));
    }

    [Fact]
    public async Task Sandboxes_have_their_limits_and_their_way_back()
    {
        await using var lab = await Lab.Start();
        lab.Switch(p => p with { Environment = SimulatedEnvironment.Sandbox, SandboxCustomerLimit = 1 });
        var customer = await lab.Customer();
        var domain = Assert.Single(lab.Host.Ledger.Tenants).Domain;
        Assert.Equal((400, 800018), await CodeOf(lab.Send("POST", "/v1/customers", Lab.Newcomer(lab.NewDomain()))));
        await lab.Attest(customer);
        Assert.Equal(
            10009,
            (await lab.Cart(customer, quantity: 26)).Body!["lineItems"]![0]!["error"]!["errorCode"]!.GetValue<int>()
        );
        Assert.Equal((403, 900322), await CodeOf(lab.Cart(customer, "CFQ7TTC0J1FV")));
        Assert.Equal(204, (await lab.Send("DELETE", $"/v1/customers/{customer}")).Status);
        Assert.Equal(404, (await lab.Send("HEAD", $"/v1/domains/{domain}")).Status);
        Assert.Equal(201, (await lab.Send("POST", "/v1/customers", Lab.Newcomer(domain))).Status);
    }

    [Fact]
    public async Task In_production_a_customer_cannot_be_deleted_and_its_name_stays_taken()
    {
        await using var lab = await Lab.Start();
        var customer = await lab.Customer();
        Assert.Equal(403, (await lab.Send("DELETE", $"/v1/customers/{customer}")).Status);
        Assert.Equal(
            200,
            (await lab.Send("PATCH", $"/v1/customers/{customer}/", new { relationshipToPartner = "none" })).Status
        );
        var tenant = Assert.Single(lab.Host.Ledger.Tenants);
        Assert.Equal(200, (await lab.Send("HEAD", $"/v1/domains/{tenant.Domain}")).Status);
        Assert.False(Assert.Single(lab.Host.Ledger.Relationships).Active);
    }

    private static async Task<(int, int)> CodeOf(Task<Reply> call) =>
        (await call) is var reply ? (reply.Status, reply.Code) : default;
}
