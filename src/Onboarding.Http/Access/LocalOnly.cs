using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Onboarding.Http.Access;

/// <summary>
/// Without authentication everything that reaches the port is trusted, so what reaches it must be this machine's own:
/// not another machine, not a foreign host name that resolves to loopback (DNS rebinding), not another site's page in
/// this machine's browser (CSRF).
/// </summary>
public static class LocalOnly
{
    private const string OtherSite = "The call comes from another site's page.";

    /// <summary>Gets the reason why the call is not of this machine; null: it is.</summary>
    public static string? WhyNot(HttpContext context)
    {
        var (request, headers) = (context.Request, context.Request.Headers);
        if (context.Connection.RemoteIpAddress is { } address && !IPAddress.IsLoopback(address))
            return "The call comes from another machine.";
        if (HostOf(request) is not { } host || !IsLocal(host))
            return "The Host header must name localhost or a loopback address.";
        if (headers.TryGetValue("Origin", out var origin) && !IsSameOrigin(origin, request))
            return OtherSite;
        return headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site" ? OtherSite : null;
    }

    /// <summary>
    /// Gets the host that the call names; null: it is none, such as xn--localhost, which is not in Punycode.
    /// </summary>
    public static string? HostOf(HttpRequest request)
    {
        try
        {
            return request.Host.Host;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    public static bool IsLocal(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    // Another port of this machine is another site too: what runs there need not be ours.
    private static bool IsSameOrigin(StringValues origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var from)
        && from.Scheme == request.Scheme
        && IsLocal(from.Host)
        && from.Port == (request.Host.Port ?? (request.IsHttps ? 443 : 80));
}
