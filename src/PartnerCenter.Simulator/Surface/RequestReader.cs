using System.Text.Json;
using PartnerCenter.Simulator.Errors;

namespace PartnerCenter.Simulator.Surface;

/// <summary>
/// Takes a request off the wire. What is not JSON where JSON is due is refused as the vendor refuses it.
/// </summary>
internal static class RequestReader
{
    private const int LargestBody = 4 * 1024 * 1024;
    private const int LongestEcho = 200;

    internal static async Task<OperationCall> Read(HttpContext http, BoundOperation operation, SimulatorCore core)
    {
        var request = http.Request;
        var bytes = await Bytes(request, http.RequestAborted);
        var body = RequestBody.Empty;
        if (bytes.Length > 0 && TakesJson(operation))
        {
            if (request.ContentType is { } type && !type.Contains("json", StringComparison.OrdinalIgnoreCase))
                throw new BadHttpRequestException(
                    $"{type} is not supported.",
                    StatusCodes.Status415UnsupportedMediaType
                );
            body = new RequestBody(Parse(bytes));
        }

        var call = new OperationCall
        {
            Core = core,
            Operation = operation,
            Request = request,
            RawBody = bytes,
            Body = body,
            RequestId = Echoed(request, "MS-RequestId") ?? Guid.NewGuid().ToString(),
            CorrelationId = Echoed(request, "MS-CorrelationId") ?? Guid.NewGuid().ToString(),
            Locale = Echoed(request, "X-Locale") ?? "en-US",
            Now = core.Clock.Now,
        };
        return call;
    }

    /// <summary>
    /// Refuses values that are sent back as headers and do not fit one; checked before any effect, because an effect
    /// cannot be refused any more.
    /// </summary>
    internal static void Check(OperationCall call)
    {
        foreach (var name in (string[])["MS-RequestId", "MS-CorrelationId", "X-Locale"])
        {
            if (First(call.Request, name) is { } given && !FitsHeader(given))
                throw new Refusal(
                    VendorErrors.BadInput,
                    $"The header {name} must be up to {LongestEcho} printable ASCII characters."
                );
        }
    }

    private static string? Echoed(HttpRequest request, string header) =>
        First(request, header) is { } given && FitsHeader(given) ? given : null;

    private static bool FitsHeader(string text) =>
        text.Length <= LongestEcho && text.All(letter => letter is >= ' ' and <= '~');

    internal static string? First(HttpRequest request, string header) =>
        request.Headers.TryGetValue(header, out var values) && values.Count > 0 && !string.IsNullOrWhiteSpace(values[0])
            ? values[0]!.Split(',')[0].Trim()
            : null;

    private static bool TakesJson(BoundOperation operation) =>
        operation.Token != TokenRule.None && operation.Name is not ("orders.attach" or "carts.checkout");

    private static JsonElement Parse(byte[] bytes)
    {
        try
        {
            return JsonText.Parse(bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsMemory(3) : bytes);
        }
        catch (JsonException malformed)
        {
            throw new Refusal(
                VendorErrors.BadInput,
                $"The body is not valid JSON (line {malformed.LineNumber + 1}, position "
                    + $"{malformed.BytePositionInLine + 1})."
            );
        }
    }

    private static async Task<byte[]> Bytes(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > LargestBody)
            throw new BadHttpRequestException("The body is too large.", StatusCodes.Status413PayloadTooLarge);
        if (
            request.ContentLength is 0
            || (request.ContentLength is null && !request.Headers.ContainsKey("Transfer-Encoding"))
        )
            return [];
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(chunk, cancellation)) > 0)
        {
            buffer.Write(chunk, 0, read);
            if (buffer.Length > LargestBody)
                throw new BadHttpRequestException("The body is too large.", StatusCodes.Status413PayloadTooLarge);
        }
        return buffer.ToArray();
    }
}
