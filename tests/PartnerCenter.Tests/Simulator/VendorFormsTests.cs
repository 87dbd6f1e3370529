using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace PartnerCenter.Tests.Simulator;

/// <summary>
/// Requests in the form the vendor's own client for .NET gives them: PascalCase, every null spelled out, enumerations
/// at their default, the whole resource sent back with one change, a checkout with a text as its body (C §3.3), and
/// pages walked by links alone (C §3.4).
/// </summary>
public sealed class VendorFormsTests
{
    private const string Template = "117a77b0-9360-443b-8795-c6dedc750cf9";

    [Fact]
    public async Task A_customer_with_every_null_spelled_out_is_created()
    {
        await using var lab = await Lab.Start();
        var reply = await lab.Send("POST", "/v1/customers", Newcomer(lab.NewDomain(), "Wingtip"));
        Assert.Equal(201, reply.Status);
        Assert.Equal("en-US", reply.Body!["billingProfile"]!["culture"]!.GetValue<string>());
        Assert.Equal("En", reply.Body!["billingProfile"]!["language"]!.GetValue<string>());
        Assert.Equal("none", reply.Text("relationshipToPartner"));
    }

    [Fact]
    public async Task A_billing_profile_goes_back_whole_without_If_Match_and_the_body_s_etag_counts()
    {
        await using var lab = await Lab.Start();
        var path = $"/v1/customers/{await lab.Customer()}/profiles/billing";
        var whole = Pascal((await lab.Get(path)).Body!).AsObject();
        whole["DefaultAddress"]!["AddressLine2"] = "Floor 2";
        var changed = await lab.Send("PUT", path, whole.ToJsonString());
        Assert.Equal(
            (200, "Floor 2"),
            (changed.Status, changed.Body!["defaultAddress"]!["addressLine2"]!.GetValue<string>())
        );
        Assert.Equal(412, (await lab.Send("PUT", path, whole.ToJsonString())).Status);
    }

    [Fact]
    public async Task A_whole_purchase_goes_through_in_the_vendor_s_form()
    {
        await using var lab = await Lab.Start();
        var id = await lab.Customer();
        var agreed = await lab.Send(
            "POST",
            $"/v1/customers/{id}/agreements",
            $$$"""
            {"UserId":"9cb68cff-fd13-4f8d-b2e5-87e2b1497288","PrimaryContact":{"FirstName":"First","LastName":"Last","Email":"first@outlook.example","PhoneNumber":null},
             "TemplateId":"{{{Template}}}","DateAgreed":"2026-11-22T12:03:04.6159715Z","Type":null,"AgreementLink":null}
            """
        );
        Assert.Equal(201, agreed.Status);

        var made = await lab.Send(
            "POST",
            $"/v1/customers/{id}/carts",
            $$$"""
            {"Id":null,"CreationTimestamp":null,"LastModifiedTimestamp":null,"ExpirationTimestamp":"0001-01-01T00:00:00","LastModifiedUser":null,"LineItems":[
              {"Id":0,"CatalogItemId":"{{{await lab.Item(
                "CFQ7TTC0LH18"
            )}}}","FriendlyName":null,"Quantity":5,"CurrencyCode":null,"BillingCycle":"monthly","TermDuration":"P1Y",
               "PromotionId":null,"Participants":null,"ProvisioningContext":null,"OrderGroup":null,"PurchaseSystem":null,"AddonItems":null,"RenewsTo":null,"Error":null,
               "CustomTermEndDate":null,"AttestationAccepted":null}],
             "Status":null,"PartnerOnRecordAttestationAccepted":null,"Links":null,"Attributes":{"ObjectType":"Cart"}}
            """
        );
        Assert.Equal(201, made.Status);
        var cart = Pascal(made.Body!).AsObject();
        cart["LineItems"]![0]!["Quantity"] = 7;
        var put = await lab.Send("PUT", $"/v1/customers/{id}/carts/{made.Text("id")}", cart.ToJsonString());
        Assert.Equal(7, put.Body!["lineItems"]![0]!["quantity"]!.GetValue<int>());

        var ordered = await lab.Send("POST", $"/v1/customers/{id}/carts/{made.Text("id")}/checkout", "\"success\"");
        Assert.Equal(201, ordered.Status);
        lab.Clock.Advance(TimeSpan.FromSeconds(1));
        var refused = await lab.Send(
            "PATCH",
            $"/v1/customers/{id}/orders/{ordered.Body!["orders"]![0]!["id"]!.GetValue<string>()}",
            $$$"""
            {"Id":null,"AlternateId":null,"ReferenceCustomerId":"{{{id}}}","BillingCycle":"unknown","CurrencySymbol":null,"LineItems":null,"CreationDate":null,"Status":"cancelled",
             "TransactionType":null,"Links":null,"PartnerOnRecordAttestationAccepted":null,"Attributes":{"ObjectType":"Order"}}
            """
        );
        Assert.Equal((403, 800077), (refused.Status, refused.Code));

        var bought = (await lab.Get($"/v1/customers/{id}/subscriptions")).Body!["items"]![0]!;
        var subscription = $"/v1/customers/{id}/subscriptions/{bought["id"]!.GetValue<string>()}";
        foreach (var status in new[] { "suspended", "active", "deleted" })
        {
            var whole = Pascal((await lab.Get(subscription)).Body!).AsObject();
            whole["Status"] = status;
            whole["EntitlementId"] = null;
            var patched = await lab.Send("PATCH", subscription, whole.ToJsonString());
            Assert.Equal((200, status), (patched.Status, patched.Text("status")));
        }

        var leaving = Pascal((await lab.Get($"/v1/customers/{id}")).Body!).AsObject();
        leaving["RelationshipToPartner"] = "none";
        leaving["UserCredentials"] = null;
        Assert.Equal(200, (await lab.Send("PATCH", $"/v1/customers/{id}", leaving.ToJsonString())).Status);
        Assert.Equal(404, (await lab.Get($"/v1/customers/{id}")).Status);
    }

