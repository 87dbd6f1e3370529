using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Onboarding.Http.Access;

namespace Onboarding.Http;

/// <summary>
/// Serves the page and what belongs to it, out of this assembly. It holds no data: what it shows it asks of the API,
/// under the caller's own credentials. Scripts and styles are named by their content and never asked for twice; the
/// documents that name them are asked for again each time, and answered with 304 where nothing has changed. A document
/// is answered in the language that its reader has chosen, and otherwise in the one that the browser prefers.
/// </summary>
public sealed class PageHandler
{
    private const string Prefix = "wwwroot/";
    private const string Html = ".html";
    private const string LanguageCookie = "language";
    private const string Forever = "public, max-age=31536000, immutable";

    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
    };

    private static readonly Dictionary<string, byte[]> Sources = typeof(PageHandler)
        .Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToDictionary(name => name[Prefix.Length..], Read, StringComparer.Ordinal);

    private readonly Dictionary<string, PageFile> _files;
    private readonly Lazy<string> _policy;

    public PageHandler(HostFacts facts, IOptions<ApiAuthenticationOptions> authentication)
    {
        // Not before the host has started: until then nobody has checked the options.
        _policy = new(() => PagePolicy.Of(authentication.Value));
        _files = Sources
            .Select(source =>
                IsDocument(source.Key)
                    ? new PageFile(source.Key, Document(source.Value, facts), TypeOf(source.Key), isImmutable: false)
                    : new PageFile(ServedAs(source.Key), source.Value, TypeOf(source.Key), isImmutable: true)
            )
            .ToDictionary(file => file.Name, StringComparer.Ordinal);
    }

    /// <summary>
    /// Gets the names of the files that are served; the page itself is <c>index.html</c>. A document has one name in
    /// all languages.
    /// </summary>
    public static IReadOnlyList<string> Files { get; } =
    [.. Sources.Keys.Select(name => IsDocument(name) ? WithoutLanguage(name) : ServedAs(name)).Distinct()];

    public IResult Get(HttpContext context, string file)
    {
        SafeHeaders.Apply(context.Response, _policy.Value);
        if (Find(context.Request, file) is not { } found)
        {
            context.Response.Headers.CacheControl = "no-cache";
            return Results.NotFound();
        }

        var encoding = EncodingFor(context.Request);
        var headers = context.Response.Headers;
        headers.CacheControl = found.IsImmutable ? Forever : "no-cache";
        headers.ETag = found.TagOf(encoding);
        headers.Vary = found.IsImmutable
            ? HeaderNames.AcceptEncoding
            : $"{HeaderNames.AcceptEncoding}, {HeaderNames.AcceptLanguage}, {HeaderNames.Cookie}";
        if (IsKnown(context.Request, found))
            return Results.StatusCode(StatusCodes.Status304NotModified);
        if (encoding is not null)
            headers.ContentEncoding = encoding;
        return Results.Bytes(found.In(encoding), found.MediaType);
    }

    private PageFile? Find(HttpRequest request, string file)
    {
        if (!IsDocument(file))
            return _files.GetValueOrDefault(file);
        var chosen = request.Cookies[LanguageCookie];
        var language = ReaderLanguage.IsKnown(chosen) ? chosen : ReaderLanguage.Of(request);
        return _files.GetValueOrDefault($"{file[..^Html.Length]}.{language}{Html}");
    }

    private static bool IsDocument(string name) => name.EndsWith(Html, StringComparison.Ordinal);

    // index.de.html
    private static string WithoutLanguage(string name) => name[..name.IndexOf('.', StringComparison.Ordinal)] + Html;

    private static string TypeOf(string name) => Types[Path.GetExtension(name)];

    // What a script imports is named by its content already; the script holds that name.
    private static string ServedAs(string name) =>
        IsDocument(name) || name.Count(character => character == '.') == 3
            ? name
            : PageFile.NameWith(name, Sources[name]);

    private static byte[] Document(byte[] source, HostFacts facts)
    {
        var simulated = facts.Simulated ? "true" : "false";
        var changes = facts.TellsChanges ? "true" : "false";
        var text = Encoding
            .UTF8.GetString(source)
            .Replace("{{simulated}}", simulated, StringComparison.Ordinal)
            .Replace("{{changes}}", changes, StringComparison.Ordinal);
        foreach (var name in Sources.Keys.Where(name => !IsDocument(name)))
            text = text.Replace($"\"{name}\"", $"\"{ServedAs(name)}\"", StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(text);
    }

    private static string? EncodingFor(HttpRequest request)
    {
        var accepted = request
            .GetTypedHeaders()
            .AcceptEncoding.Where(one => one.Quality is null or > 0)
            .Select(one => one.Value.Value)
            .ToList();
        return accepted.Contains("br") ? "br"
            : accepted.Contains("gzip") ? "gzip"
            : null;
    }

    private static bool IsKnown(HttpRequest request, PageFile file) =>
        request
            .GetTypedHeaders()
            .IfNoneMatch.Any(tag =>
                new[] { null, "br", "gzip" }.Any(encoding => tag.Tag.Value == file.TagOf(encoding))
            );

    private static byte[] Read(string resource)
    {
        using var stream = typeof(PageHandler).Assembly.GetManifestResourceStream(resource)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
