using System.Text.Json;
using System.Text.Json.Serialization;

namespace Onboarding.Messages;

/// <summary>Writes a message as text.</summary>
/// <param name="language">Gives the language of the text that is written now, of the catalogue.</param>
public sealed class MessageTextJson(Func<string> language) : JsonConverter<Message>
{
    public override Message Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Message.Verbatim(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, Message value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.In(language()));
}
