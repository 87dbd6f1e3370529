using System.Text.Json.Nodes;

namespace PartnerCenter.Tests.Simulator;

/// <summary>
/// Facts of answers recorded from the service itself, copied by hand: ids, numbers, members. What they are written with
/// is not copied.
/// </summary>
public sealed class RecordedAnswersTests
{
    [Theory]
    [InlineData(
        "8BDBB60B-E526-43E9-92EF-AB760C8E0B72",
        "Microsoft 365 E5",
        10_000_000,
        174,
        "06EBC4EE-1BB5-47DD-8120-11324BC54E06",
        "Enterprise_Key",
        "None",
        0
    )]
    [InlineData(
        "BD938F12-058F-4927-BBA3-AE36B1D2501C",
        "Office 365 Business Essentials",
        300,
        205,
        "3B555118-DA6A-4418-894F-7DF1E2096870",
        "SmallBusiness_Key",
        "Concurrent",
        2
    )]
    [InlineData(
        "796B6B5F-613C-4E24-A17C-EBA730D49C02",
        "Office 365 Enterprise E3",
        10_000_000,
        218,
        "6FD2C87F-B296-42F0-B197-1E91E994B900",
        "Enterprise_Key",
        "None",
        0
    )]
    public async Task An_offer_has_its_recorded_id_and_numbers(
        string id,
        string name,
        int most,
        int rank,
        string product,
        string category,
        string limitOf,
        int limit
    )
    {
        await using var lab = await Lab.Start();
        foreach (var asked in new[] { id, id.ToLowerInvariant() })
        {
            var reply = await lab.Get($"/v1/offers/{asked}?country=US");
            Assert.Equal(200, reply.Status);
            var offer = reply.Body!;
            Assert.Equal(
                (id, name, most, rank),
                (
                    reply.Text("id"),
                    reply.Text("name"),
                    offer["maximumQuantity"]!.GetValue<int>(),
                    offer["rank"]!.GetValue<int>()
                )
            );
            Assert.Equal(
                (product, category),
                (offer["product"]!["id"]!.GetValue<string>(), offer["category"]!["id"]!.GetValue<string>())
            );
            Assert.Equal((limitOf, limit), (reply.Text("limitUnitOfMeasure"), offer["limit"]!.GetValue<int>()));
            Assert.Equal($"/3c95518e-8c37-41e3-9627-0ca339200f53/Offers/{id}", reply.Text("uri"));
            Assert.Equal($"/offers/{id}?country=US", offer["links"]!["self"]!["uri"]!.GetValue<string>());
            Assert.True(offer["hasAddOns"]!.GetValue<bool>());
        }
        Assert.Contains(
            id,
            (await lab.Get("/v1/offers?country=US")).Body!["items"]!.AsArray().Select(o => o!["id"]!.GetValue<string>())
        );
    }

    [Fact]
    public async Task Offers_say_what_they_can_become_and_where_to_read_more_where_that_was_recorded()
    {
        await using var lab = await Lab.Start();
        var all = (await lab.Get("/v1/offers?country=US")).Body!["items"]!.AsArray();
        var ids = all.Select(o => o!["id"]!.GetValue<string>()).ToHashSet();
        JsonNode Offer(string name) => all.Single(o => o!["name"]!.GetValue<string>() == name)!;

        Assert.Contains(
            "8BDBB60B-E526-43E9-92EF-AB760C8E0B72",
            Offer("Office 365 Business Premium")["upgradeTargetOffers"]!.AsArray().Select(o => o!.GetValue<string>())
        );
        Assert.Null(Offer("Microsoft 365 E5")["upgradeTargetOffers"]);
        Assert.Equal(
            "http://g.microsoftonline.com/0BXPS00EN-US/909",
            Offer("Office 365 Business Premium")["links"]!["learnMore"]!["uri"]!.GetValue<string>()
        );
        Assert.Null(Offer("Microsoft 365 E5")["links"]!["learnMore"]!["uri"]);
        // Whatever an offer names can be asked for.
        Assert.All(
            all,
            o =>
                Assert.All(
                    (o!["upgradeTargetOffers"]?.AsArray() ?? []).Concat(o["prerequisiteOffers"]!.AsArray()),
                    named => Assert.Contains(named!.GetValue<string>(), ids)
                )
        );
        Assert.All(
            all.Where(o => o!["isAddOn"]!.GetValue<bool>()),
            o => Assert.NotEmpty(o!["prerequisiteOffers"]!.AsArray())
        );
    }

