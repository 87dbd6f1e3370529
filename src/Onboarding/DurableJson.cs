using System.Text.Json;
using System.Text.Json.Serialization;

namespace Onboarding;

/// <summary>
/// The one form in which inputs, results, events and states are stored: camelCase, enums as text, nulls left out,
/// unknown members ignored so that an older reader bears a newer writer.
/// </summary>
public static class DurableJson
{
    public static JsonSerializerOptions Options { get; } =
        new(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Options)!;
}

/// <summary>The result of what has none.</summary>
public readonly record struct Nothing;
