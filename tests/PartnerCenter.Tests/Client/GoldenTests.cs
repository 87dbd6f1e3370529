using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using PartnerCenter.Agreements;
using PartnerCenter.Carts;
using PartnerCenter.Customers;
using PartnerCenter.Relationships;
using PartnerCenter.Webhooks;
using PartnerCenter.Wire;

namespace PartnerCenter.Tests.Client;

/// <summary>
/// One file per operation, written from the contract's samples: the client sends exactly the request and reads the
/// answer without loss. What it leaves unread on purpose is listed in the file; of a collection only the items are
/// read.
/// </summary>
public sealed class GoldenTests
{
    private static readonly CustomerId Customer = CustomerId.Parse("626099fe-7a47-4f2a-a1b6-0d2e9a0b6c11");
    private static readonly ResellerTenantId Reseller = ResellerTenantId.Parse("484e548c-f5f3-4528-93a9-c16c6373cb59");
    private static readonly CartId TheCart = CartId.Parse("2517c51b-6ffd-44cc-9f15-7ed1ee1d4c3a");
    private static readonly SubscriptionId Seats = SubscriptionId.Parse("83ef9d05-4169-4ef9-9657-0e86b1eab1de");
    private static readonly OrderId TheOrder = OrderId.Parse("a68736758d9c");
    private static readonly ProductId Product = new("CFQ7TTC0LH18");
    private static readonly SkuId Sku = new("0001");
    private static readonly CatalogItemId Item = new("CFQ7TTC0LH18:0001:CFQ7TTC0K971");
    private static readonly CallIds Ids = CallIds.New();

    private static readonly Address Redmond = new()
    {
        Country = "US",
        AddressLine1 = "One Microsoft Way",
        City = "Redmond",
        State = "WA",
        PostalCode = "98052",
        FirstName = "Gena",
        LastName = "Soto",
        PhoneNumber = "4255550101",
    };

    private static readonly Registration Hook = new()
    {
        WebhookUrl = "https://hooks.example/pc",
        WebhookEvents = ["test-created"],
        SignatureTokenToMsSignatureHeader = true,
    };

