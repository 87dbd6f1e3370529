using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PartnerCenter.Simulator;
using PartnerCenter.Tests.Simulator;

namespace PartnerCenter.Tests.Conventions;

/// <summary>
/// The contract's routes, written down from it section by section, and each called: neither the client nor the
/// simulator can forget one in silence.
/// </summary>
public sealed partial class ContractRoutesTests
{
    private const string Customer = "/v1/customers/{customer}";
    private const string Product = "/v1/products/CFQ7TTC0LH18";
    private const string Gdap = "/v1.0/tenantRelationships/delegatedAdminRelationships";

    /// <summary>Section, call, and the status it ends in here. In the order in which one leads to the next.</summary>
    private static readonly (string Section, string Method, string Path, string? Body, int Status)[] Contract =
    [
        (
            "2",
            "POST",
            "/{tenant}/oauth2/token",
            "grant_type=client_credentials&client_id=a&client_secret=b&resource=https://api.partnercenter.microsoft.com",
            200
        ),
        (
            "2",
            "POST",
            "/{tenant}/oauth2/v2.0/token",
            "grant_type=client_credentials&client_id=a&client_secret=b&scope=https://api.partnercenter.microsoft.com/.default",
            200
        ),
        (
            "2",
            "GET",
            "/{tenant}/oauth2/authorize?client_id=a&response_type=code&redirect_uri=http://localhost/back",
            null,
            302
        ),
        ("2", "GET", "/v1/partnerRequests", null, 200),
        ("5.2", "POST", "/v1/customers", "{newcomer}", 201),
        ("5.3", "GET", Customer, null, 200),
        ("5.3", "GET", Customer + "/organization", null, 200),
        ("5.3", "GET", Customer + "/customDomains", null, 200),
        ("5.4", "GET", "/v1/customers?size=2", null, 200),
        ("5.5", "GET", Customer + "/profiles/billing", null, 200),
        ("5.5", "GET", Customer + "/profiles/company", null, 200),
        ("5.5", "PUT", Customer + "/profiles/billing", "{billing}", 200),
        ("5.6", "GET", Customer + "/validationStatus?type=account", null, 404),
        (
            "5.7",
            "POST",
            Customer + "/users",
            """{"userPrincipalName":"a@{domain}","firstName":"A","lastName":"B","displayName":"C","usageLocation":"US","passwordProfile":{"password":"x","forceChangePassword":true}}""",
            200
        ),
        ("5.7", "DELETE", Customer + "/users/{user}", null, 204),
        ("6", "GET", "/v1/countryvalidationrules/US", null, 200),
        (
            "7",
            "POST",
            "/v1/validations/address",
            """{"country":"US","addressLine1":"1 Main Street","city":"Redmond","state":"WA","postalCode":"98052"}""",
            200
        ),
        ("8", "HEAD", "/v1/domains/{domain}", null, 200),
        ("9.1", "GET", "/v1/agreements?agreementType=MicrosoftCustomerAgreement", null, 200),
        (
            "9.2",
            "GET",
            "/v1/agreementtemplates/117a77b0-9360-443b-8795-c6dedc750cf9/document?language=de-DE&country=DE",
            null,
            200
        ),
        (
            "9.3",
            "POST",
            Customer + "/agreements",
            """{"primaryContact":{"firstName":"A","lastName":"B","email":"a@b.example"},"templateId":"117a77b0-9360-443b-8795-c6dedc750cf9","dateAgreed":"2026-11-20T00:00:00Z","type":"MicrosoftCustomerAgreement"}""",
            201
        ),
        ("9.4", "GET", Customer + "/agreements?agreementType=MicrosoftCustomerAgreement", null, 200),
        ("9.5", "GET", Customer + "/directSignedMicrosoftCustomerAgreementStatus", null, 200),
        (
            "9.6",
            "POST",
            "/v1/attestations/enhanced",
            """{"country":"US","language":"en-US","companyName":"Wingtip","signatoryFirstName":"A","signatoryLastName":"B","signatoryEmail":"a@b.example"}""",
            201
        ),
        ("10.1", "GET", "/v1/relationships?relationship_type=IsIndirectCloudSolutionProviderOf", null, 200),
        ("10.2", "GET", Customer + "/relationships", null, 200),
        ("10.3", "GET", "/v1/profiles/mpn?mpnId=4847383", null, 200),
        ("10.4", "GET", "/v1/compliance/csp/agreementstatus?mpnId=5100001", null, 200),
        ("10.5", "POST", "/v1/partners/validateresellers", """{"partnerIds":["4847383"]}""", 200),
        ("11", "GET", "/v1/customers/relationshiprequests", null, 200),
        (
            "12",
            "POST",
            Gdap,
            """{"displayName":"x","duration":"P30D","accessDetails":{"unifiedRoles":[{"roleDefinitionId":"88d8e3e3-8f55-4a1e-953a-9b9898b8876b"}]}}""",
            201
        ),
        ("12", "POST", Gdap + "/{gdap}/requests", """{"action":"lockForApproval"}""", 201),
        (
            "12",
            "POST",
            Gdap + "/{gdap}/accessAssignments",
            """{"accessContainer":{"accessContainerId":"x"},"accessDetails":{"unifiedRoles":[{"roleDefinitionId":"88d8e3e3-8f55-4a1e-953a-9b9898b8876b"}]}}""",
            400
        ),
        ("12", "DELETE", Gdap + "/{gdap}", null, 400),
        ("13", "GET", Customer + "/qualifications", null, 200),
        ("13", "POST", Customer + "/qualifications", """{"qualification":"Education","educationSegment":"K12"}""", 201),
        ("13", "GET", "/v1/customers/all/validations", null, 200),
        ("14", "GET", "/v1/products?country=US&targetView=OnlineServices", null, 200),
        ("14", "GET", Product + "?country=US", null, 200),
        ("14", "GET", Product + "/skus?country=US", null, 200),
        ("14", "GET", Product + "/skus/0001?country=US", null, 200),
        ("14", "GET", Product + "/skus/0001/availabilities?country=US", null, 200),
        ("14", "GET", Product + "/skus/0001/availabilities/CFQ7TTC0K971?country=US", null, 200),
        ("14", "GET", Customer + "/products?targetView=OnlineServices", null, 200),
        ("14", "GET", Customer + "/products/CFQ7TTC0LH18/skus", null, 200),
        ("14", "GET", Customer + "/products/CFQ7TTC0LH18/skus/0001/availabilities", null, 200),
        ("14", "GET", "/v1/offers?country=US", null, 200),
        ("14", "GET", "/v1/offers/8BDBB60B-E526-43E9-92EF-AB760C8E0B72?country=US", null, 200),
        ("14", "GET", "/v1/offers/796B6B5F-613C-4E24-A17C-EBA730D49C02/addons?country=US", null, 200),
        ("14", "GET", "/v1/offercategories?country=US", null, 200),
        (
            "15",
            "POST",
            "/v1/extensions/product/checkInventory?country=US",
            """{"targetItems":[{"productId":"DZH318Z0BQ3Q"}],"inventoryContext":{"customerId":"{customer}"}}""",
            200
        ),
        ("15", "GET", "/v1/productpromotions?country=US&segment=commercial", null, 200),
        (
            "15",
            "POST",
            Customer + "/promotionEligibilities",
            """{"items":[{"catalogItemId":"CFQ7TTC0LH18:0001:CFQ7TTC0K971","quantity":1,"termDuration":"P1Y","billingCycle":"monthly"}]}""",
            201
        ),
        ("15", "GET", Customer + "/subscriptions/customTermEndDates?term_duration=P1M", null, 200),
        ("17.1", "POST", Customer + "/carts", "{cartBody}", 201),
        ("17.3", "GET", Customer + "/carts/{cart}", null, 200),
        ("17.3", "PUT", Customer + "/carts/{cart}", "{cartBody}", 201),
        ("17.4", "POST", Customer + "/carts/{cart}/checkout", null, 201),
        (
            "18.2",
            "POST",
            Customer + "/orders",
            """{"partnerOnRecordAttestationAccepted":true,"lineItems":[{"lineItemNumber":0,"offerId":"CFQ7TTC0LH18:0001:CFQ7TTC0K971","quantity":1,"termDuration":"P1Y"}]}""",
            201
        ),
        ("18.3", "GET", Customer + "/orders/{order}", null, 200),
        ("18.3", "GET", Customer + "/orders?billingType=monthly", null, 200),
        ("18.3", "GET", Customer + "/orders/{order}/provisioningstatus", null, 200),
        ("18.3", "GET", Customer + "/orders/{order}/lineitems/0/activationlinks", null, 404),
        ("18.4", "PATCH", Customer + "/orders/{order}", """{"status":"cancelled"}""", 403),
        ("18.5", "POST", Customer + "/orders/{order}/attachment", null, 400),
        ("18.5", "GET", Customer + "/orders/{order}/attachments", null, 200),
        ("18.5", "GET", Customer + "/orders/{order}/attachment/none", null, 404),
        ("19.2", "GET", Customer + "/subscriptions", null, 200),
        ("19.2", "GET", Customer + "/subscriptions?order_id={order}", null, 200),
        ("19.2", "GET", Customer + "/subscriptions?mpn_id=4847383", null, 200),
        ("19.2", "GET", Customer + "/subscriptions/{subscription}", null, 200),
        ("3.8", "GET", Customer + "/subscriptions/{subscription}/addons", null, 200),
        ("3.8", "GET", Customer + "/subscriptions/{subscription}/azureEntitlements", null, 200),
        ("19.3", "PATCH", Customer + "/subscriptions/{subscription}", """{"status":"suspended"}""", 200),
        ("19.5", "GET", Customer + "/subscriptions/{subscription}/provisioningstatus", null, 200),
        ("19.5", "POST", Customer + "/subscriptions/{subscription}/registrations", null, 400),
        ("19.5", "GET", Customer + "/subscriptions/{subscription}/registrationstatus", null, 200),
        ("21.1", "GET", "/webhooks/v1/registration/events", null, 200),
        (
            "21.1",
            "POST",
            "/webhooks/v1/registration",
            """{"WebhookUrl":"https://hooks.example/a","WebhookEvents":["test-created"]}""",
            200
        ),
        ("21.1", "GET", "/webhooks/v1/registration", null, 200),
        (
            "21.1",
            "PUT",
            "/webhooks/v1/registration",
            """{"WebhookUrl":"https://hooks.example/b","WebhookEvents":["test-created"]}""",
            200
        ),
        ("21.1", "POST", "/webhooks/v1/registration/validationEvents", null, 200),
        ("21.1", "GET", "/webhooks/v1/registration/validationEvents/{validation}", null, 200),
        ("22", "GET", "/v1/auditrecords?startDate=2026-11-20", null, 200),
        ("22", "GET", "/auditactivity/v1/auditrecords/{audit}", null, 200),
        ("23", "POST", "/v1/sandboxIndirectReseller", """{"mpnId":"1"}""", 401),
        ("23", "DELETE", "/v1/sandboxIndirectReseller/none", null, 401),
        ("5.8", "PATCH", Customer, """{"relationshipToPartner":"none","attributes":{"objectType":"Customer"}}""", 400),
        ("5.9", "DELETE", Customer, null, 403),
    ];