    [Fact]
    public async Task Links_alone_lead_through_the_pages_of_a_filtered_list_and_back()
    {
        await using var lab = await Lab.Start();
        for (var i = 0; i < 7; i++)
            await lab.Send("POST", "/v1/customers", Newcomer(lab.NewDomain(), i % 2 == 0 ? "Even Toys" : "Odd Toys"));
        var filter = Uri.EscapeDataString("""{"Field":"CompanyName","Value":"Even","Operator":"starts_with"}""");
        var pages = new List<Reply> { await lab.Get($"/v1/customers?size=2&filter={filter}") };
        Assert.Null(pages[0].Body!["links"]!["previous"]);
        while (await Follow(lab, pages[^1], "next") is { } page)
            pages.Add(page);
        Assert.Equal([2, 2], pages.Select(p => p.Body!["items"]!.AsArray().Count));
        Assert.All(
            pages.SelectMany(p => p.Body!["items"]!.AsArray()),
            c => Assert.Equal("Even Toys", c!["companyProfile"]!["companyName"]!.GetValue<string>())
        );

        var back = await Follow(lab, pages[^1], "previous");
        Assert.Equal(Ids(pages[0]), Ids(back!));
        Assert.Null(back!.Body!["links"]!["previous"]);
    }

    [Fact]
    public async Task Audit_records_are_paged_by_links_within_the_days_asked_for()
    {
        await using var lab = await Lab.Start();
        await lab.Customer();
        lab.Host.Control.StepClock(TimeSpan.FromDays(3));
        await lab.Customer();
        await lab.Customer();
        var first = await lab.Get("/v1/auditrecords?startDate=2026-11-26&size=1");
        var second = await Follow(lab, first, "next");
        Assert.Single(second!.Body!["items"]!.AsArray());
        Assert.Null(await Follow(lab, second, "next"));
    }

    /// <summary>
    /// The vendor's client knows a closed list of kinds and asks for them by their names in PascalCase.
    /// </summary>
    [Fact]
    public async Task Audit_records_name_kinds_that_the_vendor_lists_and_are_found_by_them_in_either_spelling()
    {
        await using var lab = await Lab.Start();
        var customer = await lab.Customer();
        await lab.Send(
            "PUT",
            $"/v1/customers/{customer}/profiles/billing",
            (await lab.Get($"/v1/customers/{customer}/profiles/billing")).Body!.ToJsonString()
        );
        await lab.Send(
            "POST",
            $"/v1/customers/{customer}/qualifications",
            new { qualification = "Education", educationSegment = "K12" }
        );
        await lab.Send(
            "POST",
            $"/v1/customers/{customer}/users",
            new
            {
                usageLocation = "US",
                userPrincipalName = "a@wingtip1.onmicrosoft.com",
                firstName = "A",
                lastName = "B",
                displayName = "C",
                passwordProfile = new { password = "Placeholder1!" },
            }
        );
        async Task<IEnumerable<string>> Kinds(string? kind = null)
        {
            var filter = kind is null
                ? ""
                : "?filter="
                    + Uri.EscapeDataString($$"""{"Field":"ResourceType","Value":"{{kind}}","Operator":"equals"}""");
            return (await lab.Get("/v1/auditrecords" + filter)).Body!["items"]!
                .AsArray()
                .Select(r => r!["resourceType"]!.GetValue<string>());
        }

        Assert.Equal(["customer_user", "customer", "customer", "customer"], await Kinds());
        Assert.Equal(["customer_user"], await Kinds("CustomerUser"));
        Assert.Equal(["customer_user"], await Kinds("customer_user"));
        Assert.Equal(3, (await Kinds("Customer")).Count());
    }

