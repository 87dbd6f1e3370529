using System.Reflection;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace OnboardingFunctions.Tests.Worker;

/// <summary>
/// The messages between host and worker, as JSON on this side. Their definitions are those that the worker's own
/// package carries.
/// </summary>
internal static class WorkerProtocol
{
    public const string Stream = "/AzureFunctionsRpcMessages.FunctionRpc/EventStream";

    private static readonly MessageDescriptor _envelope = Definitions()
        .FindTypeByName<MessageDescriptor>("StreamingMessage");
    private static readonly JsonParser _parser = new(JsonParser.Settings.Default);

    public static byte[] Encode(JsonObject message) => _parser.Parse(message.ToJsonString(), _envelope).ToByteArray();

    public static JsonObject Decode(ReadOnlySpan<byte> bytes) =>
        JsonNode.Parse(JsonFormatter.Default.Format(_envelope.Parser.ParseFrom(bytes.ToArray())))!.AsObject();

    private static FileDescriptor Definitions()
    {
        var definitions = Assembly
            .Load("Microsoft.Azure.Functions.Worker.Grpc")
            .GetTypes()
            .Single(type => type.Name == "FunctionRpcReflection");
        return (FileDescriptor)
            definitions
                .GetProperty("Descriptor", BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)!
                .GetValue(null)!;
    }
}