    [Fact]
    public async Task EveryRouteOfTheContract_IsAnsweredAsTheContractSays()
    {
        await using var lab = await Lab.Start();
        var domain = lab.NewDomain();
        var known = new Dictionary<string, string>
        {
            ["tenant"] = Lab.Direct,
            ["domain"] = domain,
            ["newcomer"] = System.Text.Json.JsonSerializer.Serialize(
                Lab.Newcomer(domain),
                System.Text.Json.JsonSerializerOptions.Web
            ),
            ["cartBody"] =
                """{"partnerOnRecordAttestationAccepted":true,"lineItems":[{"id":0,"catalogItemId":"CFQ7TTC0LH18:0001:CFQ7TTC0K971","quantity":1,"billingCycle":"monthly","termDuration":"P1Y"}]}""",
        };
        string Filled(string text) =>
            Hole()
                .Replace(
                    text,
                    hole =>
                        known.TryGetValue(hole.Groups[1].Value, out var value)
                            ? value
                            : throw new InvalidOperationException($"nothing has led to {hole.Value}")
                );
        var graph = await lab.Token(resource: "https://graph.microsoft.com");

        foreach (var (section, method, path, body, status) in Contract)
        {
            var token = path.StartsWith(Gdap, StringComparison.Ordinal)
                ? graph
                : await lab.Token(user: section != "9.6");
            var reply =
                section == "2" && method == "POST" || status == 302
                    ? await Plain(lab, method, Filled(path), body)
                    : await lab.Send(method, Filled(path), body is null ? null : Filled(body), token: token);
            Assert.True(
                reply.Status == status,
                $"C §{section}: {method} {path} was answered {reply.Status} {reply.Content}"
            );
            if (status is 200 or 201 or 302 && method != "HEAD")
                Assert.True(reply.Content.Length > 0 || status == 302, $"C §{section}: {method} {path} has no body");
            KeepAnswer(known, method, path, reply, lab);
        }
    }

