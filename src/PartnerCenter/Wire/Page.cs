using System.Text.Json;
using System.Text.Json.Nodes;

namespace PartnerCenter.Wire;

/// <summary>One page of a collection: enveloped, or a bare array. Source: C §3.4, C §3.5.</summary>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Continuation)
{
    public static Page<T> Read(byte[] body, Answer answer)
    {
        if (answer.Status == 204 || body.Length == 0)
            return new([], null);
        var node = JsonNode.Parse(body, new JsonNodeOptions { PropertyNameCaseInsensitive = true });
        var items = node switch
        {
            JsonArray bare => bare,
            JsonObject envelope when envelope["items"] is JsonArray inside => inside,
            JsonObject envelope when envelope["items"] is null && envelope.ContainsKey("totalCount") => [],
            _ => throw new JsonException("neither a collection nor an array"),
        };
        return new(
            items
                .Where(item => item is not null)
                .Select(item => item.Deserialize<T>(PartnerCenterJson.Options)!)
                .ToArray(),
            node is JsonObject whole ? NextToken(whole) : null
        );
    }

    private static string? NextToken(JsonObject envelope)
    {
        if (
            envelope["continuationToken"] is JsonValue token
            && token.TryGetValue<string>(out var text)
            && text.Length > 0
        )
            return text;
        var headers = (envelope["links"] as JsonObject)?["next"] is JsonObject next
            ? next["headers"] as JsonArray
            : null;
        return headers
            ?.OfType<JsonObject>()
            .Where(header =>
                string.Equals(header["key"]?.ToString(), "MS-ContinuationToken", StringComparison.OrdinalIgnoreCase)
            )
            .Select(header => header["value"]?.ToString())
            .FirstOrDefault(value => !string.IsNullOrEmpty(value));
    }
}
