using Microsoft.AspNetCore.Http;
using Onboarding.Messages;

namespace Onboarding.Http;

/// <summary>Finds the language that a caller reads.</summary>
internal static class ReaderLanguage
{
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
