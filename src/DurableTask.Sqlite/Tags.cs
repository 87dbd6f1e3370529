using System.Text.Json;

namespace DurableTask.Sqlite;

/// <summary>Tags as they lie on disk: a JSON object of strings.</summary>
internal static class Tags
{
    public static string? Write(IReadOnlyDictionary<string, string>? tags) =>
        tags is { Count: > 0 } ? JsonSerializer.Serialize(tags) : null;

    public static IReadOnlyDictionary<string, string>? Read(string? json) =>
        json is null ? null : JsonSerializer.Deserialize<Dictionary<string, string>>(json);
}
