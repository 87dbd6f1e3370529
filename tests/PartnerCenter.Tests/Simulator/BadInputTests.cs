using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using PartnerCenter.Simulator;

namespace PartnerCenter.Tests.Simulator;

/// <summary>Whatever is sent: an answer as the vendor's, and never a 500 that nobody asked for.</summary>
public sealed class BadInputTests : IAsyncLifetime
{
    private static readonly string[] Bodies =
    [
        "",
        "{",
        "[]",
        "null",
        "1",
        "\"text\"",
        "{\"a\":1}",
        "[[[[[[",
        "{\"lineItems\":{}}",
        "{\"lineItems\":[null]}",
        "{\"lineItems\":[{\"catalogItemId\":[]}]}",
        "{\"companyProfile\":[],\"billingProfile\":7}",
        "{\"companyProfile\":{\"domain\":{}}}",
        "{\"relationshipToPartner\":[1]}",
        "{\"status\":{}}",
        "{\"quantity\":\"many\"}",
        "{\"lineItems\":[{\"catalogItemId\":\"a:b:c:d\",\"quantity\":99999999999,\"billingCycle\":\"monthly\"}]}",
        "{\"dateAgreed\":\"yesterday\"}",
        "\0\u0001",
        "{\"items\":[{}]}",
        "{\"WebhookUrl\":\"nowhere\",\"WebhookEvents\":[1]}",
        "{\"lineItems\":[{\"catalogItemId\":\"CFQ7TTC0LH18\",\"quantity\":1,\"billingCycle\":\"\"}]}",
        "{\"primaryContact\":null}",
        "{\"companyProfile\":{\"domain\":\"\\ud800.onmicrosoft.com\"}}",
        "{\"\\ud800\":1}",
        "{\"action\":\"\\udfff\"}",
        "{\"duration\":\"P99999999999Y\"}",
        "1e999999",
    ];

    private static readonly string[] Values =
    [
        "",
        "x",
        "0",
        "-1",
        "%00",
        "a%2Fb",
        "..",
        "999999999999999999999",
        "%7B%22Field%22%3A1%7D",
        "äöü",
        "00000000-0000-0000-0000-000000000000",
        "CFQ7TTC0LH18",
        "{",
        "%22",
        "9999-12-31",
        "0001-01-01",
        "%ED%A0%80",
        "%FF",
        "%7B%22Field%22%3A%22%5Cud800%22%2C%22Value%22%3A%22x%22%7D",
        "%7B%22Field%22%3A%22Domain%22%2C%22Value%22%3A%7B%7D%7D",
        "2147483647",
        "c2VlazoyMTQ3NDgzNjQ3OjIwMDAwMDAwMDA=",
    ];

