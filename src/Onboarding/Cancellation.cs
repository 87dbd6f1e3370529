using System.Text.Json;
using System.Text.Json.Serialization;

namespace Onboarding;

/// <summary>
/// Calls an onboarding off. Stored as a text, the name alone, where nothing else is asked for: histories of before 0.2
/// hold that.
/// </summary>
/// <param name="By">Who calls it off.</param>
/// <param name="RemoveRelationship">Whether the partner's relationship with the customer is to be removed too.</param>
[JsonConverter(typeof(CancellationConverter))]
public sealed record Cancellation(string By, bool RemoveRelationship = false);

internal sealed class CancellationConverter : JsonConverter<Cancellation>
{
    public override Cancellation Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return new Cancellation(reader.GetString()!);
        var stored = JsonSerializer.Deserialize<Stored>(ref reader, options)!;
        return new Cancellation(stored.By, stored.RemoveRelationship);
    }

    public override void Write(Utf8JsonWriter writer, Cancellation value, JsonSerializerOptions options)
    {
        if (!value.RemoveRelationship)
            writer.WriteStringValue(value.By);
        else
            JsonSerializer.Serialize(writer, new Stored(value.By, true), options);
    }

    private sealed record Stored(string By, bool RemoveRelationship);
}
