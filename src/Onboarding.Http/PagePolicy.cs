using Onboarding.Http.Access;

namespace Onboarding.Http;

/// <summary>
/// Writes the content security policy of the page: nothing but its own files, and no calls but to its own server. Where
/// people sign in by redirect it also calls the issuer, which turns a code into tokens.
/// </summary>
internal static class PagePolicy
{
    public static string Of(ApiAuthenticationOptions authentication)
    {
        var issuer = authentication is { Mode: AuthenticationMode.EntraId, PageClientId: not null, Issuer: { } address }
            ? $" {OriginOf(address)}"
            : "";
        return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
            + $"connect-src 'self'{issuer}; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
    }

    /// <summary>Gets scheme, host and port, the port only where it is not the scheme's own.</summary>
    public static string OriginOf(Uri address) =>
        address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
}
