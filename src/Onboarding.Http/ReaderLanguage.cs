using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Onboarding.Messages;

namespace Onboarding.Http;

/// <summary>Finds the language that a caller reads.</summary>
internal static class ReaderLanguage
{
    private static readonly AsyncLocal<string?> Answering = new();

    /// <summary>Gets the language of the answer that is written now; English outside of a call.</summary>
    public static string Current => Answering.Value ?? MessageCatalog.English;

    /// <summary>Has what follows in the same asynchronous flow written in the caller's language.</summary>
    public static void Use(HttpContext context)
    {
        Answering.Value = Of(context.Request);
        context.Response.Headers.ContentLanguage = Answering.Value;
        // An answer may pass here more than once: by the operation, by its writer, and as a problem.
        var headers = context.Response.Headers;
        if (!headers.GetCommaSeparatedValues(HeaderNames.Vary).Contains(HeaderNames.AcceptLanguage))
            headers.AppendCommaSeparatedValues(HeaderNames.Vary, HeaderNames.AcceptLanguage);
    }

    /// <summary>
    /// Gets the language of <see cref="MessageCatalog.Languages"/> that the header <c>Accept-Language</c> prefers
    /// (RFC 9110, 12.5.4); English where it names none of them.
    /// </summary>
    public static string Of(HttpRequest request) =>
        request
            .GetTypedHeaders()
            .AcceptLanguage.Where(one => one.Quality is null or > 0)
            .OrderByDescending(one => one.Quality ?? 1)
            .Select(one => one.Value.Value!.Split('-')[0].ToLowerInvariant())
            .FirstOrDefault(IsKnown)
        ?? MessageCatalog.English;

    public static bool IsKnown(string? language) => MessageCatalog.Languages.Contains(language);
}
