using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Onboarding.Messages;

namespace Onboarding.Http;

/// <summary>The JSON the API speaks: as it is stored, indented for people, and with ids as text.</summary>
public static class ApiJson
{
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>
    /// Makes other options speak the same way (the generator of the OpenAPI document brings its own).
    /// </summary>
    public static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.DefaultIgnoreCondition = DurableJson.Options.DefaultIgnoreCondition;
        options.NumberHandling = JsonNumberHandling.Strict;
        // Answers are never put into HTML without escaping, so that names with umlauts can stay readable.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.WriteIndented = true;
        options.Converters.Add(new MessageTextJson(() => ReaderLanguage.Current));
        foreach (var converter in DurableJson.Options.Converters)
            if (!options.Converters.Contains(converter))
                options.Converters.Add(converter);
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Apply(options);
        return options;
    }
}
