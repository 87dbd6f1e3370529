using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Onboarding.Http;

/// <summary>A file of the page as it is served: its bytes in every encoding that a browser may ask for.</summary>
internal sealed class PageFile
{
    private readonly byte[] _bytes;
    private readonly Lazy<byte[]> _gzip;
    private readonly Lazy<byte[]> _brotli;

    public PageFile(string name, byte[] bytes, string mediaType, bool isImmutable)
    {
        (Name, MediaType, IsImmutable, _bytes) = (name, mediaType, isImmutable, bytes);
        Hash = HashOf(bytes);
        _gzip = new(() => Packed(static output => new GZipStream(output, CompressionLevel.SmallestSize)));
        _brotli = new(() => Packed(static output => new BrotliStream(output, CompressionLevel.SmallestSize)));
    }

    /// <summary>Gets under which name it is served.</summary>
    public string Name { get; }

    public string MediaType { get; }

    /// <summary>Gets whether its name stands for its content, so that it need never be asked for again.</summary>
    public bool IsImmutable { get; }

    /// <summary>Gets a short text that another content does not have.</summary>
    public string Hash { get; }

    /// <summary>Gets the tag of the content in an encoding: each encoding is a representation of its own.</summary>
    public string TagOf(string? encoding) => encoding is null ? $"\"{Hash}\"" : $"\"{Hash}-{encoding}\"";

    public byte[] In(string? encoding) =>
        encoding switch
        {
            "br" => _brotli.Value,
            "gzip" => _gzip.Value,
            _ => _bytes,
        };

    public static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes))[..12];

    /// <summary>Names a file by its content, such as <c>page.1f0a83c2b4d5.js</c>.</summary>
    public static string NameWith(string name, byte[] bytes)
    {
        var dot = name.LastIndexOf('.');
        return string.Create(CultureInfo.InvariantCulture, $"{name[..dot]}.{HashOf(bytes)}{name[dot..]}");
    }

    private byte[] Packed(Func<Stream, Stream> packing)
    {
        using var output = new MemoryStream();
        using (var packed = packing(output))
            packed.Write(_bytes);
        return output.ToArray();
    }
}
