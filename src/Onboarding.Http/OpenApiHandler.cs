using Microsoft.AspNetCore.Http;

namespace Onboarding.Http;

/// <summary>
/// The checked-in description. It is generated from the endpoints; CONTRIBUTING.md says how, and a test says when it is
/// out of date.
/// </summary>
public static class OpenApiHandler
{
    private static readonly Lazy<byte[]> Document = new(() =>
    {
        using var stream =
            typeof(OpenApiHandler).Assembly.GetManifestResourceStream("openapi.json")
            ?? throw new InvalidOperationException("openapi.json is not embedded.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    });

    public static Task<IResult> Get() => Task.FromResult(Results.Bytes(Document.Value, "application/json"));
}