    /// <summary>
    /// The reverse: what the simulator serves is in the table, or beyond the contract's sections for a reason of
    /// RoutesTests.
    /// </summary>
    [Fact]
    public void EveryRouteOfTheSimulator_IsInTheTableOrBesideTheContract()
    {
        string[] beside =
        [
            // What signing in needs before it asks for a token, pages for people, and the certificate of §21.3.
            "tokens.authorize",
            "tokens.configuration",
            "tokens.instance",
            "tokens.keys",
            "agreements.document",
            "attestations.page",
            "attestations.accept",
            "webhooks.certificate",
            // The poll of §9.6 has no documented path.
            "attestations.get",
            // Single items of what §14, §15 list, and the vendor client's own forms of them.
            "catalog.customerProduct",
            "catalog.customerSku",
            "catalog.customerAvailability",
            "promotions.get",
            "offers.customerList",
            "offers.customerCategories",
            // Reads beside the calls of §5.7 and §12.
            "users.list",
            "users.get",
            "users.update",
            "gdap.list",
            "gdap.get",
            "gdap.assignments",
        ];
        string Shape(string method, string path) => $"{method} {Parameter().Replace(path.Split('?')[0], "{}")}";
        var table = Contract.Select(row => row.Path.Split('?')[0]).Distinct().ToList();
        var missing = SimulatedOperations
            .All.Where(o =>
                !beside.Contains(o.Name)
                && !Contract.Any(row => row.Method == o.Method && Matches(o.Route, row.Path.Split('?')[0]))
            )
            .Select(o => Shape(o.Method, o.Route))
            .ToList();
        Assert.Empty(missing);
        Assert.NotEmpty(table);
    }

