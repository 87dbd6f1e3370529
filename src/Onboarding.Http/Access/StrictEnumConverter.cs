using System.Text.Json;
using System.Text.Json.Serialization;

namespace Onboarding.Http.Access;

/// <summary>
/// Reads an enumeration by exactly one of its words. The serializer's own reader takes numbers too, and for
/// <c>approve,reject</c> whatever the numbers of both make.
/// </summary>
internal sealed class StrictEnumConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Word<>).MakeGenericType(typeToConvert))!;

    private sealed class Word<T> : JsonConverter<T>
        where T : struct, Enum
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var word = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            foreach (var value in Enum.GetValues<T>())
            {
                if (value.ToString().Equals(word, StringComparison.OrdinalIgnoreCase))
                    return value;
            }

            throw new NoneOfTheWords(Enum.GetNames<T>());
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(JsonNamingPolicy.CamelCase.ConvertName(value.ToString()));
    }
}

/// <summary>A text is none of the words that were expected; the message lists them.</summary>
internal sealed class NoneOfTheWords(IEnumerable<string> words)
    : JsonException($"one of {string.Join(", ", words.Select(JsonNamingPolicy.CamelCase.ConvertName))}");
