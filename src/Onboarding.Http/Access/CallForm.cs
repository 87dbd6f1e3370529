using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Onboarding.Http.Problems;

namespace Onboarding.Http.Access;

/// <summary>
/// Checks that apply to every operation: unknown or repeated parameters, a body that is not JSON or too large.
/// </summary>
internal static class CallForm
{
    public const int MaxBody = 256 * 1024;

    public static void Check(HttpRequest request, ApiOperation operation)
    {
        foreach (var (name, values) in request.Query)
        {
            var known = operation
                .Parameters.Where(parameter => parameter.In == ParameterPlace.Query)
                .Select(parameter => parameter.Name)
                .ToList();
            if (!known.Contains(name, StringComparer.Ordinal))
                throw Invalid(
                    name,
                    known.Count == 0
                        ? "no query parameters are taken here."
                        : $"not a parameter of this call; expected one of {string.Join(", ", known)}."
                );
            if (values.Count > 1)
                throw Invalid(name, "given more than once.");
        }

        if (HttpMethods.IsGet(request.Method))
            return;
        if (request.ContentLength > operation.MaxBody)
            throw new ProblemException(KnownProblems.BodyTooLarge(operation.MaxBody));
        // A page of another site can post a form without being asked; it cannot announce JSON or CSV. So what is
        // announced as anything else is refused even where no body is needed.
        var empty = request.ContentLength is null or 0 && !request.Headers.ContainsKey(HeaderNames.TransferEncoding);
        if (operation.BodyRequired && empty && request.ContentType is null)
            throw new ProblemException(
                KnownProblems.InvalidBody(
                    "The body is empty; "
                        + $"{(operation.MediaTypes is ["application/json"] ? "a JSON object" : "a file")} was expected."
                )
            );
        if (
            !empty
            && request.Headers.ContentEncoding.ToString() is { Length: > 0 } coding
            && !coding.Equals("identity", StringComparison.OrdinalIgnoreCase)
        )
            throw new ProblemException(KnownProblems.UnsupportedContentEncoding());
        if ((request.ContentType is not null || !empty) && !IsOneOf(operation.MediaTypes, request.ContentType))
            throw new ProblemException(KnownProblems.UnsupportedMediaType(request.ContentType, operation.MediaTypes));
    }

    private static bool IsOneOf(IReadOnlyList<string> mediaTypes, string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && mediaTypes.Contains(type.MediaType.Value, StringComparer.OrdinalIgnoreCase)
        && (type.Charset.Length == 0 || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    private static ProblemException Invalid(string name, string expected) =>
        new(KnownProblems.InvalidParameter(name, expected));
}
