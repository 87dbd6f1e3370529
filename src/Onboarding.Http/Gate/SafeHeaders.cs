using Microsoft.AspNetCore.Http;

namespace Onboarding.Http.Gate;

/// <summary>
/// What answers carry whatever they say: no sniffing, no framing, no caching of what may be personal.
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
