using System.Text.Json;
using System.Text.Json.Serialization;

namespace Onboarding.Messages;

/// <summary>Writes a message as its English text, for receivers whose language is not known.</summary>
internal sealed class EnglishMessageJson : JsonConverter<Message>
{
    public override Message Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Message.Verbatim(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, Message value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