    /// <summary>Bodies that are taken as they are; one member of them is spoilt.</summary>
    private static readonly (string Method, string Path, JsonNode Body)[] Good =
    [
        ("POST", "/v1/customers", Node(Lab.Newcomer("spoilt.onmicrosoft.com"))),
        (
            "POST",
            "/v1/customers/{0}/agreements",
            Node(
                new
                {
                    primaryContact = new
                    {
                        firstName = "Gena",
                        lastName = "Soto",
                        email = "gena@wingtip.example",
                        phoneNumber = "1",
                    },
                    templateId = "117a77b0-9360-443b-8795-c6dedc750cf9",
                    dateAgreed = "2026-11-20T00:00:00Z",
                    type = "MicrosoftCustomerAgreement",
                }
            )
        ),
        (
            "POST",
            "/v1/customers/{0}/carts",
            Node(
                new
                {
                    partnerOnRecordAttestationAccepted = true,
                    lineItems = new[]
                    {
                        new
                        {
                            id = 0,
                            catalogItemId = "CFQ7TTC0LH18:0001:CFQ7TTC0K971",
                            quantity = 5,
                            billingCycle = "monthly",
                            termDuration = "P1Y",
                            friendlyName = "x",
                            currencyCode = "USD",
                            promotionId = "a:b:c",
                            customTermEndDate = "2027-01-31",
                            participants = new[] { new { key = "transaction_reseller", value = "1" } },
                            renewsTo = new { termDuration = "P1M" },
                            provisioningContext = new { scope = "shared" },
                        },
                    },
                }
            )
        ),
        (
            "POST",
            "/v1/customers/{0}/orders",
            Node(
                new
                {
                    billingCycle = "monthly",
                    lineItems = new[]
                    {
                        new
                        {
                            lineItemNumber = 0,
                            offerId = "CFQ7TTC0LH18:0001:CFQ7TTC0K971",
                            quantity = 5,
                            termDuration = "P1Y",
                            partnerIdOnRecord = "1",
                            additionalPartnerIdsOnRecord = new[] { "1" },
                        },
                    },
                }
            )
        ),
        (
            "PATCH",
            "/v1/customers/{0}/orders/{1}",
            Node(new { status = "cancelled", lineItems = new[] { new { lineItemNumber = 0 } } })
        ),
        (
            "PATCH",
            "/v1/customers/{0}/subscriptions/{2}",
            Node(
                new
                {
                    status = "active",
                    quantity = 6,
                    autoRenewEnabled = true,
                    friendlyName = "x",
                    partnerId = "1",
                    billingCycle = "monthly",
                    attributes = new { etag = "" },
                    scheduledNextTermInstructions = new { quantity = 1 },
                    nextChargeInstructions = new { quantity = 1 },
                }
            )
        ),
        (
            "PUT",
            "/v1/customers/{0}/profiles/billing",
            Node(
                new
                {
                    email = "a@b.example",
                    culture = "en-US",
                    language = "en",
                    companyName = "Wingtip",
                    attributes = new { etag = "1" },
                    defaultAddress = new
                    {
                        country = "US",
                        addressLine1 = "1",
                        city = "Redmond",
                        state = "WA",
                        postalCode = "98052",
                        firstName = "G",
                        lastName = "S",
                    },
                }
            )
        ),
        (
            "POST",
            "/v1/customers/{0}/qualifications",
            Node(
                new
                {
                    qualification = "Education",
                    educationSegment = "K12",
                    website = "x.example",
                    validationCode = "1",
                }
            )
        ),
        (
            "POST",
            "/v1/customers/{0}/users",
            Node(
                new
                {
                    userPrincipalName = "a@b.example",
                    firstName = "A",
                    lastName = "B",
                    displayName = "C",
                    usageLocation = "US",
                    passwordProfile = new { password = "x", forceChangePassword = true },
                }
            )
        ),
        (
            "POST",
            "/v1/customers/{0}/promotionEligibilities",
            Node(
                new
                {
                    items = new[]
                    {
                        new
                        {
                            id = 0,
                            catalogItemId = "CFQ7TTC0LH18:0001:CFQ7TTC0K971",
                            quantity = 5,
                            termDuration = "P1Y",
                            billingCycle = "monthly",
                            promotionId = "a:b:c",
                        },
                    },
                }
            )
        ),
        (
            "POST",
            "/v1/extensions/product/checkInventory?country=US",
            Node(
                new
                {
                    targetItems = new[] { new { productId = "DZH318Z0BQ3Q", skuId = "00FJ" } },
                    inventoryContext = new
                    {
                        customerId = "x",
                        azureSubscriptionId = "y",
                        armRegionName = "z",
                    },
                }
            )
        ),
        (
            "POST",
            "/v1/validations/address",
            Node(
                new
                {
                    country = "US",
                    addressLine1 = "1",
                    addressLine2 = "2",
                    city = "Redmond",
                    state = "WA",
                    postalCode = "98052",
                }
            )
        ),
        (
            "PUT",
            "/webhooks/v1/registration",
            Node(
                new
                {
                    WebhookUrl = "https://hooks.example/a",
                    WebhookEvents = new[] { "test-created" },
                    SignatureTokenToMsSignatureHeader = true,
                }
            )
        ),
    ];

    private static readonly string[] Odd =
    [
        "null",
        "\"\"",
        "\" \"",
        "\"\\ud800\"",
        "\"\\u0000\"",
        "[]",
        "[null]",
        "{}",
        "{\"\\udfff\":1}",
        "true",
        "-1",
        "0",
        "2147483648",
        "1e308",
        "0.5",
        "\"9999-12-31T23:59:59Z\"",
        "\"0001-01-01\"",
        "\"P99999999999Y\"",
        "\"file:///x\"",
        "\"äöü€😀\"",
        "\"::\"",
        "\"a\\r\\nb: c\"",
    ];

    private Lab _lab = null!;
    private string _customer = "";
    private string _order = "";
    private string _subscription = "";

    public async Task InitializeAsync()
    {
        _lab = await Lab.Start();
        (_customer, _order, _subscription) = await _lab.Bought();
    }

    public async Task DisposeAsync() => await _lab.DisposeAsync();