    [Fact]
    public async Task A_restricted_item_says_by_which_property()
    {
        await using var lab = await Lab.Start();
        var customer = await lab.Customer();
        var reply = await lab.Send(
            "POST",
            "/v1/extensions/product/checkInventory?country=US",
            new
            {
                targetItems = new[] { new { productId = "DZH318Z0BQ3Q" } },
                inventoryContext = new { customerId = customer, armRegionName = "japanwest" },
            }
        );
        var item = Assert.Single(reply.Body!.AsArray())!;
        Assert.True(item["isRestricted"]!.GetValue<bool>());
        var properties = Assert.IsType<JsonObject>(Assert.Single(item["restrictions"]!.AsArray())!["properties"]);
        Assert.Equal(
            [("type", "Location"), ("values", "japanwest")],
            properties.Select(p => (p.Key, p.Value!.GetValue<string>()))
        );
    }

    [Fact]
    public async Task A_user_links_to_itself_where_it_is_made_read_listed_and_deleted()
    {
        await using var lab = await Lab.Start();
        var customer = await lab.Customer();
        var users = $"/customers/{customer}/users";
        var made = await lab.Send(
            "POST",
            "/v1" + users,
            new
            {
                usageLocation = "US",
                userPrincipalName = "jade@wingtip1.onmicrosoft.com",
                firstName = "Jade",
                lastName = "Azul",
                displayName = "Jade Azul",
                passwordProfile = new { password = "Placeholder1!", forceChangePassword = true },
            }
        );
        var self = $"{users}/{made.Text("id")}";
        Assert.Equal(self, LinkOf(made.Body!, "self"));
        Assert.Equal(self, LinkOf((await lab.Get("/v1" + self)).Body!, "self"));
        Assert.Equal(self, LinkOf((await lab.Get("/v1" + users)).Body!["items"]![0]!, "self"));
        await lab.Send("DELETE", "/v1" + self);
        var filter = Uri.EscapeDataString("""{"Field":"UserStatus","Value":"Inactive","Operator":"equals"}""");
        Assert.Equal(self, LinkOf((await lab.Get($"/v1{users}?size=500&filter={filter}")).Body!["items"]![0]!, "self"));
    }

    [Fact]
    public async Task Offer_categories_come_without_links()
    {
        await using var lab = await Lab.Start();
        Assert.Equal(
            ["totalCount", "items", "attributes"],
            (await lab.Get("/v1/offercategories?country=US")).Body!.AsObject().Select(member => member.Key)
        );
    }

    [Fact]
    public async Task What_has_no_term_ends_in_the_recorded_year()
    {
        await using var lab = await Lab.Start();
        var customer = await lab.Customer();
        await lab.Attest(customer);
        await lab.Checkout(customer, (await lab.Cart(customer, "DZH318Z0BPS6", 1, null)).Text("id"));
        lab.Clock.Advance(TimeSpan.FromSeconds(5));
        var plan = (await lab.Get($"/v1/customers/{customer}/subscriptions")).Body!["items"]![0]!;
        Assert.Equal(
            new DateTimeOffset(9999, 12, 14, 0, 0, 0, TimeSpan.Zero),
            plan["commitmentEndDate"]!.GetValue<DateTimeOffset>()
        );
    }

    [Fact]
    public async Task Audit_records_of_orders_and_subscriptions_have_the_recorded_members_and_details()
    {
        await using var lab = await Lab.Start();
        var (customer, order, subscription) = await lab.Bought();
        var path = $"/v1/customers/{customer}/subscriptions/{subscription}";
        var whole = (await lab.Get(path)).Body!;
        whole["status"] = "suspended";
        await lab.Send("PATCH", path, whole.ToJsonString());

        var records = (await lab.Get("/v1/auditrecords")).Body!["items"]!.AsArray();
        JsonNode Record(string operation) => records.First(r => r!["operationType"]!.GetValue<string>() == operation)!;
        string Details(string operation) =>
            string.Join(' ', Record(operation)["customizedData"]!.AsArray().Select(d => $"{d!["key"]}={d["value"]}"));
        Assert.Equal(
            [
                "applicationId",
                "attributes",
                "customerId",
                "customerName",
                "customizedData",
                "id",
                "operationDate",
                "operationStatus",
                "operationType",
                "originalCorrelationId",
                "partnerId",
                "resourceNewValue",
                "resourceType",
                "sessionId",
                "userPrincipalName",
            ],
            Record("create_order").AsObject().Select(member => member.Key).Order(StringComparer.Ordinal)
        );
        Assert.Matches(
            $"^OrderId={order} AlternateId=[0-9a-f]+ BillingCycle=Monthly OfferId-0=CFQ7TTC0LH18:0001:[^ ]+ "
                + $"SubscriptionId-0={subscription} SubscriptionName-0=Microsoft 365 Business Basic Quantity-0=5$",
            Details("create_order")
        );
        Assert.Matches(
            $"^SubscriptionId={subscription} OfferId=CFQ7TTC0LH18:0001:[^ ]+ SubscriptionName=Microsoft 365 Business "
                + "Basic Quantity=5 Status=Suspended PartnerOnRecord=None ActionTaken=False$",
            Details("update_subscription")
        );
    }

