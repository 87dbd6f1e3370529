using System.Globalization;
using System.Text.Json.Nodes;

namespace PartnerCenter.Simulator.Surface;

/// <summary>
/// Bodies of answers: camelCase as written, nulls left out, links relative and without <c>/v1</c> (C §3.3, §3.4).
/// </summary>
internal static class Json
{
    internal static JsonObject Of(params ReadOnlySpan<(string Name, JsonNode? Value)> members)
    {
        var json = new JsonObject();
        foreach (var (name, value) in members)
        {
            if (value is not null)
                json[name] = value;
        }
        return json;
    }

    internal static JsonArray Array(IEnumerable<JsonNode> items) => new([.. items]);

    internal static JsonArray Texts(IEnumerable<string> items) => new([.. items.Select(i => (JsonNode)i)]);

    internal static JsonObject Link(string uri, string method = "GET") =>
        new()
        {
            ["uri"] = uri,
            ["method"] = method,
            ["headers"] = new JsonArray(),
        };

    internal static JsonObject Links(string self) => new() { ["self"] = Link(self) };

    internal static JsonObject Attributes(string objectType, string? etag = null) =>
        Of(("etag", etag), ("objectType", objectType));

    internal static JsonObject Collection(IEnumerable<JsonNode> items, string self)
    {
        var array = Array(items);
        return Of(
            ("totalCount", array.Count),
            ("items", array),
            ("links", Links(self)),
            ("attributes", Attributes("Collection"))
        );
    }

    internal static string Utc(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    internal static string? Utc(DateTimeOffset? at) => at is { } known ? Utc(known) : null;
}
