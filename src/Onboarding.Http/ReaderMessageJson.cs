using System.Text.Json;
using System.Text.Json.Serialization;
using Onboarding.Messages;

namespace Onboarding.Http;

/// <summary>Writes a message as text in the language of the caller whose answer is written.</summary>
internal sealed class ReaderMessageJson : JsonConverter<Message>
{
    public override Message Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Message.Verbatim(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, Message value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.In(ReaderLanguage.Current));
}