    [Fact]
    public async Task A_partner_s_profile_names_its_kind_as_recorded()
    {
        await using var lab = await Lab.Start();
        Assert.Equal("MpnProfile", (await lab.Get("/v1/profiles/mpn")).Text("profileType"));
    }

    /// <summary>Members in their recorded order of values; a member that was not recorded is not asked for.</summary>
    [Theory]
    [InlineData(
        "US",
        "en-US",
        "en,es",
        "en-US,es-US",
        "^\\d{5}(-\\d{4})?$",
        true,
        51,
        false,
        true,
        true,
        "1",
        null,
        null
    )]
    [InlineData(
        "DE",
        "de-DE",
        "en,de",
        "de-DE,en-US",
        "^[0-9]{5,5}$",
        false,
        0,
        true,
        false,
        true,
        "49",
        "DE#########",
        "^DE[\\d]{9,9}$"
    )]
    [InlineData(
        "GB",
        "en-GB",
        "en",
        "en-GB,en-US",
        "^([gG][iI][rR][ ]?0[aA]{2,2}|[a-zA-Z]([0-9][0-9a-zA-Z]?|[a-zA-Z][0-9][0-9a-zA-Z]?)[ ]?[0-9][a-zA-Z]{2,2})$",
        false,
        0,
        true,
        false,
        true,
        "44",
        "GB#########",
        "^GB(([\\d]{3,3}[\\d]{4,4}[\\d]{2,2}([\\d]{3,3})?)|((GD|HA)[\\d]{3,3}))$"
    )]
    [InlineData(
        "CN",
        "zh-CN",
        "zh-CHS,en",
        "zh-CN,en-US",
        "^[0-9]{6,6}$",
        true,
        31,
        false,
        false,
        false,
        "86",
        null,
        null
    )]
    public async Task A_country_has_its_recorded_rules(
        string iso,
        string culture,
        string languages,
        string cultures,
        string postal,
        bool needsState,
        int states,
        bool vat,
        bool tax,
        bool taxOptional,
        string calling,
        string? taxFormat,
        string? vatPattern
    )
    {
        await using var lab = await Lab.Start();
        var rules = (await lab.Get($"/v1/countryvalidationrules/{iso}")).Body!;
        string List(string name) => string.Join(',', rules[name]!.AsArray().Select(item => item!.GetValue<string>()));

        Assert.Equal(
            (iso, culture, languages, cultures),
            (
                rules["iso2Code"]!.GetValue<string>(),
                rules["defaultCulture"]!.GetValue<string>(),
                List("supportedLanguagesList"),
                List("supportedCulturesList")
            )
        );
        Assert.Equal(
            (postal, needsState, states),
            (
                rules["postalCodeRegex"]!.GetValue<string>(),
                rules["isStateRequired"]!.GetValue<bool>(),
                rules["supportedStatesList"]!.AsArray().Count
            )
        );
        Assert.Equal(
            (vat, tax, taxOptional, calling),
            (
                rules["isVatIdSupported"]!.GetValue<bool>(),
                rules["isTaxIdSupported"]!.GetValue<bool>(),
                rules["isTaxIdOptional"]!.GetValue<bool>(),
                List("countryCallingCodesList")
            )
        );
        Assert.Equal(
            (taxFormat, vatPattern),
            (rules["taxIdFormat"]?.GetValue<string>(), rules["vatIdRegex"]?.GetValue<string>())
        );
        Assert.Equal(
            List("supportedStatesList").Split(',').Order(StringComparer.Ordinal),
            List("supportedStatesList").Split(',')
        );
    }

    private static string LinkOf(JsonNode resource, string name) =>
        resource["links"]![name]!["uri"]!.GetValue<string>();
}
