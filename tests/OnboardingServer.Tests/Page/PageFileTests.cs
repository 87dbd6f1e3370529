using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Onboarding.Http;
using OnboardingServer.Tests.Api;

namespace OnboardingServer.Tests.Page;

public sealed class PageFileTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    public static TheoryData<string> Files => [.. PageHandler.Files];

    public static TheoryData<string> Documents => [.. PageHandler.Files.Where(IsDocument)];

    public static TheoryData<string> Assets => [.. PageHandler.Files.Where(file => !IsDocument(file))];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Every_file_is_served_and_forbids_what_does_not_come_from_here(string file)
    {
        using var answer = await Get(file);

        Assert.Equal(200, (int)answer.StatusCode);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none'", policy, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Assets))]
    public async Task A_file_that_is_named_by_its_content_is_kept_for_good(string file)
    {
        using var answer = await Get(file);

        Assert.Equal("public, max-age=31536000, immutable", answer.Headers.GetValues("Cache-Control").Single());
        var content = await answer.Content.ReadAsByteArrayAsync();
        var hash = Convert.ToHexStringLower(SHA256.HashData(content))[..12];
        // What a script imports has the name that the bundler gave it.
        if (
            !file.StartsWith("adding.", StringComparison.Ordinal)
            && !file.StartsWith("chunk.", StringComparison.Ordinal)
        )
            Assert.Contains($".{hash}.", file, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task A_document_is_asked_for_again_and_sent_only_when_it_has_changed(string file)
    {
        using var answer = await Get(file, ("Accept-Encoding", "br"));
        Assert.Equal("no-cache", answer.Headers.GetValues("Cache-Control").Single());
        var tag = answer.Headers.ETag!.Tag;

        using var again = await Get(file, ("Accept-Encoding", "br"), ("If-None-Match", tag));
        using var changed = await Get(file, ("Accept-Encoding", "br"), ("If-None-Match", "\"another\""));

        Assert.Equal(304, (int)again.StatusCode);
        Assert.Equal(tag, again.Headers.ETag!.Tag);
        Assert.Empty(await again.Content.ReadAsByteArrayAsync());
        Assert.Equal(200, (int)changed.StatusCode);
        Assert.DoesNotContain("{{", await (await Get(file)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task What_is_packed_is_the_same_when_it_is_unpacked(string file)
    {
        var plain = await (await Get(file)).Content.ReadAsByteArrayAsync();
        foreach (var encoding in new[] { "br", "gzip" })
        {
            using var answer = await Get(file, ("Accept-Encoding", $"{encoding};q=0.8, identity;q=0.1"));
            Assert.Equal([encoding], answer.Content.Headers.ContentEncoding);
            Assert.Equal("Accept-Encoding", answer.Headers.Vary.First());
            await using var packed = await answer.Content.ReadAsStreamAsync();
            await using Stream unpacked =
                encoding == "br"
                    ? new BrotliStream(packed, CompressionMode.Decompress)
                    : new GZipStream(packed, CompressionMode.Decompress);
            using var bytes = new MemoryStream();
            await unpacked.CopyToAsync(bytes);
            Assert.Equal(plain, bytes.ToArray());
        }

        using var refused = await Get(file, ("Accept-Encoding", "br;q=0, gzip;q=0"));
        Assert.Empty(refused.Content.Headers.ContentEncoding);
    }

    /// <summary>On a difference: <c>.ci/build-page</c>.</summary>
    [Fact]
    public void The_checked_in_bundles_are_of_the_sources()
    {
        var folder = Path.Combine(Repository.Root, "src", "Onboarding.Http");
        using var sources = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        string[] files =
        [
            .. Directory.GetFiles(Path.Combine(folder, "page")).Order(StringComparer.Ordinal),
            .. Directory
                .GetFiles(Path.Combine(folder, "..", "Onboarding", "Messages"), "*.json")
                .Order(StringComparer.Ordinal),
        ];
        foreach (var file in files)
            sources.AppendData(File.ReadAllBytes(file));

        var hash = Convert.ToHexStringLower(sources.GetHashAndReset());
        Assert.All(
            Directory.GetFiles(Path.Combine(folder, "wwwroot")).Where(file => !IsDocument(file)),
            bundle =>
                Assert.StartsWith(
                    $"/* Built by .ci/build-page of {hash} */",
                    File.ReadAllText(bundle, Encoding.UTF8),
                    StringComparison.Ordinal
                )
        );
    }

    private static bool IsDocument(string file) => file.EndsWith(".html", StringComparison.Ordinal);

    private async Task<HttpResponseMessage> Get(string file, params (string Name, string Value)[] headers)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, new Uri($"/{file}", UriKind.Relative));
        foreach (var (name, value) in headers)
            message.Headers.TryAddWithoutValidation(name, value);
        return await fixture.Server.Client.SendAsync(message);
    }
}
