using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Onboarding.Http.Problems;

namespace Onboarding.Http.Access;

/// <summary>Reads the values of a call, or ends it with a problem that names the value.</summary>
internal static class Binding
{
    public const int MaxText = 200;

    public static string Route(this HttpContext context, string name) =>
        (string?)context.Request.RouteValues[name] ?? throw Invalid(name, "missing in the path.");

    public static string? Text(this HttpContext context, string name)
    {
        var text = context.Request.Query[name].ToString();
        if (text.Length > MaxText)
            throw Invalid(name, $"at most {MaxText} characters.");
        if (text.Any(char.IsControl))
            throw Invalid(name, "no control characters.");
        return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }

    public static string Needed(this HttpContext context, string name) =>
        context.Text(name) ?? throw Invalid(name, "missing.");

    /// <summary>Opaque; longer than any other text.</summary>
    public static string? Continuation(this HttpContext context)
    {
        var text = context.Request.Query["continuation"].ToString();
        if (text.Length > 2000)
            throw BadContinuation();
        return text.Length == 0 ? null : text;
    }

    public static ProblemException BadContinuation() =>
        Invalid("continuation", "expected the continuation of an earlier answer to the same call.");

    public static int Limit(this HttpContext context)
    {
        if (context.Text("limit") is not { } text)
            return 50;
        return
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            && limit is >= 1 and <= 200
            ? limit
            : throw Invalid("limit", "expected a number from 1 to 200.");
    }

    public static DateTimeOffset? Instant(this HttpContext context, string name)
    {
        if (context.Text(name) is not { } text)
            return null;
        return
            DateTimeOffset.TryParse(
                text,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var at
            ) && text is [_, _, _, _, '-', _, _, '-', _, _, ..]
            ? at
            : throw Invalid(name, "expected a time such as 2026-11-20T08:00:00Z.");
    }

    /// <summary>False when it is left out.</summary>
    public static bool Flag(this HttpContext context, string name) =>
        context.Text(name) switch
        {
            null or "false" => false,
            "true" => true,
            _ => throw Invalid(name, "expected true or false."),
        };

    public static Guid? Id(this HttpContext context, string name)
    {
        if (context.Text(name) is not { } text)
            return null;
        return Guid.TryParse(text, out var id) ? id : throw Invalid(name, "expected a GUID.");
    }

    public static T? OneOf<T>(this HttpContext context, string name)
        where T : struct, Enum
    {
        if (context.Text(name) is not { } text)
            return null;
        return Enum.GetNames<T>().Contains(text, StringComparer.OrdinalIgnoreCase)
            ? Enum.Parse<T>(text, ignoreCase: true)
            : throw Invalid(
                name,
                $"expected {string.Join(", ", Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName))}."
            );
    }

    /// <summary>The key under which a repeated submission finds the first one.</summary>
    public static string? IdempotencyKey(this HttpContext context)
    {
        const string name = "Idempotency-Key";
        if (!context.Request.Headers.TryGetValue(name, out var values))
            return null;
        if (values.Count > 1)
            throw Invalid(name, "given more than once.");
        var key = values.ToString();
        return key.Length is >= 1 and <= 100 && key.All(c => c is > ' ' and < (char)127)
            ? key
            : throw Invalid(name, "expected 1 to 100 visible ASCII characters.");
    }

    /// <summary>The version the caller has seen, from the one strong ETag in If-Match.</summary>
    public static int IfMatch(this HttpContext context)
    {
        const string name = "If-Match";
        if (!context.Request.Headers.TryGetValue(name, out var values))
            throw new ProblemException(KnownProblems.IfMatchNeeded());
        var tag = values.Count == 1 ? values.ToString().Trim() : "";
        return
            tag.Length is >= 3 and <= 12
            && tag[0] == '"'
            && tag[^1] == '"'
            && int.TryParse(
                tag.AsSpan(1, tag.Length - 2),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var version
            )
            ? version
            : throw Invalid(name, "expected the ETag of the version you have seen, such as \"3\".");
    }

    /// <summary>
    /// A small JSON body with exactly the members of <typeparamref name="T"/>; a missing body is an empty object.
    /// </summary>
    public static async Task<T> Body<T>(this HttpContext context)
        where T : new()
    {
        try
        {
            var bytes = await LimitedBody.Read(context.Request.Body, context.RequestAborted);
            return bytes.IsEmpty
                ? new T()
                : JsonSerializer.Deserialize<T>(bytes.Span, Strict)
                    ?? throw new ProblemException(KnownProblems.InvalidBody("A JSON object was expected."));
        }
        catch (JsonException exception)
        {
            var expected =
                exception is NoneOfTheWords
                    ? exception.Message
                    : $"an object with {string.Join(", ", Strict.GetTypeInfo(typeof(T)).Properties.Select(member => member.Name))}";
            throw new ProblemException(
                KnownProblems.InvalidBody(
                    $"This is not the JSON that was expected: line {exception.LineNumber + 1 ?? 1}, position "
                        + $"{exception.BytePositionInLine + 1 ?? 1}, at '{exception.Path}'. Expected {expected}."
                )
            );
        }
    }

    private static readonly JsonSerializerOptions Strict = MakeStrict();

    private static JsonSerializerOptions MakeStrict()
    {
        var strict = new JsonSerializerOptions(ApiJson.Options)
        {
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            MaxDepth = 8,
            AllowDuplicateProperties = false,
        };
        strict.Converters.Insert(0, new StrictEnumConverter());
        return strict;
    }

    /// <summary>Gets a value that says whether a text of several lines contains invisible characters.</summary>
    public static bool HoldsControls(string text) =>
        text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'));

    public static ProblemException Invalid(string name, string expected) =>
        new(KnownProblems.InvalidParameter(name, expected));
}