    private static bool Matches(string route, string path)
    {
        var (left, right) = (route.Split('/'), path.Split('/'));
        return left.Length == right.Length
            && left.Zip(right).All(part => part.First.StartsWith('{') || part.First == part.Second);
    }

    private static async Task<Reply> Plain(Lab lab, string method, string path, string? form)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            BaseAddress = lab.Host.Address,
        };
        using var request = new HttpRequestMessage(new HttpMethod(method), path.TrimStart('/'));
        if (form is not null)
            request.Content = new StringContent(form, System.Text.Encoding.UTF8, "application/x-www-form-urlencoded");
        using var answer = await http.SendAsync(request);
        return new((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers);
    }

    /// <summary>What later rows need of this one's answer.</summary>
    private static void KeepAnswer(Dictionary<string, string> known, string method, string path, Reply reply, Lab lab)
    {
        switch (method, path)
        {
            case ("POST", "/v1/customers"):
                known["customer"] = reply.Text("id");
                break;
            case ("GET", Customer + "/profiles/billing"):
                known["billing"] = reply.Content;
                break;
            case ("POST", Customer + "/users"):
                known["user"] = reply.Text("id");
                break;
            case ("POST", Gdap):
                known["gdap"] = reply.Text("id");
                break;
            case ("POST", Customer + "/carts"):
                known["cart"] = reply.Text("id");
                break;
            case ("POST", Customer + "/orders"):
                known["order"] = reply.Text("id");
                lab.Clock.Advance(TimeSpan.FromSeconds(5));
                break;
            case ("GET", Customer + "/orders/{order}"):
                known["subscription"] = reply.Body!["lineItems"]![0]!["subscriptionId"]!.GetValue<string>();
                break;
            case ("POST", "/webhooks/v1/registration/validationEvents"):
                known["validation"] = reply.Text("correlationId");
                break;
            case ("GET", "/v1/auditrecords?startDate=2026-11-20"):
                known["audit"] = reply.Body!["items"]!.AsArray().OfType<JsonObject>().First()["id"]!.GetValue<string>();
                break;
        }
    }

    [GeneratedRegex(
        @"\{(tenant|domain|newcomer|cartBody|customer|billing|user|gdap|cart|order|subscription|validation|audit)\}"
    )]
    private static partial Regex Hole();

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
