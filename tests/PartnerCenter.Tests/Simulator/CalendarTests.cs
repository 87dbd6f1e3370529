using System.Text.Json.Nodes;
using PartnerCenter.Simulator;
using PartnerCenter.Simulator.Calendar;

namespace PartnerCenter.Tests.Simulator;

/// <summary>
/// Microsoft's dated rules: each begins on its day, on the simulator's clock or on the day it was told to be as of.
/// </summary>
public sealed class CalendarTests
{
    private const string Lapsed = "4847409";

    [Fact]
    public async Task WithoutAnyWord_TheDayIsTheClocks()
    {
        await using var lab = await Start();

        Assert.Equal(new DateOnly(2026, 11, 23), lab.Host.Control.DayOf(Lab.Direct));
        Assert.All(lab.Host.Control.Calendar, rule => Assert.Equal(["directbill", "indirectprovider"], rule.HoldsFor));
    }

    [Fact]
    public async Task AsOf_GoesOnWithTheClock()
    {
        await using var lab = await Start();
        AsOf(lab, "2026-01-03");
        Assert.Equal(new DateOnly(2026, 1, 3), lab.Host.Control.DayOf(Lab.Direct));
        Assert.Equal(new DateOnly(2026, 11, 23), lab.Host.Control.DayOf(Lab.Provider));

        lab.Clock.Advance(TimeSpan.FromDays(1));
        lab.Switch(p => p with { GdapRequired = true });
        Assert.Equal(new DateOnly(2026, 1, 4), lab.Host.Control.DayOf(Lab.Direct));

        lab.Host.Control.StepClock(TimeSpan.FromDays(1));
        Assert.Equal(new DateOnly(2026, 1, 5), lab.Host.Control.DayOf(Lab.Direct));

        AsOf(lab, null);
        Assert.Equal(new DateOnly(2026, 11, 25), lab.Host.Control.DayOf(Lab.Direct));
    }

    [Fact]
    public async Task AsOf_OfTheWholeSimulator_IsForPartnersThatNameNone()
    {
        await using var lab = await Lab.Start(clock => new SimulatorOptions
        {
            Clock = clock,
            AsOf = new DateOnly(2027, 2, 15),
        });
        lab.Switch(p => p with { AsOf = new DateOnly(2025, 1, 1) });

        Assert.Equal(
            (new DateOnly(2025, 1, 1), new DateOnly(2027, 2, 15)),
            (lab.Host.Control.DayOf(Lab.Direct), lab.Host.Control.DayOf(Lab.Provider))
        );
        Assert.DoesNotContain(
            "directbill",
            lab.Host.Control.Calendar.Single(rule => rule.Name == DatedRules.AttestationRetired.Name).HoldsFor
        );

        lab.Host.Control.Reset();
        Assert.Equal(new DateOnly(2027, 2, 15), lab.Host.Control.DayOf(Lab.Direct));
    }

    [Theory]
    [InlineData("2026-01-04", 201)]
    [InlineData("2026-01-05", 400)]
    public async Task TheAttestation_IsClosedFrom5January2026(string day, int status)
    {
        await using var lab = await Start();
        AsOf(lab, day);
        var customer = await lab.Customer();

        var reply = await lab.Attest(customer);

        Assert.Equal((status, status == 400 ? 900141 : 0), (reply.Status, reply.Code));
        var cart = await lab.Cart(customer);
        Assert.Equal(status == 201 ? 201 : 403, (await lab.Checkout(customer, cart.Text("id"))).Status);
    }

