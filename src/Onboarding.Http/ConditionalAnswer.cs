using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Onboarding.Http;

/// <summary>
/// Gives what is read a tag, and answers 304 without a body to whoever has it already. Whoever asks again and again is
/// sent only what has changed.
/// </summary>
internal static class ConditionalAnswer
{
    public static IResult Of(HttpContext context, IResult result)
    {
        if (
            // An operation that gives a tag of its own, such as the version of a draft, answers with that.
            context.Response.Headers.ETag.Count > 0
            || result is not IValueHttpResult { Value: { } value }
            || result is IStatusCodeHttpResult { StatusCode: not (null or StatusCodes.Status200OK) }
        )
            return result;
        var body = JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), ApiJson.Options);
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 16))}\"";
        context.Response.Headers.ETag = tag;
        return IsKnown(context.Request, tag)
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Results.Bytes(body, "application/json; charset=utf-8");
    }

    // A proxy that compresses makes a weak tag of ours.
    private static bool IsKnown(HttpRequest request, string tag) =>
        request
            .Headers.IfNoneMatch.SelectMany(known => (known ?? "").Split(','))
            .Any(known => known.Trim() is var one && (one == tag || one == $"W/{tag}"));
}
