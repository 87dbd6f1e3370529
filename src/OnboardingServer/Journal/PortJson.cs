using Microsoft.DurableTask;
using Onboarding.Durability;

namespace OnboardingServer.Journal;

/// <summary>A text of JSON that Durable Task carries as it is: what lies in a history is the port's own form.</summary>
internal readonly record struct RawJson(string? Text);

/// <summary>What the port writes of a value, and how Durable Task carries it.</summary>
internal sealed class PortJson : DataConverter
{
    public const int MostCharacters = 1_000_000;

    /// <exception cref="ArgumentException">It is too large to be stored.</exception>
    public static string Write<T>(T value, string what)
    {
        var json = DurableJson.Write(value);
        return json.Length <= MostCharacters ? json
            : throw new ArgumentException($"{what} is {json.Length} characters of JSON; a history holds at most {MostCharacters} per event.");
    }

    /// <exception cref="DurableFailureException">It has another form.</exception>
    public static T Read<T>(RawJson json, string what)
    {
        if (json.Text is null) return default!;
        try
        {
            return DurableJson.Read<T>(json.Text);
        }
        catch (System.Text.Json.JsonException)
        {
            throw new DurableFailureException(new FailureDetails(FailureDetails.Unexpected,
                $"What {what} brought cannot be read as {typeof(T).Name}.", Retryable: false));
        }
    }

    public override string? Serialize(object? value) => value switch
    {
        null => null,
        RawJson json => json.Text,
        // The arguments of an activity, of which it has one.
        object?[] and [RawJson json] => $"[{json.Text}]",
        _ => System.Text.Json.JsonSerializer.Serialize(value, DurableJson.Options),
    };

    public override object? Deserialize(string? data, Type targetType)
    {
        if (targetType == typeof(RawJson)) return new RawJson(data);
        return data is null ? null : System.Text.Json.JsonSerializer.Deserialize(data, targetType, DurableJson.Options);
    }
}