    [Property(MaxTest = 400)]
    public Property Anything_sent_anywhere_is_answered_below_500()
    {
        var inputs =
            from operation in Gen.Elements(SimulatedOperations.All.ToArray())
            from body in Gen.Elements(Bodies)
            from value in Gen.Elements(Values)
            from isOurs in Gen.Elements(true, true, false)
            from type in Gen.Elements(
                "application/json",
                "text/plain",
                "multipart/form-data; boundary=x",
                "application/x-www-form-urlencoded"
            )
            select (operation, body, value, isOurs, type);
        return Prop.ForAll(
            inputs.ToArbitrary(),
            input =>
                Answer(input.operation, input.body, input.value, input.isOurs, input.type).GetAwaiter().GetResult()
                    is < 500
        );
    }

    [Property(MaxTest = 600)]
    public Property A_good_body_with_a_spoilt_member_is_answered_below_500()
    {
        var inputs =
            from good in Gen.Elements(Good)
            from member in Gen.Choose(0, 40)
            from odd in Gen.Elements(Odd)
            select (good, member, odd);
        return Prop.ForAll(
            inputs.ToArbitrary(),
            input => Spoilt(input.good, input.member, input.odd).GetAwaiter().GetResult() is < 500
        );
    }

    /// <summary>What is echoed must fit a header, and is looked at before anything happens.</summary>
    [Theory]
    [InlineData("MS-RequestId", "€")]
    [InlineData("MS-RequestId", "\u007f")]
    [InlineData("MS-CorrelationId", "é")]
    [InlineData("MS-CorrelationId", "\u007f")]
    [InlineData("X-Locale", "é")]
    [InlineData("X-Locale", "\u007f")]
    public async Task A_header_that_cannot_be_echoed_is_refused_before_anything_happens(string header, string value)
    {
        var domain = _lab.NewDomain();
        var body = JsonSerializer.Serialize(Lab.Newcomer(domain), JsonSerializerOptions.Web);
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(_lab.Host.Address.Host, _lab.Host.Address.Port);
        await tcp.GetStream()
            .WriteAsync(
                Encoding.UTF8.GetBytes(
                    "POST /v1/customers HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
                        + $"{await _lab.Token()}\r\n{header}: {value}\r\nContent-Type: "
                        + $"application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"
                )
            );
        using var reader = new StreamReader(tcp.GetStream(), Encoding.Latin1);
        Assert.StartsWith("HTTP/1.1 400", await reader.ReadLineAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(_lab.Host.Ledger.Tenants, t => t.Domain == domain);
    }

    [Theory]
    [InlineData("{\"companyProfile\":{\"domain\":\"\u00ff.onmicrosoft.com\"}}")]
    [InlineData("{\"\u00ff\":1}")]
    [InlineData("{\"companyProfile\":{\"domain\":\"\\ud800.onmicrosoft.com\"}}")]
    [InlineData("{\"companyProfile\":{\"domain\":\"\\udc00\\ud800.onmicrosoft.com\"}}")]
    [InlineData("{\"\\ud800\":{\"domain\":\"x\"}}")]
    public async Task A_body_that_is_no_text_is_told_so(string latin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/customers")
        {
            Content = new ByteArrayContent(Encoding.Latin1.GetBytes(latin)),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await _lab.Token());
        using var answer = await _lab.Raw(request);
        Assert.Equal(
            (400, 2000),
            ((int)answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["code"]!.GetValue<int>())
        );
    }

    [Theory]
    [InlineData("/v1/auditrecords?startDate=2026-11-20&endDate=9999-12-31", 200)]
    [InlineData("/v1/auditrecords?startDate=2026-11-20&endDate=0001-01-01", 200)]
    [InlineData("/v1/auditrecords?startDate=9999-12-31", 200)]
    [InlineData(
        "/v1/auditrecords?startDate=2026-11-20&filter=%7B%22Field%22%3A%22%5Cud800%22%2C%22Value%22%3A%22x%22%7D",
        400
    )]
    [InlineData("/v1/customers?filter=%7B%22%5Cud800%22%3A1%7D", 400)]
    [InlineData("/v1/customers?size=2147483647", 200)]
    public async Task A_query_at_the_edge_is_answered(string path, int status) =>
        Assert.Equal(status, (await _lab.Get(path)).Status);

    [Theory]
    [InlineData("seek:2147483647:2000000000", "Next")]
    [InlineData("seek:2147483647:2147483647", "Previous")]
    [InlineData("seek:5:2000000000", "Previous")]
    [InlineData("seek:0:1", "Last")]
    public async Task A_token_far_behind_the_end_is_a_page_like_any_other(string token, string seek)
    {
        var reply = await _lab.Send(
            "GET",
            $"/v1/customers?size=2000000000&seekOperation={seek}",
            headers: ("MS-ContinuationToken", Convert.ToBase64String(Encoding.ASCII.GetBytes(token)))
        );
        Assert.Equal(200, reply.Status);
        Assert.Null(reply.Body!["continuationToken"]);
    }

    [Theory]
    [InlineData("GET", "/v1/nothing", 404)]
    [InlineData("PUT", "/v1/customers", 405)]
    [InlineData("GET", "/v2/customers", 404)]
    public async Task Unknown_paths_and_methods_are_answered_without_a_body(string method, string path, int status)
    {
        var reply = await _lab.Send(method, path);
        Assert.Equal((status, ""), (reply.Status, reply.Content));
    }

    [Fact]
    public async Task Another_type_than_json_and_a_body_too_large_are_told_so()
    {
        using var text = new HttpRequestMessage(HttpMethod.Post, "v1/customers")
        {
            Content = new StringContent("hello"),
        };
        using (var answer = await _lab.Raw(text))
            Assert.Equal(415, (int)answer.StatusCode);
        using var large = new HttpRequestMessage(HttpMethod.Post, "v1/customers")
        {
            Content = new StringContent(new string('x', 5_000_000), Encoding.UTF8, "application/json"),
        };
        using var refused = await _lab.Raw(large);
        Assert.Equal(413, (int)refused.StatusCode);
    }

    [Fact]
    public async Task Members_are_read_in_any_case_with_nulls_and_enums_in_pascal_case()
    {
        var reply = await _lab.Send(
            "POST",
            $"/v1/customers/{_customer}/carts",
            $$"""
            {"ID":null,"PartnerOnRecordAttestationAccepted":null,"LINEITEMS":[{"Id":"0","CatalogItemId":"{{await _lab.Item(
                "CFQ7TTC0LH18"
            )}}","Quantity":"3","BillingCycle":"Monthly","TermDuration":"p1y","Participants":null}]}
            """
        );
        Assert.Equal(201, reply.Status);
        Assert.Equal(3, reply.Body!["lineItems"]![0]!["quantity"]!.GetValue<int>());
        Assert.Null(reply.Body["lineItems"]![0]!["error"]);
    }

    private async Task<int> Answer(SimulatedOperation operation, string body, string value, bool isOurs, string type)
    {
        var route = operation.Route;
        if (isOurs)
            route = route
                .Replace("{customerId}", _customer)
                .Replace("{orderId}", _order)
                .Replace("{subscriptionId}", _subscription);
        var path = System.Text.RegularExpressions.Regex.Replace(
            route,
            @"\{\w+\}",
            _ => value.Length == 0 ? "x" : value
        );
        using var request = new HttpRequestMessage(
            new HttpMethod(operation.Method),
            $"{path.TrimStart('/')}?country=US&size={value}&filter={value}&startDate={value}&endDate={value}&relationship_type={value}&targetView={value}"
        );
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            await _lab.Token(operation.Token != PartnerCenter.Simulator.Surface.TokenRule.AppOnly)
        );
        request.Headers.TryAddWithoutValidation("MS-ContinuationToken", value.All(char.IsAscii) ? value : "none");
        if (operation.Method is not ("GET" or "HEAD"))
        {
            request.Content = new StringContent(body);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        }
        using var answer = await _lab.Raw(request);
        return (int)answer.StatusCode;
    }

