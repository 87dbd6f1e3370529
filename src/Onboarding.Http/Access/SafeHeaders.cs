using Microsoft.AspNetCore.Http;

namespace Onboarding.Http.Access;

/// <summary>
/// Sets the headers that every answer has: no sniffing, no framing, no caching of data that may be personal.
/// </summary>
public static class SafeHeaders
{
    public static void Apply(
        HttpResponse response,
        string contentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'"
    )
    {
        var headers = response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = contentSecurityPolicy;
    }
}
