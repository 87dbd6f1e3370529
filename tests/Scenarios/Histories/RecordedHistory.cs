using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;
using DurableTask.Core.History;

namespace Scenarios.Histories;

/// <summary>
/// The history of one instance, in a form that does not depend on the engine that wrote it. Inputs of activities are
/// left out: a replay compares names only.
/// </summary>
/// <param name="Instance">The instance's id.</param>
/// <param name="Name">The stored name of its orchestration.</param>
/// <param name="Version">The version that it runs on.</param>
/// <param name="Events">What happened, oldest first.</param>
internal sealed record RecordedHistory(
    string Instance,
    string Name,
    string Version,
    IReadOnlyList<RecordedEvent> Events
)
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Gets the histories in a file of one JSON object a line, packed with gzip.</summary>
    public static async Task<IReadOnlyList<RecordedHistory>> Read(string path)
    {
        using var unpacked = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        var histories = new List<RecordedHistory>();
        while (await unpacked.ReadLineAsync() is { } line)
            histories.Add(JsonSerializer.Deserialize<RecordedHistory>(line, Form)!);
        return histories;
    }

    /// <summary>Converts a history of Durable Task.</summary>
    public static RecordedHistory Of(string instance, string name, string version, IEnumerable<HistoryEvent> events) =>
        new(instance, name, version, [.. events.Select(RecordedEvent.Of).OfType<RecordedEvent>()]);

    /// <summary>Gets it as one line of JSON.</summary>
    public string ToLine() => JsonSerializer.Serialize(this, Form);
}
