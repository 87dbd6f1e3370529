using System.Text.Json;
using System.Text.Json.Serialization;

namespace Onboarding.Messages;

/// <summary>
/// Stores a message as <c>{"key": "At most {0} characters.", "arguments": ["40"]}</c>, and one without arguments as its
/// text alone, which is the form of all texts before 0.3.
/// </summary>
internal sealed class MessageJson : JsonConverter<Message>
{
    public override Message Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return Message.Verbatim(reader.GetString()!);
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("A message is a text or an object with a key and its arguments.");
        string? key = null;
        List<object> arguments = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString();
            reader.Read();
            if (name == "key")
                key = reader.GetString();
            else if (name == "arguments")
                arguments = ReadArguments(ref reader, options);
            else
                reader.Skip();
        }

        return Message.Stored(key ?? throw new JsonException("A message has a key."), arguments);
    }

    public override void Write(Utf8JsonWriter writer, Message value, JsonSerializerOptions options)
    {
        if (value.Arguments.Count == 0)
            writer.WriteStringValue(value.Key);
        else
            WriteObject(writer, value);
    }

    private static void WriteObject(Utf8JsonWriter writer, Message value)
    {
        writer.WriteStartObject();
        writer.WriteString("key", value.Key);
        writer.WriteStartArray("arguments");
        foreach (var argument in value.Arguments)
            if (argument is Message message)
                WriteObject(writer, message);
            else
                writer.WriteStringValue((string)argument);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private List<object> ReadArguments(ref Utf8JsonReader reader, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("The arguments of a message are an array.");
        var arguments = new List<object>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            arguments.Add(
                reader.TokenType == JsonTokenType.String
                    ? reader.GetString()!
                    : Read(ref reader, typeof(Message), options)
            );
        return arguments;
    }
}
