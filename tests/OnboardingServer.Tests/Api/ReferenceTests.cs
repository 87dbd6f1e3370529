using Onboarding;
using PartnerCenter.Simulator.Faults;

namespace OnboardingServer.Tests.Api;

public sealed class ReferenceTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private RunningServer Server => fixture.Server;

    [Fact]
    public async Task The_partners_say_what_each_of_them_allows()
    {
        var partners = (await Server.Get("reference/partners")).Body["items"]!.AsArray();

        Assert.Equal(
            ["default indirectProvider True", "direct directBill False"],
            partners.Select(partner => $"{partner!["name"]} {partner["kind"]} {partner["resellers"]!.GetValue<bool>()}")
        );
        Assert.All(
            partners,
            partner =>
                Assert.Equal(
                    ["direct", "enhanced", "attestation"],
                    partner!["agreementModes"]!.AsArray().Select(mode => mode!.GetValue<string>())
                )
        );
        Assert.All(
            partners,
            partner =>
                Assert.Equal(
                    ("public", "production", "onmicrosoft.com"),
                    ($"{partner!["cloud"]}", $"{partner["environment"]}", $"{partner["domainSuffix"]}")
                )
        );
    }

    [Fact]
    public async Task Where_the_cloud_has_no_agreement_there_is_no_mode_of_it()
    {
        await using var server = await RunningServer.Start(
            ("Partners:agency:Kind", "DirectBill"),
            ("Partners:agency:Cloud", "UsGovernment")
        );

        var partner = Assert.Single((await server.Get("reference/partners")).Body["items"]!.AsArray())!;

        Assert.Empty(partner["agreementModes"]!.AsArray());
        Assert.Equal("onmicrosoft.us", partner["domainSuffix"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_country_says_what_it_asks_for()
    {
        var germany = await Server.Get("reference/countries/de");
        var states = await Server.Get("reference/countries/US?partner=direct");

        Assert.Equal(("DE", "de-DE"), (germany.Text("country"), germany.Body["cultures"]![0]!.GetValue<string>()));
        Assert.True(states.Body["stateRequired"]!.GetValue<bool>());
        Assert.Contains(
            states.Body["states"]!.AsArray(),
            state => state!["code"]!.GetValue<string>() == "WA" && state["name"]!.GetValue<string>() == "Washington"
        );
    }

    [Fact]
    public async Task A_country_that_is_none_is_404() =>
        (await Server.Get("reference/countries/QQ")).AssertProblem(404, ErrorCodes.NotFound);

    [Fact]
    public async Task A_provider_has_resellers_and_a_direct_bill_partner_has_none()
    {
        var provider = await Server.Get("reference/resellers");
        var direct = await Server.Get("reference/resellers?partner=direct");

        Assert.Contains(
            provider.Body["items"]!.AsArray(),
            reseller => reseller!["tenantId"]!.GetValue<string>() == "484e548c-f5f3-4528-93a9-c16c6373cb59"
        );
        Assert.Empty(direct.Body["items"]!.AsArray());
    }

    [Fact]
    public async Task Offers_are_listed_and_one_is_told_with_its_terms()
    {
        var all = await Server.Get("reference/offers?country=DE");
        var one = await Server.Get("reference/offers?country=DE&text=cfq7ttc0lh18");

        Assert.True(all.Body["items"]!.AsArray().Count > 3);
        var offer = Assert.Single(one.Body["items"]!.AsArray(), offer => offer!["sku"]!.GetValue<string>() == "0001")!;
        Assert.Equal("CFQ7TTC0LH18", offer["product"]!.GetValue<string>());
        Assert.Contains(
            offer["terms"]!.AsArray(),
            term => term!["term"]!.GetValue<string>() == "P1Y" && term["billing"]!.GetValue<string>() == "monthly"
        );
        (await Server.Get("reference/offers?country=QQ")).AssertProblem(404, ErrorCodes.NotFound);
    }

    [Fact]
    public async Task A_domain_is_free_or_taken()
    {
        Server.Simulator.Control.TakeDomain("northwind.onmicrosoft.com");

        Assert.False((await Server.Get("reference/domains/Northwind")).Body["available"]!.GetValue<bool>());
        Assert.True((await Server.Get("reference/domains/northwind2")).Body["available"]!.GetValue<bool>());
        Assert.Equal(
            "nohyphens",
            (await Server.Get("reference/domains/no-hyphens")).Body["problem"]!["suggestion"]!.GetValue<string>()
        );
    }

    [Fact]
    public async Task Partner_Center_that_refuses_is_502_and_named()
    {
        Server.Simulator.Faults.Add(
            new()
            {
                Operation = "relationships.list",
                Kind = FaultKind.Refuse,
                Status = 403,
                Code = 900308,
                Count = 1,
            }
        );

        (await Server.Get("reference/resellers")).AssertProblem(502, ErrorCodes.PartnerCenterRefused);
    }

    [Fact]
    public async Task The_text_of_the_agreement_is_there_for_the_agent_in_the_customer_s_language()
    {
        var german = (await Server.Get("reference/agreement?country=de&culture=de-DE&partner=direct")).Body;
        var other = (await Server.Get("reference/agreement?country=DE&culture=xx-XX&partner=direct")).Body;
        using var http = new HttpClient();

        Assert.Equal(("de-DE", "DE"), (german["language"]!.GetValue<string>(), german["country"]!.GetValue<string>()));
        Assert.Equal("en-US", other["language"]!.GetValue<string>());
        Assert.StartsWith(
            "%PDF",
            await http.GetStringAsync(new Uri(german["displayUrl"]!.GetValue<string>())),
            StringComparison.Ordinal
        );
        (await Server.Get("reference/agreement?country=Germany")).AssertProblem(
            400,
            Onboarding.ErrorCodes.InvalidParameter
        );
    }
}
