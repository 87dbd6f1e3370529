using System.Text.Json;
using System.Text.Json.Serialization;
using System.Xml;

namespace PartnerCenter.Simulator.State;

/// <summary>
/// The form of records in the state file and on the control surface: camelCase, enums as words, durations as ISO 8601.
/// </summary>
internal static class StateJson
{
    internal static readonly JsonSerializerOptions Options = Create(false);

    /// <summary>
    /// For what people send: a member nobody knows, or a null where there must be something, is an error that names it.
    /// </summary>
    internal static readonly JsonSerializerOptions Strict = Create(true);

    private static JsonSerializerOptions Create(bool strict) =>
        new(JsonSerializerDefaults.Web)
        {
            RespectNullableAnnotations = strict,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            UnmappedMemberHandling = strict ? JsonUnmappedMemberHandling.Disallow : JsonUnmappedMemberHandling.Skip,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new DurationConverter() },
        };

    private sealed class DurationConverter : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (
                reader.TokenType == JsonTokenType.Number
                && reader.TryGetDouble(out var seconds)
                && Math.Abs(seconds) < TimeSpan.MaxValue.TotalSeconds
            )
                return TimeSpan.FromSeconds(seconds);
            if (reader.TokenType != JsonTokenType.String)
                throw new JsonException("a duration is ISO 8601 text such as PT15M, or a number of seconds");
            return Parse(reader.GetString()!)
                ?? throw new JsonException("a duration is ISO 8601 text such as PT15M, or a number of seconds");
        }

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
            writer.WriteStringValue(XmlConvert.ToString(value));
    }

    /// <summary>A duration as people type it: ISO 8601, or days and hours.</summary>
    internal static TimeSpan? Parse(string text) =>
        TimeSpan.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var span)
            ? span
            : ParseIso(text);

    /// <summary>A duration as the vendor takes it.</summary>
    internal static TimeSpan? ParseIso(string text)
    {
        try
        {
            return XmlConvert.ToTimeSpan(text);
        }
        catch (Exception wrong) when (wrong is FormatException or OverflowException)
        {
            return null;
        }
    }
}
