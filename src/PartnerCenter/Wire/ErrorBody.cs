using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PartnerCenter.Wire;

/// <summary>The four envelopes of C §4.1: classic, extended, throttle, and none (empty or HTML).</summary>
internal sealed partial record ErrorBody(string? Code, string? Text, IReadOnlyList<string> Data)
{
    public static ErrorBody None { get; } = new(null, null, []);

    /// <summary>Never throws: what is not one of the envelopes is <see cref="None"/>.</summary>
    public static ErrorBody Read(byte[] body)
    {
        try
        {
            if (
                body.Length == 0
                || JsonNode.Parse(body, new JsonNodeOptions { PropertyNameCaseInsensitive = true })
                    is not JsonObject error
            )
                return None;
            var text = Word(error["description"]) ?? Word(error["message"]) ?? Word(error["errorMessage"]);
            return new(
                Word(error["code"]) ?? Word(error["errorCode"]),
                text,
                error["data"] is JsonArray data ? [.. data.Select(Word).OfType<string>()] : []
            );
        }
        // A duplicate member surfaces as ArgumentException, on first access.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            return None;
        }
    }

    /// <summary>
    /// JSON that stops in the middle: the code that would say what the answer means is lost, so there was no usable
    /// answer.
    /// </summary>
    public static bool IsCut(byte[] body)
    {
        if (body is not [(byte)'{', ..])
            return false;
        var reader = new Utf8JsonReader(body, isFinalBlock: false, default);
        try
        {
            while (reader.Read()) { }

            return reader.CurrentDepth > 0 || reader.BytesConsumed < body.Length;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>
    /// The wait in a throttle body ("Try again in 57 seconds."), for an answer without Retry-After. Source: C §3.8.
    /// </summary>
    public TimeSpan? Wait() =>
        Text is not null
        && TryAgain().Match(Text) is { Success: true } match
        && int.TryParse(match.Groups[1].Value, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : null;

    private static string? Word(JsonNode? node) =>
        node is JsonValue value && value.ToString() is { Length: > 0 } text ? text : null;

    [GeneratedRegex(@"in (\d{1,5}) second", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TryAgain();
}