    [Fact]
    public async Task TheAnswerOfTheClosedAttestation_IsASwitch()
    {
        await using var lab = await Start();
        lab.Switch(p => p with { RetiredAttestationStatus = 410, RetiredAttestationCode = 999001 });

        var reply = await lab.Attest(await lab.Customer());

        Assert.Equal((410, 999001), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task AnAgreementStatedBeforeTheAttestationWasClosed_StaysGood()
    {
        await using var lab = await Start();
        AsOf(lab, "2026-01-04");
        var customer = await lab.Customer();
        Assert.Equal(201, (await lab.Attest(customer)).Status);
        AsOf(lab, "2026-01-05");

        Assert.Equal(201, (await lab.Checkout(customer, (await lab.Cart(customer)).Text("id"))).Status);
    }

    [Theory]
    [InlineData("2023-03-31", "2023-03-30", 201)]
    [InlineData("2023-04-01", "2023-03-31", 403)]
    [InlineData("2023-04-01", "2023-04-01", 201)]
    public async Task AnAcceptanceBefore1April2023_HasToBeRepeated(string day, string accepted, int status)
    {
        await using var lab = await Start();
        AsOf(lab, day);
        var customer = await lab.Customer();
        Assert.Equal(201, (await Attest(lab, customer, accepted)).Status);

        Assert.Equal(status, (await lab.Checkout(customer, (await lab.Cart(customer)).Text("id"))).Status);
    }

    [Fact]
    public async Task AnOwnAcceptanceBefore1April2023_IsNotSeenAnyMore()
    {
        await using var lab = await Start();
        AsOf(lab, "2023-03-30");
        var customer = await lab.Customer();
        lab.Host.Control.AcceptAgreement(customer);
        async Task<bool> IsSigned() =>
            (await lab.Get($"/v1/customers/{customer}/directSignedMicrosoftCustomerAgreementStatus")).Body![
                "isSigned"
            ]!.GetValue<bool>();
        Assert.True(await IsSigned());

        lab.Host.Control.StepClock(TimeSpan.FromDays(2));

        Assert.False(await IsSigned());
        lab.Host.Control.AcceptAgreement(customer);
        Assert.True(await IsSigned());
    }

    [Theory]
    [InlineData("2019-09-30", 201)]
    [InlineData("2019-10-01", 403)]
    public async Task TheCloudAgreement_SufficesBefore1October2019(string day, int status)
    {
        await using var lab = await Start();
        AsOf(lab, day);
        var customer = await lab.Customer();
        Assert.Equal(400, (await Attest(lab, customer, "2019-09-29")).Status);
        Assert.Equal(201, (await Attest(lab, customer, "2019-09-29", "998b88de-aa99-4388-a42c-1b3517d49490")).Status);

        Assert.Equal(status, (await lab.Checkout(customer, (await lab.Cart(customer)).Text("id"))).Status);
    }

    [Theory]
    [InlineData("2025-06-01", 201, 0)]
    [InlineData("2025-06-02", 403, 900400)]
    public async Task AnUnauthorisedReseller_BlocksOrdersFrom2June2025(string day, int status, int code)
    {
        await using var lab = await Start(Lab.Provider);
        AsOf(lab, day);
        var customer = await Buyer(lab);

        var reply = await lab.Checkout(customer, (await lab.Cart(customer, reseller: Lapsed)).Text("id"));

        Assert.Equal((status, code), (reply.Status, reply.Code));
    }

    [Theory]
    [InlineData("2025-11-30", 200)]
    [InlineData("2025-12-01", 403)]
    public async Task AnUnauthorisedReseller_BlocksChangesFrom1December2025(string day, int status)
    {
        await using var lab = await Start(Lab.Provider);
        AsOf(lab, day);
        var customer = await Buyer(lab);
        var order = (
            await lab.Checkout(
                customer,
                (await lab.Cart(customer, reseller: SimulatedPartners.ResellerMpnId)).Text("id")
            )
        ).Body!["orders"]![0]!["id"]!.GetValue<string>();
        lab.Clock.Advance(TimeSpan.FromSeconds(5));
        var subscription = (await lab.Get($"/v1/customers/{customer}/orders/{order}")).Body!["lineItems"]![0]![
            "subscriptionId"
        ]!.GetValue<string>();
        var path = $"/v1/customers/{customer}/subscriptions/{subscription}";

        Assert.Equal(status, (await lab.Send("PATCH", path, new { partnerId = Lapsed })).Status);
        lab.Switch(p => p with { Resellers = [.. p.Resellers.Select(r => r with { Authorized = false })] });
        Assert.Equal(status, (await lab.Send("PATCH", path, new { quantity = 7 })).Status);
        // A cancellation must never be blocked.
        Assert.Equal(200, (await lab.Send("PATCH", path, new { status = "deleted" })).Status);
    }

    [Fact]
    public async Task ValidateResellers_TellsEachIdApart()
    {
        await using var lab = await Start(Lab.Provider);

        var reply = await lab.Send(
            "POST",
            "/v1/partners/validateresellers",
            new { partnerIds = new[] { SimulatedPartners.ResellerMpnId, Lapsed, "4847408", "5100002", "1" } },
            user: false
        );

        Assert.Equal(
            [(true, 0), (false, 900400), (false, 900154), (false, 2072), (false, 800016)],
            reply.Body!["validationResults"]!
                .AsArray()
                .Select(result =>
                    (result!["isValidPartnerIdOnRecord"]!.GetValue<bool>(), result["errorCode"]?.GetValue<int>() ?? 0)
                )
        );
        Assert.Equal(
            400,
            (
                await lab.Send("POST", "/v1/partners/validateresellers", new { partnerIds = Array.Empty<string>() })
            ).Status
        );
    }

    [Theory]
    [InlineData("2026-06-07", SimulatedEnvironment.Production, 200)]
    [InlineData("2026-06-08", SimulatedEnvironment.Production, 401)]
    [InlineData("2026-02-28", SimulatedEnvironment.Sandbox, 200)]
    [InlineData("2026-03-01", SimulatedEnvironment.Sandbox, 401)]
    public async Task AUserWithoutMfa_IsRefusedFromItsDayOn(string day, SimulatedEnvironment environment, int status)
    {
        await using var lab = await Start();
        AsOf(lab, day);
        lab.Switch(p => p with { UserHasMfa = false, Environment = environment });

        var reply = await lab.Get("/v1/customers");

        Assert.Equal((status, status == 401 ? 900421 : 0), (reply.Status, reply.Code));
        Assert.Equal(200, (await lab.Get("/v1/customers", user: false)).Status);
    }

    [Theory]
    [InlineData("2026-04-03", "expired", false)]
    [InlineData("2026-04-04", "active", true)]
    public async Task ATermThatEndsFrom4May2026_GoesOnExtended(string boughtOn, string status, bool extended)
    {
        await using var lab = await Start();
        AsOf(lab, boughtOn);
        var (path, id) = await Monthly(lab);
        Assert.Equal(200, (await lab.Send("PATCH", path, new { autoRenewEnabled = false })).Status);

        lab.Host.Control.StepClock(TimeSpan.FromDays(31));

        Assert.Equal(
            (status, extended),
            (await Status(lab, path), lab.Host.Ledger.Subscriptions.Single(s => s.Id == id).Extended)
        );
        lab.Host.Control.StepClock(TimeSpan.FromDays(200));
        Assert.Equal(extended ? "active" : "deleted", await Status(lab, path));
    }

    [Fact]
    public async Task AnExtendedTerm_EndsWhenItIsCancelled()
    {
        await using var lab = await Start();
        var (path, _) = await Monthly(lab);
        await lab.Send("PATCH", path, new { autoRenewEnabled = false });
        lab.Host.Control.StepClock(TimeSpan.FromDays(50));
        Assert.Equal("active", await Status(lab, path));

        Assert.Equal(200, (await lab.Send("PATCH", path, new { status = "deleted", autoRenewEnabled = false })).Status);

        Assert.Equal("deleted", await Status(lab, path));
    }

    [Fact]
    public async Task ATermToldToStop_StopsAtItsEnd()
    {
        await using var lab = await Start();
        var (path, id) = await Monthly(lab);

        Assert.Equal(200, (await lab.Send("PATCH", path, new { autoRenewEnabled = false })).Status);
        lab.Host.Control.CancelAtTermEnd(id);
        Assert.Equal("active", await Status(lab, path));
        lab.Host.Control.StepClock(TimeSpan.FromDays(31));

        Assert.Equal("deleted", await Status(lab, path));
        Assert.False(lab.Host.Ledger.Subscriptions.Single(s => s.Id == id).Extended);
    }

    [Theory]
    [InlineData("One Microsoft Way", "Redmond", "WA", "98052", "US", "VerifiedShippable", null)]
    [InlineData("", "Redmond", "WA", "98052", "US", "None", null)]
    [InlineData("x", "Redmond", "WA", "98052", "US", "None", null)]
    [InlineData("N/A", "Redmond", "WA", "98052", "US", "None", null)]
    [InlineData("One Microsoft Way", "x", "WA", "98052", "US", "None", null)]
    [InlineData("One Microsoft Way", "Redmond", "WA", "00000", "US", "InteractionRequired", "98052")]
    [InlineData("Domstraße 10", "KÖLN", "NW", "80331", "DE", "InteractionRequired", "50668")]
    [InlineData("Konrad-Zuse-Str. 1", "Unterschleissheim", "BY", "85716", "DE", "VerifiedShippable", null)]
    [InlineData("丸の内2丁目7-2", "千代田区", "東京都", "100-0005", "JP", "VerifiedShippable", null)]
    [InlineData("1 High Street", "Nowhere", "WA", "99999", "US", "VerifiedShippable", null)]
    public async Task TheAddressCheck_JudgesTheContent(
        string line,
        string city,
        string state,
        string postalCode,
        string country,
        string status,
        string? suggested
    )
    {
        await using var lab = await Start();

        var reply = await lab.Send(
            "POST",
            "/v1/validations/address",
            new
            {
                addressLine1 = line,
                city,
                state,
                postalCode,
                country,
            }
        );

        Assert.Equal(status, reply.Text("status"));
        if (suggested is not null)
            Assert.Equal(
                suggested,
                Assert.Single(reply.Body!["suggestedAddresses"]!.AsArray())!["postalCode"]!.GetValue<string>()
            );
    }

    [Theory]
    [InlineData("--as-of", "2026-01-04", null)]
    [InlineData("--as-of", "4.1.2026", "--as-of takes a day")]
    [InlineData("--as-of", "", "--as-of needs a value")]
    public void TheArgument_IsADay(string name, string value, string? problem)
    {
        var arguments = SimulatorArguments.Parse([name, value]);

        if (problem is null)
            Assert.Equal(new DateOnly(2026, 1, 4), arguments.Options.AsOf);
        else
            Assert.StartsWith(problem, arguments.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADayOutOfReach_IsRefusedAndChangesNothing()
    {
        await using var lab = await Start();

        Assert.Throws<PartnerCenter.Simulator.Control.ControlException>(() =>
            lab.Switch(p => p with { AsOf = new DateOnly(1999, 1, 1) })
        );
        Assert.Throws<PartnerCenter.Simulator.Control.ControlException>(() =>
            lab.Host.Control.SetPartner(new JsonObject { ["tenantId"] = Lab.Direct, ["asOf"] = "tomorrow" })
        );

        Assert.Equal(new DateOnly(2026, 11, 23), lab.Host.Control.DayOf(Lab.Direct));
    }

    /// <summary>A lab whose partner goes by the date, for whom the calls are made.</summary>
    private static async Task<Lab> Start(string partner = Lab.Direct)
    {
        var lab = await Lab.Start();
        lab.Partner = partner;
        lab.Switch(p => p with { AttestationMode = AttestationMode.ByDate });
        return lab;
    }

    /// <summary>As over HTTP: the member alone.</summary>
    private static void AsOf(Lab lab, string? day) =>
        lab.Host.Control.SetPartner(new JsonObject { ["tenantId"] = lab.Partner, ["asOf"] = day });

    private static async Task<string> Buyer(Lab lab)
    {
        var customer = await lab.Customer();
        lab.Host.Control.AcceptAgreement(customer);
        return customer;
    }

    private static Task<Reply> Attest(
        Lab lab,
        string customer,
        string accepted,
        string template = "117a77b0-9360-443b-8795-c6dedc750cf9"
    ) =>
        lab.Send(
            "POST",
            $"/v1/customers/{customer}/agreements",
            new
            {
                primaryContact = new
                {
                    firstName = "Gena",
                    lastName = "Soto",
                    email = "gena@wingtiptoys.example",
                },
                templateId = template,
                dateAgreed = accepted,
            }
        );

    private static async Task<(string Path, string Id)> Monthly(Lab lab)
    {
        var customer = await Buyer(lab);
        var order = (await lab.Checkout(customer, (await lab.Cart(customer, term: "P1M")).Text("id"))).Body!["orders"]![
            0
        ]!["id"]!.GetValue<string>();
        lab.Clock.Advance(TimeSpan.FromSeconds(5));
        var id = (await lab.Get($"/v1/customers/{customer}/orders/{order}")).Body!["lineItems"]![0]![
            "subscriptionId"
        ]!.GetValue<string>();
        return ($"/v1/customers/{customer}/subscriptions/{id}", id);
    }

    private static async Task<string> Status(Lab lab, string path) => (await lab.Get(path)).Text("status");
}
