using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PartnerCenter.Simulator.Errors;

namespace PartnerCenter.Simulator.Surface;

/// <summary>
/// Seek collections: a page, and the tokens of the pages before and after it in body and links (C §3.5).
/// </summary>
internal static class Seek
{
    private const int DefaultSize = 500;

    /// <summary>Takes of the items only what the page shows and one more; they may be many.</summary>
    internal static JsonObject Page<T>(OperationCall call, IEnumerable<T> all, Func<T, JsonObject> shape)
    {
        var given = call.QueryInt("size") ?? 0;
        if (given < 0)
            throw new Refusal(VendorErrors.BadInput, "The query parameter size must not be negative.");
        var token = Decode(RequestReader.First(call.Request, "MS-ContinuationToken"));
        var size = Math.Min(given > 0 ? given : token?.Size ?? DefaultSize, DefaultSize);
        var start = (call.Query("seekOperation") ?? "").ToLowerInvariant() switch
        {
            "next" or "pageindex" when token is not null => token.Value.Offset,
            "previous" when token is not null => Math.Max(0, token.Value.Offset - (2 * size)),
            "last" => Math.Max(0, all.Count() - 1) / size * size,
            "" or "first" or "next" or "previous" or "pageindex" => 0,
            var seek => throw new Refusal(VendorErrors.BadInput, $"The seekOperation '{seek}' is not known."),
        };
        var found = all.Skip(start).Take(size + 1).ToList();
        if (start > 0 && found.Count == 0 && call.Partner.ListEndsWithError)
            throw new Refusal(VendorErrors.BadInput, "There are no more pages.");

        var items = found.Take(size).Select(item => (JsonNode)shape(item)).ToArray();
        var links = Json.Links(call.Self);
        // With the quirk of C §25 row 28 the service always promises a next page and refuses it at the end.
        var isMore = found.Count > size || (call.Partner.ListEndsWithError && items.Length == size);
        var next = isMore ? Encode((long)start + size, size) : null;
        if (next is not null)
            links["next"] = Link(call, "Next", size, next);
        if (start > 0)
            links["previous"] = Link(call, "Previous", size, Encode((long)start + size, size));
        return Json.Of(
            ("totalCount", items.Length),
            ("items", new JsonArray(items)),
            ("continuationToken", next),
            ("links", links),
            ("attributes", Json.Attributes("Collection"))
        );
    }

    private static JsonObject Link(OperationCall call, string seek, int size, string token) =>
        new()
        {
            ["uri"] = call.SelfWith(("size", size.ToString(CultureInfo.InvariantCulture)), ("seekOperation", seek)),
            ["method"] = "GET",
            ["headers"] = new JsonArray(new JsonObject { ["key"] = "MS-ContinuationToken", ["value"] = token }),
        };

    internal static RequestBody ReadFilter(string text)
    {
        try
        {
            var body = new RequestBody(JsonText.Parse(Encoding.UTF8.GetBytes(text)), "filter");
            body.MustBeObject();
            return body;
        }
        catch (JsonException)
        {
            throw new Refusal(VendorErrors.BadInput, "The query parameter filter is not valid JSON.");
        }
    }

    private static string Encode(long offset, int size) =>
        Convert.ToBase64String(
            Encoding.ASCII.GetBytes(
                string.Create(CultureInfo.InvariantCulture, $"seek:{Math.Min(offset, int.MaxValue)}:{size}")
            )
        );

    private static (int Offset, int Size)? Decode(string? token)
    {
        if (token is null)
            return null;
        var bytes = new byte[token.Length];
        if (
            Convert.TryFromBase64String(token, bytes, out var length)
            && Encoding.ASCII.GetString(bytes, 0, length).Split(':') is ["seek", var offset, var size]
            && int.TryParse(offset, out var o)
            && int.TryParse(size, out var s)
            && o >= 0
            && s > 0
        )
            return (o, s);
        throw new Refusal(VendorErrors.BadInput, "The continuation token is not valid.");
    }
}
