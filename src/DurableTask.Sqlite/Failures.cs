using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using DurableTask.Core;
using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using IExceptionPropertiesProvider = Microsoft.DurableTask.Worker.IExceptionPropertiesProvider;

namespace DurableTask.Sqlite;

/// <summary>Failures as they lie in a history, and as Durable Task has them.</summary>
internal static class Failures
{
    private const string Date = "dt:";
    private const string DateWithOffset = "dto:";

    public static FailureDetails Of(string type, string message, bool retriable = false) =>
        new(type, message, null, null, isNonRetriable: !retriable);

    /// <summary>Makes the details of an exception, its inner ones included.</summary>
    public static FailureDetails Of(Exception exception, IExceptionPropertiesProvider? properties)
    {
        if (exception is OrchestrationException { FailureDetails: { } known })
            return known;
        return new FailureDetails(
            exception.GetType().FullName!,
            exception.Message,
            exception.StackTrace,
            exception.InnerException is { } inner ? Of(inner, properties) : null,
            isNonRetriable: false,
            properties?.GetExceptionProperties(exception)
        );
    }

    public static string Write(FailureDetails failure) => ToJson(failure).ToJsonString();

    /// <summary>Writes a failure, or, when it is too long to be stored, one that says so.</summary>
    public static string Write(FailureDetails failure, string what, int mostCharacters)
    {
        var json = Write(failure);
        return json.Length <= mostCharacters ? json : Write(Payload.TooLarge(what, json.Length, mostCharacters));
    }

    /// <summary>
    /// Reads a failure. An object of another form, written by an older program, is one whose members are its
    /// properties.
    /// </summary>
    public static FailureDetails Read(string? json)
    {
        if (json is null || JsonNode.Parse(json) is not JsonObject failure)
            return Of("Unknown", json ?? "");
        if (failure["errorType"] is not null)
            return FromJson(failure);
        return new FailureDetails(
            failure["code"]?.ToString() ?? "Unknown",
            failure["message"]?.ToString() ?? "",
            null,
            null,
            isNonRetriable: failure["retryable"]?.GetValueKind() == JsonValueKind.False,
            Members(failure)
        );
    }

    /// <summary>Gets it as the client shows it.</summary>
    public static TaskFailureDetails ForClient(FailureDetails failure) =>
        new(
            failure.ErrorType,
            failure.ErrorMessage,
            failure.StackTrace,
            failure.InnerFailure is { } inner ? ForClient(inner) : null,
            failure.Properties
        );

    private static JsonObject ToJson(FailureDetails failure)
    {
        var json = new JsonObject { ["errorType"] = failure.ErrorType, ["errorMessage"] = failure.ErrorMessage };
        if (failure.StackTrace is { } stack)
            json["stackTrace"] = stack;
        if (failure.InnerFailure is { } inner)
            json["innerFailure"] = ToJson(inner);
        if (failure.IsNonRetriable)
            json["isNonRetriable"] = true;
        if (failure.Properties is { Count: > 0 } properties)
            json["properties"] = new JsonObject(
                properties.Select(property => KeyValuePair.Create(property.Key, Node(property.Value)))
            );
        return json;
    }

    private static FailureDetails FromJson(JsonObject json) =>
        new(
            (string?)json["errorType"] ?? "Unknown",
            (string?)json["errorMessage"] ?? "",
            (string?)json["stackTrace"],
            json["innerFailure"] is JsonObject inner ? FromJson(inner) : null,
            (bool?)json["isNonRetriable"] ?? false,
            json["properties"] is JsonObject properties ? Members(properties) : null
        );

    // The forms of the other backends: numbers are doubles, dates are text with a mark.
    private static JsonNode? Node(object? value) =>
        value switch
        {
            null => null,
            string text => JsonValue.Create(text),
            bool truth => JsonValue.Create(truth),
            DateTime date => JsonValue.Create(Date + date.ToString("O", CultureInfo.InvariantCulture)),
            DateTimeOffset date => JsonValue.Create(DateWithOffset + date.ToString("O", CultureInfo.InvariantCulture)),
            IDictionary<string, object?> members => new JsonObject(
                members.Select(member => KeyValuePair.Create(member.Key, Node(member.Value)))
            ),
            System.Collections.IEnumerable items => new JsonArray([.. items.Cast<object?>().Select(Node)]),
            IConvertible number when number.GetTypeCode() is >= TypeCode.SByte and <= TypeCode.Decimal => Number(
                number.ToDouble(CultureInfo.InvariantCulture)
            ),
            _ => JsonValue.Create(Convert.ToString(value, CultureInfo.InvariantCulture)),
        };

    private static JsonValue? Number(double number) =>
        double.IsFinite(number)
            ? JsonValue.Create(number)
            : JsonValue.Create(number.ToString(CultureInfo.InvariantCulture));

    private static Dictionary<string, object?> Members(JsonObject json) =>
        json.ToDictionary(member => member.Key, member => Value(member.Value));

    private static object? Value(JsonNode? node) =>
        node switch
        {
            null => null,
            JsonObject members => Members(members),
            JsonArray items => items.Select(Value).ToList(),
            _ => node.GetValueKind() switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                JsonValueKind.Number => node.GetValue<double>(),
                _ => Text(node.GetValue<string>()),
            },
        };

    private static object Text(string text)
    {
        if (
            text.StartsWith(Date, StringComparison.Ordinal)
            && DateTime.TryParse(
                text.AsSpan(Date.Length),
                CultureInfo.InvariantCulture,
                DateTimeStyles.RoundtripKind,
                out var date
            )
        )
            return date;
        return
            text.StartsWith(DateWithOffset, StringComparison.Ordinal)
            && DateTimeOffset.TryParse(
                text.AsSpan(DateWithOffset.Length),
                CultureInfo.InvariantCulture,
                DateTimeStyles.RoundtripKind,
                out var exact
            )
            ? exact
            : text;
    }
}