    private static JsonNode Node(object body) => JsonSerializer.SerializeToNode(body, JsonSerializerOptions.Web)!;

    /// <summary>
    /// The member is taken round the body as often as it takes, containers included; its value is put in as text, for
    /// not all of them are JSON values.
    /// </summary>
    private async Task<int> Spoilt((string Method, string Path, JsonNode Body) good, int member, string odd)
    {
        var body = good.Body.DeepClone();
        var members = Members(body);
        var (parent, key) = members[member % members.Count];
        if (parent is JsonObject named)
            named[(string)key] = "spoilt here";
        else
            parent.AsArray()[(int)key] = "spoilt here";
        var text = body.ToJsonString().Replace("\"spoilt here\"", odd, StringComparison.Ordinal);
        return (
            await _lab.Send(
                good.Method,
                string.Format(
                    System.Globalization.CultureInfo.InvariantCulture,
                    good.Path,
                    _customer,
                    _order,
                    _subscription
                ),
                text
            )
        ).Status;
    }

    private static List<(JsonNode Parent, object Key)> Members(JsonNode node) =>
        node switch
        {
            JsonObject named =>
            [
                .. named.SelectMany(m =>
                    new[] { (node, (object)m.Key) }.Concat(m.Value is null ? [] : Members(m.Value))
                ),
            ],
            JsonArray items =>
            [
                .. items.SelectMany(
                    (item, index) => new[] { (node, (object)index) }.Concat(item is null ? [] : Members(item))
                ),
            ],
            _ => [],
        };
}
