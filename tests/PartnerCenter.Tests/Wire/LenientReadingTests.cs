using System.Text.Json;
using PartnerCenter.Carts;
using PartnerCenter.Customers;
using PartnerCenter.Orders;
using PartnerCenter.Subscriptions;
using PartnerCenter.Tests.Client;
using PartnerCenter.Wire;

namespace PartnerCenter.Tests.Wire;

/// <summary>C §3.3 and the rows of C §25 that are about reading.</summary>
public sealed class LenientReadingTests
{
    private static readonly CustomerId Contoso = CustomerId.Parse("626099fe-0000-4000-8000-000000000001");

    [Theory]
    [InlineData("\"pending_po_upload\"", OrderStatus.PendingPoUpload)]
    [InlineData("\"pending po upload\"", OrderStatus.PendingPoUpload)]
    [InlineData("\"PendingPoUpload\"", OrderStatus.PendingPoUpload)]
    [InlineData("\"COMPLETED\"", OrderStatus.Completed)]
    [InlineData("\"teleported\"", OrderStatus.Unknown)]
    [InlineData("null", OrderStatus.Unknown)]
    [InlineData("{\"a\":[1]}", OrderStatus.Unknown)]
    public void Enum_AnySpelling_IsReadAndTheUnknownIsUnknown(string json, OrderStatus expected) =>
        Assert.Equal(expected, JsonSerializer.Deserialize<OrderStatus>(json, PartnerCenterJson.Options));

    [Theory]
    [InlineData("10001")]
    [InlineData("\"10001\"")]
    [InlineData("\"CatalogItemIdIsNotValid\"")]
    [InlineData("\"catalog_item_id_is_not_valid\"")]
    public void CartErrorCode_NumberOrName_IsRead(string json) =>
        Assert.Equal(
            CartErrorCode.CatalogItemIdIsNotValid,
            JsonSerializer.Deserialize<CartErrorCode>(json, PartnerCenterJson.Options)
        );

    [Theory]
    [InlineData("2021-07-14T18:02:00", "2021-07-14T18:02:00Z")]
    [InlineData("2021-07-14T18:02:00Z", "2021-07-14T18:02:00Z")]
    [InlineData("2021-07-14T18:02:00.1234567Z", "2021-07-14T18:02:00.1234567Z")]
    [InlineData("2021-07-14T20:02:00+02:00", "2021-07-14T18:02:00Z")]
    [InlineData("2021-07-14", "2021-07-14T00:00:00Z")]
    public void Date_WithAndWithoutZone_IsUtc(string text, string expected)
    {
        var date = JsonSerializer.Deserialize<DateTimeOffset>($"\"{text}\"", PartnerCenterJson.Options);

        Assert.Equal($"\"{expected}\"", JsonSerializer.Serialize(date, PartnerCenterJson.Options));
    }

    [Fact]
    public void Members_PascalCaseNumbersNullsAndStrangers_AreRead()
    {
        var customer = JsonSerializer.Deserialize<Customer>(
            $$"""{"Id":"{{Contoso}}","CommerceId":7,"CustomDomains":null,"AllowDelegatedAccess":true,"NewThing":{"a":1},"CompanyProfile":{"DOMAIN":"x"} }""",
            PartnerCenterJson.Options
        )!;

        Assert.Equal(
            (Contoso, "7", 0, true, "x"),
            (
                customer.Id,
                customer.CommerceId,
                customer.CustomDomains.Count,
                customer.AllowDelegatedAccess,
                customer.CompanyProfile?.Domain
            )
        );
    }

    [Fact]
    public async Task CountryRules_OlderForm_IsRead()
    {
        await using var peer = await Peer.Answering(
            200,
            """
            {"iso2Code":"US","states":{"value":["AL","WA"]},"supportedLanguages":{"value":["en"]},"supportedCultures":{"Value":["en-US"]},
             "countryCallingCodes":{"value":["1"]},"isRegistrationNumberSupported":true,"attributes":{"objectType":"CountryInformation"}}
            """
        );
        using var client = TestClient.For(peer.Address);

        var rules = await client.Partner.Validation.CountryRules("US");

        Assert.Equal(["AL", "WA"], rules.SupportedStatesList);
        Assert.Equal(
            ["en", "en-US", "1"],
            [.. rules.SupportedLanguagesList, .. rules.SupportedCulturesList, .. rules.CountryCallingCodesList]
        );
        Assert.True(rules.IsRegistrationNumberSupported);
    }

    [Fact]
    public async Task CheckAddress_OlderAnswers_AreRead()
    {
        await using var peer = await Peer.Answering(200, "");
        using var client = TestClient.For(peer.Address);

        var good = await client.Partner.Validation.CheckAddress(FaultTests.Wingtip.Address);
        peer.Answers = context =>
            Peer.Json(
                context,
                400,
                """{"code":"2007","description":"{\"code\":\"60071\"}","data":[],"source":"PartnerFD"}"""
            );
        var bad = await client.Partner.Validation.CheckAddress(FaultTests.Wingtip.Address);

        Assert.True(good.IsGood);
        Assert.Equal(Validation.AddressStatus.None, bad.Status);
    }

