using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PartnerCenter.Wire;

/// <summary>
/// Text that some answers write as a number: cart line ids, error codes, validation ids (C §13, C §25 rows 16 and 20).
/// </summary>
internal sealed class LenientStringConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Text(ref reader) ?? throw new JsonException("expected text");

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);

    public static string? Text(ref Utf8JsonReader reader) =>
        reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.Number => Encoding.UTF8.GetString(
                reader.HasValueSequence
                    ? System.Buffers.BuffersExtensions.ToArray(reader.ValueSequence)
                    : reader.ValueSpan
            ),
            JsonTokenType.True => "true",
            JsonTokenType.False => "false",
            _ => null,
        };
}