    [Fact]
    public async Task The_link_of_a_marketplace_line_leads_to_its_activation()
    {
        await using var lab = await Lab.Start();
        var customer = await lab.Customer();
        await lab.Attest(customer);
        var order = (
            await lab.Checkout(customer, (await lab.Cart(customer, "DZH318Z0F1QJ", 1, "P1M")).Text("id"))
        ).Body!["orders"]![0]!;
        Assert.Null(order["lineItems"]![0]!["links"]!["activationLinks"]);
        lab.Clock.Advance(TimeSpan.FromSeconds(5));
        var line = (await lab.Get($"/v1/customers/{customer}/orders/{order["id"]!.GetValue<string>()}")).Body![
            "lineItems"
        ]![0]!;
        var found = (await lab.Get("/v1" + line["links"]!["activationLinks"]!["uri"]!.GetValue<string>())).Body![
            "items"
        ]![0]!;
        Assert.Equal(0, found["lineItemNumber"]!.GetValue<int>());
        Assert.Contains(
            line["subscriptionId"]!.GetValue<string>(),
            found["link"]!["uri"]!.GetValue<string>(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Offers_come_in_pages_by_offset_and_size_also_for_a_customer()
    {
        await using var lab = await Lab.Start();
        var all = (await lab.Get("/v1/offers?country=US")).Body!["items"]!.AsArray();
        var seen = new List<string>();
        var page = await lab.Get("/v1/offers?country=US&offset=0&size=4");
        Assert.Equal(4, page.Body!["items"]!.AsArray().Count);
        for (Reply? next = page; next is not null; next = await Follow(lab, next, "next"))
            seen.AddRange(Ids(next));
        Assert.Equal(all.Select(o => o!["id"]!.GetValue<string>()), seen);
        Assert.Equal(
            (400, 2000),
            (await lab.Get("/v1/offers?country=US&offset=-1")) is var odd ? (odd.Status, odd.Code) : default
        );

        var customer = await lab.Customer();
        Assert.Equal(seen, Ids(await lab.Get($"/v1/customers/{customer}/offers")));
        Assert.Equal(
            ["Enterprise_Key", "SmallBusiness_Key", "Nonprofit_Key", "Trial_Key"],
            Ids(await lab.Get($"/v1/customers/{customer}/offercategories"))
        );
    }

    [Fact]
    public async Task Offers_and_country_rules_have_what_recorded_answers_have()
    {
        await using var lab = await Lab.Start();
        string[] recorded =
        [
            "acquisitionType",
            "actions",
            "attributes",
            "billing",
            "category",
            "conversionTargetOffers",
            "country",
            "description",
            "hasAddOns",
            "id",
            "isAddOn",
            "isAutoRenewable",
            "isAvailableForPurchase",
            "isInternal",
            "isMicrosoftProduct",
            "isTrial",
            "limit",
            "limitUnitOfMeasure",
            "links",
            "locale",
            "maximumQuantity",
            "minimumQuantity",
            "name",
            "prerequisiteOffers",
            "product",
            "rank",
            "reselleeQualifications",
            "resellerQualifications",
            "salesGroupId",
            "supportedBillingCycles",
            "supportedCatalogTypes",
            "term",
            "termUnitOfMeasure",
            "unitType",
            "uri",
        ];
        Assert.All(
            (await lab.Get("/v1/offers?country=US")).Body!["items"]!.AsArray(),
            o =>
                Assert.Equal(
                    recorded,
                    o!
                        .AsObject()
                        .Select(m => m.Key)
                        .Where(name => name != "upgradeTargetOffers")
                        .Order(StringComparer.Ordinal)
                )
        );

        var rules = (await lab.Get("/v1/countryvalidationrules/US")).Body!;
        Assert.Equal(
            (51, "AK", "WY"),
            (
                rules["supportedStatesList"]!.AsArray().Count,
                rules["supportedStatesList"]![0]!.GetValue<string>(),
                rules["supportedStatesList"]![50]!.GetValue<string>()
            )
        );
        Assert.True(rules["isTaxIdSupported"]!.GetValue<bool>() && rules["isTaxIdOptional"]!.GetValue<bool>());
    }

    [Fact]
    public async Task An_upload_names_its_parts_without_quotes_around_them()
    {
        await using var lab = await Lab.Start();
        var id = await lab.Customer();
        await lab.Attest(id);
        var cart = await lab.Cart(id, "DG7GMGF0D7FV", 1, null, "one_time", "0002");
        var order = (await lab.Checkout(id, cart.Text("id"))).Body!["orders"]![0]!["id"]!.GetValue<string>();
        lab.Clock.Advance(TimeSpan.FromSeconds(1));
        var file = new ByteArrayContent([1, 2, 3]);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
        using var form = new MultipartFormDataContent
        {
            { new StringContent("""{"isPartofTender":false,"customerPrice":100,"currency":"USD"}"""), "metadata" },
            { file, "pofiles", "po.pdf" },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"v1/customers/{id}/orders/{order}/attachment")
        {
            Content = form,
        };
        request.Headers.Authorization = new("Bearer", await lab.Token());
        using var answer = await lab.Raw(request);
        Assert.Equal(201, (int)answer.StatusCode);
        var attachment = (await lab.Get($"/v1/customers/{id}/orders/{order}/attachments")).Body!["items"]![0]![
            "attachmentId"
        ]!.GetValue<string>();
        using var download = new HttpRequestMessage(
            HttpMethod.Get,
            $"v1/customers/{id}/orders/{order}/attachment/{attachment}"
        );
        download.Headers.Authorization = new("Bearer", await lab.Token());
        using var content = await lab.Raw(download);
        Assert.Equal([1, 2, 3], await content.Content.ReadAsByteArrayAsync());
    }

    private static string Newcomer(string domain, string company) =>
        $$$"""
            {"Id":null,"CommerceId":null,"CompanyProfile":{"TenantId":null,"Domain":"{{{domain}}}","CompanyName":null,"OrganizationRegistrationNumber":null,"Attributes":{"ObjectType":"CustomerCompanyProfile"}},
             "BillingProfile":{"Id":null,"FirstName":null,"LastName":null,"Email":"gena@wingtiptoys.example","Culture":"EN-US","Language":"En","CompanyName":"{{{company}}}",
               "DefaultAddress":{"Country":"US","Region":null,"City":"Redmond","State":"WA","AddressLine1":"One Microsoft Way","AddressLine2":null,"PostalCode":"98052","FirstName":"Gena","MiddleName":null,"LastName":"Soto","PhoneNumber":"4257778899"},
               "Attributes":{"ObjectType":"CustomerBillingProfile"}},
             "RelationshipToPartner":"unknown","AllowDelegatedAccess":null,"UserCredentials":null,"CustomDomains":null,"AssociatedPartnerId":null,"Attributes":{"ObjectType":"Customer"}}
            """;

    private static IEnumerable<string> Ids(Reply page) =>
        page.Body!["items"]!.AsArray().Select(c => c!["id"]!.GetValue<string>());

    /// <summary>
    /// Links lack the version (C §1); the vendor's client puts it before them and sends the headers they name.
    /// </summary>
    private static async Task<Reply?> Follow(Lab lab, Reply page, string name)
    {
        if (page.Body!["links"]![name] is not { } link)
            return null;
        var headers = link["headers"]!
            .AsArray()
            .Select(h => (h!["key"]!.GetValue<string>(), h["value"]!.GetValue<string>()))
            .ToArray();
        var reply = await lab.Send("GET", "/v1" + link["uri"]!.GetValue<string>(), headers: headers);
        Assert.Equal(200, reply.Status);
        return reply;
    }

    private static JsonNode Pascal(JsonNode node) =>
        node switch
        {
            JsonObject members => new JsonObject(
                members.Select(m =>
                    KeyValuePair.Create(
                        char.ToUpperInvariant(m.Key[0]) + m.Key[1..],
                        m.Value is null ? null : (JsonNode?)Pascal(m.Value)
                    )
                )
            ),
            JsonArray items => new JsonArray([.. items.Select(i => Pascal(i!))]),
            _ => node.DeepClone(),
        };
}