    private static readonly Dictionary<string, Func<PartnerCenterClient, Task<object?>>> Operations = new()
    {
        ["Customers.Create"] = async client =>
        {
            var created = await client.Customers.Create(
                new()
                {
                    Domain = "wingtip678.onmicrosoft.com",
                    CompanyName = "Wingtip",
                    Email = "gena@wingtip.example",
                    Culture = "en-US",
                    Language = "en",
                    Address = Redmond,
                    AssociatedPartnerId = Reseller,
                },
                Ids
            );
            var whole = Node(created.Customer)!.AsObject();
            whole["userCredentials"] = Node(created.UserCredentials);
            return whole;
        },
        ["Customers.Get"] = async client => await client.Customers.Get(Customer),
        ["Customers.List"] = async client => Items(await client.Customers.List().ToListAsync()),
        ["Customers.FindByDomain"] = async client =>
            Expect(Customer, (await client.Customers.FindByDomain("wingtip678.onmicrosoft.com"))!.Id),
        ["Customers.GetValidationStatus"] = async client => new
        {
            status = await client.Customers.GetValidationStatus(Customer),
        },
        ["Customers.RemoveRelationship"] = client => Nothing(client.Customers.RemoveRelationship(Customer, Ids)),
        ["Customers.DeleteSandbox"] = client => Nothing(client.Customers.DeleteSandbox(Customer, Ids)),
        ["Customers.GetBillingProfile"] = async client => await client.Customers.GetBillingProfile(Customer),
        ["Customers.UpdateBillingProfile"] = async client =>
            await client.Customers.UpdateBillingProfile(
                Customer,
                JsonSerializer.Deserialize<BillingProfile>(
                    Read("Customers.GetBillingProfile")["response"]!["body"]!,
                    PartnerCenterJson.Options
                )!,
                Ids
            ),
        ["Customers.GetCompanyProfile"] = async client => await client.Customers.GetCompanyProfile(Customer),
        ["Customers.GetOrganization"] = async client => new[] { await client.Customers.GetOrganization(Customer) },
        ["Customers.GetCustomDomains"] = async client => await client.Customers.GetCustomDomains(Customer),
        ["Customers.Qualifications"] = async client => await client.Customers.Qualifications(Customer),
        ["Customers.Qualify"] = async client =>
            await client.Customers.Qualify(
                Customer,
                new()
                {
                    Qualification = QualificationKind.Education,
                    EducationSegment = EducationSegment.K12,
                    Website = "wingtip.example",
                },
                Ids
            ),
        ["Customers.ValidationCodes"] = async client => await client.Customers.ValidationCodes(),
        ["Domains.IsTaken"] = async client => Expect(true, await client.Domains.IsTaken("wingtip678.onmicrosoft.com")),
        ["Validation.CountryRules"] = async client => await client.Validation.CountryRules("US"),
        ["Validation.CheckAddress"] = async client => await client.Validation.CheckAddress(Redmond),
        ["Agreements.Metadata"] = async client => Items(await client.Agreements.Metadata()),
        ["Agreements.TemplateDocument"] = async client =>
            await client.Agreements.TemplateDocument("117a77b0-9360-443b-8795-c6dedc750cf9", "de-DE", "DE"),
        ["Agreements.Confirm"] = async client =>
            Assert
                .IsType<AgreementConfirmation.Confirmed>(
                    await client.Agreements.Confirm(
                        Customer,
                        new()
                        {
                            PrimaryContact = new("Gena", "Soto", "gena@wingtip.example", "1234567890"),
                            TemplateId = "117a77b0-9360-443b-8795-c6dedc750cf9",
                            DateAgreed = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero),
                        },
                        Ids
                    )
                )
                .Agreement,
        ["Agreements.List"] = async client => Items(await client.Agreements.List(Customer)),
        ["Agreements.IsDirectlySigned"] = async client =>
            Expect(true, await client.Agreements.IsDirectlySigned(Customer)),
        ["Agreements.StartEnhancedAttestation"] = async client =>
            (
                await client.Agreements.StartEnhancedAttestation(
                    new()
                    {
                        Country = "US",
                        Language = "en-US",
                        CompanyName = "Wingtip",
                        SignatoryFirstName = "Gena",
                        SignatoryLastName = "Soto",
                        FurtherMembers = new Dictionary<string, string> { ["aFurtherMember"] = "gena@wingtip.example" },
                    },
                    Ids
                )
            ).Answer,
        ["Agreements.ReadEnhancedAttestation"] = async client =>
            (await client.Agreements.ReadEnhancedAttestation("/v1/somewhere/{attestationId}", "0c1f6a2e")).Answer,
        ["Relationships.IndirectResellers"] = async client => Items(await client.Relationships.IndirectResellers()),
        ["Relationships.OfCustomer"] = async client => Items(await client.Relationships.OfCustomer(Customer)),
        ["Relationships.Profile"] = async client => await client.Relationships.Profile(new MpnId("4847383")),
        ["Relationships.MpaStatus"] = async client =>
            Expect(new MpaStatus.Signed(), await client.Relationships.MpaStatus(new MpnId("4847383"))),
        ["Relationships.ValidateResellers"] = async client => new
        {
            validationResults = await client.Relationships.ValidateResellers([new("4847383"), new("4847409")]),
        },
        ["Relationships.RelationshipRequestUrl"] = async client =>
            Expect(
                Read("Relationships.RelationshipRequestUrl")["response"]!["body"]!["url"]!.ToString(),
                await client.Relationships.RelationshipRequestUrl()
            ),
        ["Catalog.Products"] = async client => Items(await client.Catalog.Products("US", targetSegment: "education")),
        ["Catalog.Product"] = async client => await client.Catalog.Product(Product, "US"),
        ["Catalog.Skus"] = async client => Items(await client.Catalog.Skus(Product, "US")),
        ["Catalog.Sku"] = async client => await client.Catalog.Sku(Product, Sku, "US"),
        ["Catalog.Availabilities"] = async client => Items(await client.Catalog.Availabilities(Product, Sku, "US")),
        ["Catalog.Availability"] = async client =>
            await client.Catalog.Availability(Product, Sku, "CFQ7TTC0K971", "US"),
        ["Catalog.ProductsFor"] = async client => Items(await client.Catalog.ProductsFor(Customer)),
        ["Catalog.SkusFor"] = async client => Items(await client.Catalog.SkusFor(Customer, Product)),
        ["Catalog.AvailabilitiesFor"] = async client =>
            Items(await client.Catalog.AvailabilitiesFor(Customer, Product, Sku)),
        ["Catalog.Promotions"] = async client => Items(await client.Catalog.Promotions("US")),
        ["Catalog.PromotionEligibilities"] = async client =>
            Items(
                await client.Catalog.PromotionEligibilities(
                    Customer,
                    [
                        new()
                        {
                            CatalogItemId = Item,
                            Quantity = 25,
                            TermDuration = "P1Y",
                            BillingCycle = BillingCycle.Monthly,
                            PromotionId = "39NFJQT1PJQB:0001:39NFJQT1Q5KN",
                        },
                    ]
                )
            ),
        ["Catalog.CheckInventory"] = async client =>
            await client.Catalog.CheckInventory(
                "US",
                [new(new("DZH318Z0BQ3Q"), Sku)],
                new(Customer, Seats.Value, "westus")
            ),
        ["Carts.Create"] = async client =>
            await client.Carts.Create(
                Customer,
                new()
                {
                    PartnerOnRecordAttestationAccepted = true,
                    LineItems =
                    [
                        new()
                        {
                            Id = 0,
                            CatalogItemId = Item,
                            Quantity = 5,
                            BillingCycle = BillingCycle.Monthly,
                            TermDuration = "P1Y",
                            Participants = [Participant.TransactionReseller(new("4847383"))],
                        },
                    ],
                },
                Ids
            ),
        ["Carts.Get"] = async client => await client.Carts.Get(Customer, TheCart),
        ["Carts.Update"] = async client =>
            await client.Carts.Update(
                Customer,
                JsonSerializer.Deserialize<Cart>(Read("Carts.Update")["request"]!["body"]!, PartnerCenterJson.Options)!,
                Ids
            ),
        ["Carts.Checkout"] = async client => await client.Carts.Checkout(Customer, TheCart, Ids),
        ["Orders.Get"] = async client => await client.Orders.Get(Customer, TheOrder, includePrice: true),
        ["Orders.List"] = async client => Items(await client.Orders.List(Customer)),
        ["Orders.ProvisioningStatus"] = async client =>
            Items((await client.Orders.ProvisioningStatus(Customer, TheOrder))!),
        ["Orders.Cancel"] = async client =>
            await client.Orders.Cancel(Customer, TheOrder, Ids, [new() { LineItemNumber = 0, OfferId = Item.Value }]),
        ["Orders.Attachments"] = async client => Items(await client.Orders.Attachments(Customer, TheOrder)),
        ["Subscriptions.Get"] = async client => await client.Subscriptions.Get(Customer, Seats),
        ["Subscriptions.List"] = async client => Items(await client.Subscriptions.List(Customer)),
        ["Subscriptions.ByOrder"] = async client => Items(await client.Subscriptions.ByOrder(Customer, TheOrder)),
        ["Subscriptions.ProvisioningStatus"] = async client =>
            await client.Subscriptions.ProvisioningStatus(Customer, Seats),
        ["Subscriptions.Register"] = client => Nothing(client.Subscriptions.Register(Customer, Seats, Ids)),
        ["Subscriptions.RegistrationStatus"] = async client =>
            await client.Subscriptions.RegistrationStatus(Customer, Seats),
        ["Subscriptions.CustomTermEndDates"] = async client =>
            Items(await client.Subscriptions.CustomTermEndDates(Customer, "P1M")),
        ["Webhooks.Events"] = async client => await client.Webhooks.Events(),
        ["Webhooks.Get"] = async client => await client.Webhooks.Get(),
        ["Webhooks.Register"] = async client => await client.Webhooks.Register(Hook, Ids),
        ["Webhooks.Update"] = async client => await client.Webhooks.Update(Hook, Ids),
        ["Webhooks.StartTest"] = async client =>
            Expect("04af2aea-d413-42db-824e-f328001484d1", await client.Webhooks.StartTest(Ids)),
        ["Webhooks.GetTest"] = async client => await client.Webhooks.GetTest("04af2aea-d413-42db-824e-f328001484d1"),
        ["Audit.List"] = async client =>
            Items(await client.Audit.List(new(2026, 11, 1), new(2026, 11, 23), Customer).ToListAsync()),
    };

    public static TheoryData<string> Files => [.. Names];

    internal static IEnumerable<string> Names =>
        Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order();

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Golden");

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Operation_SendsTheDocumentedRequest_AndReadsTheDocumentedAnswerWithoutLoss(string name)
    {
        var file = Read(name);
        var (request, response) = (file["request"]!, file["response"]!);
        var body = response["body"];
        await using var peer = await Peer.Answering((int)response["status"]!, body?.ToJsonString() ?? "");
        using var client = TestClient.For(peer.Address);

        var result = Node(await Operations[name](client.Partner));

        var sent = Assert.Single(peer.Requests);
        Assert.Equal(((string)request["method"]!, (string)request["path"]!), (sent.Method, sent.PathAndQuery));
        Assert.True(
            JsonNode.DeepEquals(request["body"], sent.Body.Length == 0 ? null : JsonNode.Parse(sent.Body)),
            sent.Body
        );
        foreach (var (header, value) in request["headers"] as JsonObject ?? [])
            Assert.Equal(value!.ToString(), sent.Headers[header]);
        Assert.Equal("v1", sent.Headers["MS-Contract-Version"]);
        Assert.True(
            Guid.TryParse(sent.Headers["MS-RequestId"], out _) && Guid.TryParse(sent.Headers["MS-CorrelationId"], out _)
        );

        string[] unread = [.. (file["unread"] as JsonArray ?? []).Select(path => path!.ToString())];
        foreach (var (path, leaf) in Leaves(body, ""))
        {
            var isEnvelope =
                body is JsonObject collection
                && collection.ContainsKey("items")
                && !path.StartsWith("items/", StringComparison.Ordinal);
            if (isEnvelope || unread.Any(left => path == left || path.StartsWith(left + "/", StringComparison.Ordinal)))
            {
                continue;
            }
            Assert.True(
                Same(leaf, At(result, path)),
                $"{path}: {leaf} was read as {At(result, path)?.ToJsonString() ?? "nothing"}"
            );
        }
        // What a file calls unread is: the list cannot hide what is read after all.
        Assert.All(
            unread,
            left =>
                Assert.True(result is null || At(result, left) is null || name == "Customers.GetValidationStatus", left)
        );
    }

    [Fact]
    public void EveryFile_HasItsOperationAndSection() =>
        Assert.All(
            Operations.Keys,
            name =>
            {
                Assert.Equal(name, Read(name)["operation"]!.ToString());
                Assert.StartsWith("C §", Read(name)["section"]!.ToString(), StringComparison.Ordinal);
            }
        );

    private static JsonObject Read(string name) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, name + ".json")))!.AsObject();

    private static JsonNode? Node(object? value) =>
        value as JsonNode
        ?? (value is null ? null : JsonSerializer.SerializeToNode(value, value.GetType(), PartnerCenterJson.Options));

    private static object Items<T>(IReadOnlyList<T> items) => new { totalCount = items.Count, items };

    private static object? Expect<T>(T expected, T actual)
    {
        Assert.Equal(expected, actual);
        return null;
    }

    private static async Task<object?> Nothing(Task call)
    {
        await call;
        return null;
    }

    private static IEnumerable<(string Path, JsonValue Leaf)> Leaves(JsonNode? node, string path) =>
        node switch
        {
            JsonObject members => members.SelectMany(member =>
                Leaves(member.Value, path.Length == 0 ? member.Key : $"{path}/{member.Key}")
            ),
            JsonArray items => items.SelectMany(
                (item, index) => Leaves(item, path.Length == 0 ? $"{index}" : $"{path}/{index}")
            ),
            JsonValue leaf => [(path, leaf)],
            _ => [],
        };

    private static JsonNode? At(JsonNode? node, string path) =>
        path.Split('/')
            .Aggregate(
                node,
                (current, step) =>
                    current switch
                    {
                        JsonArray items => items.ElementAtOrDefault(int.Parse(step, CultureInfo.InvariantCulture)),
                        JsonObject members => members
                            .FirstOrDefault(member =>
                                string.Equals(member.Key, step, StringComparison.OrdinalIgnoreCase)
                            )
                            .Value,
                        _ => null,
                    }
            );

    private static bool Same(JsonNode expected, JsonNode? actual)
    {
        if (actual is null)
            return false;
        var (left, right) = (expected.ToString(), actual.ToString());
        if (
            decimal.TryParse(left, CultureInfo.InvariantCulture, out var one)
            && decimal.TryParse(right, CultureInfo.InvariantCulture, out var other)
        )
            return one == other;
        if (
            DateTimeOffset.TryParse(left, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day)
            && DateTimeOffset.TryParse(
                right,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var sameDay
            )
        )
        {
            return day == sameDay;
        }
        // Enums come back in another spelling.
        return left == right
            || (
                Plain(left).Length > 0
                && Plain(left) == Plain(right)
                && left.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or ' ')
            );
    }

    private static string Plain(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToUpperInvariant();
}
