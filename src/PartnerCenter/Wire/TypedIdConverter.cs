using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PartnerCenter.Wire;

/// <summary>Typed ids are plain strings on the wire; the service writes some of them as numbers.</summary>
internal sealed class TypedIdConverter<T> : JsonConverter<T>
    where T : struct, IParsable<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        LenientStringConverter.Text(ref reader) is { } text
        && T.TryParse(text.Trim(), CultureInfo.InvariantCulture, out var id)
            ? id
            : throw new JsonException($"not a {typeof(T).Name}");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());

    public override T ReadAsPropertyName(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    ) => T.Parse(reader.GetString()!, CultureInfo.InvariantCulture);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.ToString()!);
}
