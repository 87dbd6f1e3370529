using System.Globalization;
using System.Text.Json.Nodes;

namespace Onboarding.Webhooks;

/// <summary>Finds values by JSON pointers (RFC 6901).</summary>
internal static class JsonPointer
{
    public static JsonNode? Find(JsonNode? node, string pointer)
    {
        foreach (
            var step in pointer
                .Split('/')
                .Skip(1)
                .Select(step =>
                    step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)
                )
        )
        {
            node = node switch
            {
                JsonObject section => section[step],
                JsonArray list
                    when int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
                        && at < list.Count => list[at],
                _ => null,
            };
        }

        return node;
    }
}
