using System.Text.Json;
using Azure.Core.Serialization;
using Onboarding;

namespace OnboardingFunctions.Durable;

/// <summary>
/// The form of histories. It also reads that of release 0.1, whose every input, result and event was a JSON string with
/// the JSON in it, and whose orchestrations had their version and trace around the input; it may go when no instance of
/// that release is left.
/// </summary>
internal sealed class HistorySerializer : ObjectSerializer
{
    private readonly JsonObjectSerializer _json = new(DurableJson.Options);

    public override void Serialize(Stream stream, object? value, Type inputType, CancellationToken cancellationToken) =>
        _json.Serialize(stream, value, inputType, cancellationToken);

    public override ValueTask SerializeAsync(
        Stream stream,
        object? value,
        Type inputType,
        CancellationToken cancellationToken
    ) => _json.SerializeAsync(stream, value, inputType, cancellationToken);

    public override object? Deserialize(Stream stream, Type returnType, CancellationToken cancellationToken)
    {
        using var document = JsonDocument.Parse(stream);
        return Read(document.RootElement, returnType);
    }

    public override async ValueTask<object?> DeserializeAsync(
        Stream stream,
        Type returnType,
        CancellationToken cancellationToken
    )
    {
        using var document = await JsonDocument.ParseAsync(stream, cancellationToken: cancellationToken);
        return Read(document.RootElement, returnType);
    }

    private static object? Read(JsonElement json, Type type)
    {
        if (json.ValueKind != JsonValueKind.String || Inner(json.GetString()!) is not { } inner)
            return json.Deserialize(type, DurableJson.Options);
        using (inner)
        {
            var value = inner.RootElement;
            // A text of today's form that looks like JSON.
            if (type == typeof(string) && value.ValueKind != JsonValueKind.String)
                return json.GetString();
            return (InputOf(value) ?? value).Deserialize(type, DurableJson.Options);
        }
    }

    // Beside the input stood the version of an orchestration, or the instance that called an activity.
    private static JsonElement? InputOf(JsonElement call) =>
        call.ValueKind == JsonValueKind.Object
        && (call.TryGetProperty("version", out _) || call.TryGetProperty("instance", out _))
        && call.TryGetProperty("input", out var input)
            ? input
            : null;

    // A text that is no JSON is a text.
    private static JsonDocument? Inner(string text)
    {
        if (text is not (['{', ..] or ['[', ..] or ['"', ..]))
            return null;
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
