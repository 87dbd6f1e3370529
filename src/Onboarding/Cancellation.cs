using System.Text.Json;
using System.Text.Json.Serialization;

namespace Onboarding;

/// <summary>
/// Cancels an onboarding. Stored as a text, the name alone, if nothing else is asked for: histories of before 0.2 hold
/// that.
/// </summary>
/// <param name="By">The person who cancels it.</param>
/// <param name="RemoveRelationship">True to remove the partner's relationship with the customer too.</param>
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
