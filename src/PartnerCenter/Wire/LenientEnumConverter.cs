using System.Text.Json;
using System.Text.Json.Serialization;

namespace PartnerCenter.Wire;

/// <summary>An enum whose written form is PascalCase; all others are written in snake_case.</summary>
[AttributeUsage(AttributeTargets.Enum)]
internal sealed class PascalCaseOnWireAttribute : Attribute;

/// <summary>An enum that is written as its number.</summary>
[AttributeUsage(AttributeTargets.Enum)]
internal sealed class NumberOnWireAttribute : Attribute;

/// <summary>
/// Reads snake_case, PascalCase, blanks and numbers alike; what it does not know becomes <c>Unknown</c>.
/// Source: C §3.3.
/// </summary>
internal sealed class LenientEnumConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert))!;

    private static string Plain(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private sealed class Of<T> : JsonConverter<T>
        where T : struct, Enum
    {
        private static readonly Dictionary<string, T> Known = Enum.GetValues<T>()
            .SelectMany(value => new[] { (Plain(value.ToString()), value), (value.ToString("D"), value) })
            .ToDictionary(pair => pair.Item1, pair => pair.value);

        private static readonly bool Pascal = Attribute.IsDefined(typeof(T), typeof(PascalCaseOnWireAttribute));

        private static readonly bool Number = Attribute.IsDefined(typeof(T), typeof(NumberOnWireAttribute));

        private static readonly T Unknown = Enum.Parse<T>("Unknown");

        public override bool HandleNull => true;

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (LenientStringConverter.Text(ref reader) is { } text)
                return Known.GetValueOrDefault(Plain(text), Unknown);
            reader.Skip();
            return Unknown;
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
        {
            if (Number)
                writer.WriteRawValue(value.ToString("D"));
            else
                writer.WriteStringValue(
                    Pascal ? value.ToString() : JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString())
                );
        }
    }
}