    [Theory]
    [InlineData("""{"isAgreementSigned":true}""", 200, typeof(Relationships.MpaStatus.Signed))]
    [InlineData("""{"isAgreementSigned":false}""", 200, typeof(Relationships.MpaStatus.NotSigned))]
    [InlineData("""{"code":2203,"description":"not in this region"}""", 400, typeof(Relationships.MpaStatus.NotSigned))]
    [InlineData("""{"code":"2206","description":"not signed"}""", 400, typeof(Relationships.MpaStatus.NotSigned))]
    [InlineData("""{"code":2201,"description":"region"}""", 400, typeof(Relationships.MpaStatus.OtherRegion))]
    [InlineData("""{"code":2200,"description":"id"}""", 400, typeof(Relationships.MpaStatus.UnknownReseller))]
    [InlineData("""{"code":2204,"description":"enrolment"}""", 400, typeof(Relationships.MpaStatus.UnknownReseller))]
    [InlineData("""{"code":2205,"description":"account"}""", 400, typeof(Relationships.MpaStatus.UnknownReseller))]
    public async Task MpaStatus_EveryRow_IsAValue(string body, int status, Type expected)
    {
        await using var peer = await Peer.Answering(status, body);
        using var client = TestClient.For(peer.Address);

        Assert.IsType(expected, await client.Partner.Relationships.MpaStatus(new MpnId("4847383")));
    }

    [Theory]
    [InlineData("""{"code":2000,"description":"id format","source":"PartnerApiServiceControllers"}""")]
    [InlineData("""{"code":2001,"description":"neither","source":"ComplianceController"}""")]
    public async Task MpaStatus_WrongQuestion_IsRefused(string body)
    {
        await using var peer = await Peer.Answering(400, body);
        using var client = TestClient.For(peer.Address);

        Assert.Equal(
            Fault.Refused,
            (
                await Assert.ThrowsAsync<PartnerCenterException>(() =>
                    client.Partner.Relationships.MpaStatus(new MpnId("4847383"))
                )
            ).Fault
        );
    }

    [Theory]
    [InlineData(404, """{"code":600074,"errorName":"AccountStatusNotFound","isRetryable":false}""", null)]
    [InlineData(200, """{"type":"account","status":"UnderReview"}""", AccountStatus.UnderReview)]
    [InlineData(200, """{"type":"account","status":"Not Ready"}""", AccountStatus.NotReady)]
    [InlineData(200, """{"type":"account","status":"Sleeping"}""", AccountStatus.Unknown)]
    public async Task ValidationStatus_IsAValue(int status, string body, AccountStatus? expected)
    {
        await using var peer = await Peer.Answering(status, body);
        using var client = TestClient.For(peer.Address);

        Assert.Equal(expected, await client.Partner.Customers.GetValidationStatus(Contoso));
    }

    [Fact]
    public async Task Confirm_IdenticalAgreement_IsAlreadyConfirmed()
    {
        await using var peer = await Peer.Answering(
            400,
            """
            {"code":600061,"message":"exists","description":"exists","errorName":"PartnerConfirmedAgreementAlreadyExists","isRetryable":false,"parameters":{},"errorMessageExtended":"InternalErrorCode=600061"}
            """
        );
        using var client = TestClient.For(peer.Address);

        var confirmation = await client.Partner.Agreements.Confirm(
            Contoso,
            new()
            {
                PrimaryContact = new("Gena", "Soto", "g@w.example"),
                TemplateId = "t",
                DateAgreed = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero),
            },
            CallIds.New()
        );

