using System.Text;
using Microsoft.AspNetCore.Http;
using Onboarding.Http.Gate;

namespace Onboarding.Http;

/// <summary>The page and what belongs to it, out of this assembly. It holds no data: what it shows it asks of the API, under the caller's own credentials.</summary>
public sealed class PageHandler(HostFacts facts)
{
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

    private const string Prefix = "wwwroot/";

    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    };

    /// <summary>The files there are; the page itself is <c>index.html</c>.</summary>
    public static IReadOnlyList<string> Files { get; } =
        [.. typeof(PageHandler).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name => name[Prefix.Length..])];

    public IResult Get(HttpContext context, string file)
    {
        SafeHeaders.Apply(context.Response, Policy);
        context.Response.Headers.CacheControl = "no-cache";
        using var stream = typeof(PageHandler).Assembly.GetManifestResourceStream(Prefix + file);
        if (stream is null) return Results.NotFound();
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var text = reader.ReadToEnd();
        if (Path.GetExtension(file) == ".html") text = text.Replace("{{simulated}}", facts.Simulated ? "true" : "false", StringComparison.Ordinal);
        return Results.Text(text, Types[Path.GetExtension(file)], Encoding.UTF8);
    }
}
