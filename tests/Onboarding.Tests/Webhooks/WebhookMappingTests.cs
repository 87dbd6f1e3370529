using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Xunit;
using Onboarding.Webhooks;

namespace Onboarding.Tests.Webhooks;

public sealed class WebhookMappingTests
{
    [Theory]
    [InlineData("""{"a":{"b":["x","y"]}}""", "/a/b/1", "y")]
    [InlineData("""{"a/b":{"~":"x"}}""", "/a~1b/~0", "x")]
    [InlineData("""{"a":5}""", "/a", "5")]
    [InlineData("""{"a":5}""", "/b/c/d", null)]
    [InlineData("""["x"]""", "/0", "x")]
    [InlineData("""{"a":null}""", "/a", null)]
    [InlineData("""{"a":1}""", "=Gena", "Gena")]
    public void Apply_OfAPointer_FindsWhatItPointsTo(string body, string from, string? expected)
    {
        var request = WebhookMapping.Apply(Source(("contact.firstName", from)), "id", body)!;

        Assert.Equal(expected, request["contact"]?["firstName"]?.GetValue<string>());
        Assert.Equal("id", request["reference"]!.GetValue<string>());
    }

    [Fact]
    public void Apply_WithoutTheListOfItems_MakesNothing()
    {
        var source = Source(("subscriptions.product", "/p"));
        source.Items = "/lines";

        Assert.Throws<JsonException>(() => WebhookMapping.Apply(source, "id", "{}"));
    }

    [Fact]
    public void Apply_OfAListOfItems_IsASubscriptionEach()
    {
        var source = Source(
            ("subscriptions.product", "/p"),
            ("subscriptions.quantity", "/n"),
            ("customer.domain", "/domain"),
            ("customer.kind", "=existing")
        );
        source.Items = "/lines";

        var request = WebhookMapping.Apply(
            source,
            "id",
            """{"domain":"contoso.com","lines":[{"p":"A","n":"3"},{"p":"B","n":4},{"n":"many"}]}"""
        )!;

        Assert.Equal("existing", request["customer"]!["kind"]!.GetValue<string>());
        Assert.Equal(
            """[{"product":"A","quantity":3},{"product":"B","quantity":4},{"quantity":"many"}]""",
            request["subscriptions"]!.ToJsonString()
        );
    }

    [Theory]
    [InlineData("customer.tenantId", "existing")]
    [InlineData("customer.domainPrefix", "new")]
    [InlineData("customer.domain", null)]
    public void Apply_WithoutAKind_GuessesNoneFromADomain(string member, string? kind) =>
        Assert.Equal(
            kind,
            WebhookMapping.Apply(Source((member, "/it")), "id", """{"it":"contoso.com"}""")!["customer"]!
                ["kind"]
                ?.GetValue<string>()
        );

    [Theory]
    [InlineData("""{"lines":["A",{},null]}""", """["A",{},null]""")]
    [InlineData("""{"lines":{"p":"A"}}""", """{"p":"A"}""")]
    [InlineData("""{"lines":"A"}""", "\"A\"")]
    [InlineData("""{"lines":[]}""", null)]
    public void Apply_OfItemsThatAreNone_LeavesThemToTheRulesOfARequest(string body, string? subscriptions)
    {
        var source = Source(("subscriptions.product", "/p"));
        source.Items = "/lines";

        Assert.Equal(subscriptions, WebhookMapping.Apply(source, "id", body)!["subscriptions"]?.ToJsonString());
    }

    [Property(MaxTest = 20)]
    public void Apply_OfManyItems_LosesNoneUnseen(byte count)
    {
        var source = Source(("subscriptions.product", "/p"));
        source.Items = "/lines";

        var request = WebhookMapping.Apply(
            source,
            "id",
            new JsonObject
            {
                ["lines"] = new JsonArray([.. Enumerable.Range(0, count).Select(_ => new JsonObject { ["p"] = "A" })]),
            }.ToJsonString()
        )!;

        Assert.Equal(Math.Min(count, (byte)101), request["subscriptions"]?.AsArray().Count ?? 0);
    }

    /// <summary>What a sender writes is never more than a body that is no request.</summary>
    [Property]
    public void Apply_OfAnyBody_GivesJsonOrSaysThatItIsNone(NonNull<string> text, NonNull<string> step)
    {
        var source = Source(("contact.email", "/" + step.Get), ("subscriptions.quantity", "/" + step.Get));
        foreach (
            var body in new[]
            {
                text.Get,
                JsonSerializer.Serialize(text.Get),
                new JsonObject { [step.Get] = text.Get }.ToJsonString(),
                new JsonObject { [text.Get] = new JsonArray(1, "x", null) }.ToJsonString(),
            }
        )
        {
            try
            {
                Assert.IsType<JsonObject>(WebhookMapping.Apply(source, "id", body));
            }
            catch (JsonException)
            {
                Assert.Equal(text.Get, body);
            }
        }
    }

    [Theory]
    [InlineData("Webhooks:Sources:partner-center", "partner-center", "key", null, null, null)]
    [InlineData("KeyName", "shop", null, null, null, null)]
    [InlineData("not a name", "shop", "not a name", null, null, null)]
    [InlineData("Items", "shop", "key", "lines", null, null)]
    [InlineData("customer.size", "shop", "key", null, "customer.size", "/size")]
    [InlineData("Map:customer.companyName", "shop", "key", null, "customer.companyName", "company")]
    public void Problems_OfAWrongSource_NameItsKey(
        string named,
        string name,
        string? key,
        string? items,
        string? member,
        string? from
    )
    {
        var options = new WebhookOptions();
        var source = new WebhookSource { KeyName = key, Items = items };
        if (member is not null)
            source.Map[member] = from!;
        options.Sources[name] = source;

        Assert.Contains(named, Assert.Single(options.Problems()), StringComparison.Ordinal);
    }

    private static WebhookSource Source(params (string Member, string From)[] map)
    {
        var source = new WebhookSource();
        foreach (var (member, from) in map)
            source.Map[member] = from;
        return source;
    }
}