        Assert.IsType<Agreements.AgreementConfirmation.AlreadyConfirmed>(confirmation);
    }

    [Fact]
    public async Task List_SeekPages_KeepTheQueryAndEndByRefusal()
    {
        await using var peer = await Peer.Start(context =>
            context.Request.Headers["MS-ContinuationToken"].ToString() switch
            {
                "" => Peer.Json(
                    context,
                    200,
                    $$"""{"totalCount":1,"items":[{"id":"{{Contoso}}"}],"links":{"next":{"uri":"/customers","method":"GET","headers":[{"key":"MS-ContinuationToken","value":"two"}]} } }"""
                ),
                "two" => Peer.Json(
                    context,
                    200,
                    $$"""{"totalCount":1,"items":[{"id":"{{Contoso}}"}],"continuationToken":"three"}"""
                ),
                _ => Peer.Json(context, 400, """{"code":2000,"description":"no more"}"""),
            }
        );
        using var client = TestClient.For(peer.Address);

        var customers = await client.Partner.Customers.List(CustomerFilter.CompanyName("Con & Co")).ToListAsync();

        Assert.Equal(2, customers.Count);
        Assert.Equal(
            ["", "&seekOperation=Next", "&seekOperation=Next"],
            peer.Requests.Select(request =>
                request.PathAndQuery.Replace(
                    "/v1/customers?size=500&filter=%7B%22Field%22%3A%22CompanyName%22%2C%22Value%22%3A%22Con%20%5Cu0026%20Co%22%2C%22Operator%22%3A%22starts_with%22%7D",
                    "",
                    StringComparison.Ordinal
                )
            )
        );
    }

    [Fact]
    public async Task List_TheSameTokenForEver_Ends()
    {
        await using var peer = await Peer.Answering(
            200,
            $$"""{"totalCount":1,"items":[{"id":"{{Contoso}}"}],"continuationToken":"same"}"""
        );
        using var client = TestClient.For(peer.Address);

        Assert.Equal(2, await client.Partner.Customers.List().CountAsync());
    }

    [Fact]
    public async Task List_RefusalOfTheFirstPage_IsNotTheEnd()
    {
        await using var peer = await Peer.Answering(400, """{"code":2000,"description":"bad filter"}""");
        using var client = TestClient.For(peer.Address);

        await Assert.ThrowsAsync<PartnerCenterException>(async () =>
            await client.Partner.Customers.List().CountAsync()
        );
    }

    [Fact]
    public async Task Suspend_WritesTheWholeResourceBack_WithItsEtag()
    {
        var id = Contoso.Value;
        await using var peer = await Peer.Start(context =>
            Peer.Json(
                context,
                200,
                $$"""{"id":"{{id}}","status":"active","autoRenewEnabled":true,"quantity":5,"brandNew":{"deep":[1,null]},"scheduledNextTermInstructions":{"quantity":9},"attributes":{"etag":"e1","objectType":"Subscription"} }"""
            )
        );
        using var client = TestClient.For(peer.Address);

        await client.Partner.Subscriptions.Suspend(Contoso, new(id), CallIds.New());

        var patch = peer.Requests.Last();
        Assert.Equal(("PATCH", "\"e1\""), (patch.Method, patch.Headers["If-Match"]));
        Assert.Equal(
            $$"""{"id":"{{id}}","status":"suspended","autoRenewEnabled":false,"quantity":5,"brandNew":{"deep":[1,null]},"scheduledNextTermInstructions":{"quantity":9},"attributes":{"etag":"e1","objectType":"Subscription"}"""
                + "}",
            patch.Body
        );
    }

    [Fact]
    public async Task Cancel_DeletedAlready_SendsNothing()
    {
        await using var peer = await Peer.Answering(200, $$"""{"id":"{{Contoso}}","status":"deleted"}""");
        using var client = TestClient.For(peer.Address);

        var update = await client.Partner.Subscriptions.Cancel(Contoso, new(Contoso.Value), CallIds.New());

        Assert.Equal(SubscriptionStatus.Deleted, Assert.IsType<SubscriptionUpdate.Done>(update).Subscription.Status);
        Assert.Equal("GET", Assert.Single(peer.Requests).Method);
    }

    [Fact]
    public async Task Cancel_SlowService_IsAcceptedWithItsLocation()
    {
        await using var peer = await Peer.Start(context =>
        {
            if (context.Request.Method == "GET")
                return Peer.Json(context, 200, $$"""{"id":"{{Contoso}}","status":"active"}""");
            context.Response.Headers.Location = "/customers/x/subscriptions/y";
            context.Response.Headers.RetryAfter = "9";
            return Peer.Json(context, 202, "");
        });
        using var client = TestClient.For(peer.Address);

        var update = await client.Partner.Subscriptions.Cancel(Contoso, new(Contoso.Value), CallIds.New());

        Assert.Equal(new SubscriptionUpdate.Accepted("/customers/x/subscriptions/y", TimeSpan.FromSeconds(9)), update);
    }

    [Fact]
    public async Task Attach_SendsTheDocumentedParts()
    {
        await using var peer = await Peer.Answering(
            201,
            """{"totalCount":1,"items":[{"attachmentId":"a","fileName":"po.pdf","sizeInKB":1,"attachmentType":"PurchaseOrder"}]}"""
        );
        using var client = TestClient.For(peer.Address);

        var attached = await client.Partner.Orders.Attach(
            Contoso,
            new("o"),
            new()
            {
                CustomerPrice = 12.5m,
                Currency = "EUR",
                PurchaseOrders = [new("po.pdf", "PDF"u8.ToArray())],
            },
            CallIds.New()
        );

        var sent = Assert.Single(peer.Requests);
        Assert.Equal("a", Assert.Single(attached).AttachmentId);
        Assert.StartsWith("multipart/form-data", sent.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Contains(
            """{"isPartofTender":false,"customerPrice":12.5,"currency":"EUR"}""",
            sent.Body,
            StringComparison.Ordinal
        );
        Assert.Contains("name=pofiles; filename=po.pdf", sent.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void UserCredentials_AsText_HideThePassword() =>
        Assert.DoesNotContain(
            "0Xxxx*Io",
            new CreatedCustomer(new() { Id = Contoso }, new("admin", "0Xxxx*Io")).ToString(),
            StringComparison.Ordinal
        );
}
