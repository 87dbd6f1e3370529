using System.Text.Json.Nodes;
using Onboarding.Requests;
using Onboarding.Webhooks;

namespace Onboarding.Tests.Webhooks;

/// <summary>Tests for the expressions of a map.</summary>
public sealed class MapExpressionTests
{
    private const string Body = """
        { "first": "Gena", "last": "Soto", "empty": "", "none": null, "number": 4711,
          "variant": "BP-12", "deep": { "er": ["x"] } }
        """;

    [Theory]
    [InlineData("/first", "Gena")]
    [InlineData("=Gena", "Gena")]
    [InlineData("=table:skus[/variant]", "0001")]
    [InlineData("=table:SKUS[=bp-12]", "0001")]
    [InlineData("=table:skus[/first]", null)]
    [InlineData("=table:skus[/nothing]", null)]
    [InlineData("=first:[/nothing][/none][/empty][/first][/last]", "Gena")]
    [InlineData("=first:[/nothing][=DE]", "DE")]
    [InlineData("=first:[/nothing]", null)]
    [InlineData("=first:[=table:skus[/first]][=first:[/empty][/last]]", "Soto")]
    [InlineData("=join:[/first] [/last]", "Gena Soto")]
    [InlineData("=join:SHOP-[/number]", "SHOP-4711")]
    [InlineData("=join:[/nothing] [/last]", "Soto")]
    [InlineData("=join:SHOP-[/nothing]", null)]
    [InlineData("=join:[/deep/er/0]-[=table:skus[/variant]]", "x-0001")]
    public void Value_OfAnExpression_IsWhatItDescribes(string from, string? expected)
    {
        var source = new WebhookSource();
        source.Tables["skus"] = new(StringComparer.OrdinalIgnoreCase) { ["BP-12"] = "0001" };

        Assert.Null(MapExpression.WhyNot(from, source.Tables.Keys));
        Assert.Equal(expected, MapExpression.Value(JsonNode.Parse(Body), from, source)?.GetValue<string>());
    }

    [Theory]
    [InlineData("first", "JSON pointer")]
    [InlineData("=table:nobody[/a]", "'nobody'")]
    [InlineData("=table:skus", "bracket")]
    [InlineData("=table:skus[/a][/b]", "one pointer")]
    [InlineData("=first:", "bracket")]
    [InlineData("=first:[/a", "bracket")]
    [InlineData("=join:/a", "bracket")]
    [InlineData("=join:[/a]]", "bracket")]
    [InlineData("=first:[a]", "JSON pointer")]
    [InlineData(
        "=first:[=first:[=first:[=first:[=first:[=first:[=first:[=first:[=first:[=first:[/a]]]]]]]]]]",
        "too deep"
    )]
    public void WhyNot_OfWhatIsNone_SaysWhatWasExpected(string from, string reason) =>
        Assert.Contains(reason, MapExpression.WhyNot(from, ["skus"]), StringComparison.Ordinal);

    [Theory]
    [InlineData("""[{"a":1},{"b":[2]}]""", """{"a":1}|{"b":[2]}""")]
    [InlineData("{\"a\":1}\n{\"b\":2}\r\n\n", """{"a":1}|{"b":2}""")]
    [InlineData("{\"a\":1}\n{broken}\n", """{"a":1}|{broken}""")]
    [InlineData("""[1,"x"]""", "1|\"x\"")]
    [InlineData("[]", null)]
    [InlineData("""{"a":1}""", null)]
    [InlineData("{\n\"a\":1\n}", null)]
    [InlineData("{\n\"a\":\n}", null)]
    [InlineData("[1,", null)]
    [InlineData("", null)]
    [InlineData("text", null)]
    public void Of_ABody_IsARequestEachOrNull(string body, string? parts) =>
        Assert.Equal(parts, RequestParts.Of(body) is { } found ? string.Join('|', found) : null);
}
