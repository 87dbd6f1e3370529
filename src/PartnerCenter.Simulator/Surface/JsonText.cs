using System.Text.Json;
using System.Text.Unicode;

namespace PartnerCenter.Simulator.Surface;

/// <summary>
/// Parses JSON from clients. The parser of the platform checks a text only when it is read, and throws then; here it is
/// checked at once: bytes that are not UTF-8 and escapes of half a character are not JSON.
/// </summary>
internal static class JsonText
{
    private const int Deepest = 32;

    /// <exception cref="JsonException">It is not JSON, or has text in it that is none.</exception>
    internal static JsonElement Parse(ReadOnlyMemory<byte> utf8)
    {
        if (!Utf8.IsValid(utf8.Span))
            throw new JsonException("it is not UTF-8");
        using var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = Deepest });
        CheckEscapes(utf8.Span);
        return document.RootElement.Clone();
    }

    private static void CheckEscapes(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = Deepest });
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName) || !reader.ValueIsEscaped)
                continue;
            try
            {
                _ = reader.GetString();
            }
            catch (InvalidOperationException half)
            {
                throw new JsonException("an escape is half a character", null, null, reader.TokenStartIndex, half);
            }
        }
    }
}
