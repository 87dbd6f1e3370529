using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PartnerCenter.Wire;

/// <summary>
/// ISO 8601 with any fraction, with or without zone (then UTC); written in UTC with a Z. Source: C §3.3.
/// </summary>
internal sealed class LenientDateConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
        && DateTimeOffset.TryParse(
            reader.GetString(),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces,
            out var date
        )
            ? date
            : throw new JsonException("not a date");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(
            value.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture)
        );
}
