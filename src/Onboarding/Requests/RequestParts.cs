using System.Text.Json;

namespace Onboarding.Requests;

/// <summary>
/// Takes a body of several requests apart: a JSON array, or a request per line (NDJSON).
/// </summary>
internal static class RequestParts
{
    /// <summary>Gets the JSON of each request; null when the body is one request, or none.</summary>
    public static IReadOnlyList<string>? Of(string body)
    {
        var text = body.AsSpan().Trim("\uFEFF \t\r\n");
        if (text.IsEmpty || text[0] is not ('[' or '{'))
            return null;
        try
        {
            using var whole = JsonDocument.Parse(text.ToString(), new() { MaxDepth = RequestJson.MaxDepth + 1 });
            return whole.RootElement.ValueKind == JsonValueKind.Array && whole.RootElement.GetArrayLength() > 0
                ? [.. whole.RootElement.EnumerateArray().Select(element => element.GetRawText())]
                : null;
        }
        catch (JsonException)
        {
            // Not one value: a line each, or none at all. A line that is broken is a request that is refused alone.
            string[] lines =
            [
                .. text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            ];
            return lines.Length > 1 && lines.All(line => line is ['{', .., '}']) ? lines : null;
        }
    }
}
