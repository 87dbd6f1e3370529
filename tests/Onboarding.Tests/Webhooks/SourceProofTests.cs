using System.Security.Cryptography;
using System.Text;
using Onboarding.Webhooks;

namespace Onboarding.Tests.Webhooks;

/// <summary>Tests for the proofs of senders.</summary>
public sealed class SourceProofTests
{
    private const string Secret = "It's a Secret to Everybody";
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    /// <summary>The example of GitHub's documentation.</summary>
    [Fact]
    public void Check_OfTheDocumentedExample_IsValid() =>
        Assert.Equal(
            SignatureCheck.Valid,
            Check(
                Signed("X-Hub-Signature-256", prefix: "sha256="),
                "Hello, World!",
                ("X-Hub-Signature-256", "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")
            )
        );

    [Theory]
    [InlineData(SignatureAlgorithm.HmacSha256, SignatureEncoding.Hex, "")]
    [InlineData(SignatureAlgorithm.HmacSha256, SignatureEncoding.Base64, "sha256=")]
    [InlineData(SignatureAlgorithm.HmacSha1, SignatureEncoding.Hex, "sha1=")]
    [InlineData(SignatureAlgorithm.HmacSha1, SignatureEncoding.Base64, "")]
    public void Check_OfASignatureOfTheBody_IsValidForThisBodyAndSecretAlone(
        SignatureAlgorithm algorithm,
        SignatureEncoding encoding,
        string prefix
    )
    {
        var source = Signed("X-Signature", algorithm, encoding, prefix);
        var good = prefix + Text(Mac(algorithm, Secret, "{\"a\":1}"), encoding);

        Assert.Equal(SignatureCheck.Valid, Check(source, "{\"a\":1}", ("X-Signature", good)));
        Assert.Equal(SignatureCheck.Wrong, Check(source, "{\"a\":2}", ("X-Signature", good)));
        foreach (
            var wrong in new[]
            {
                good[..^1],
                $"{good}A",
                "x",
                $"{prefix}{Text(Mac(algorithm, "x", "{\"a\":1}"), encoding)}",
            }
        )
            Assert.Equal(SignatureCheck.Wrong, Check(source, "{\"a\":1}", ("X-Signature", wrong)));
        Assert.Throws<WebhookHeaderException>(() => Check(source, "{\"a\":1}"));
        if (prefix.Length > 0)
            Assert.Equal(SignatureCheck.Wrong, Check(source, "{\"a\":1}", ("X-Signature", good[prefix.Length..])));
    }

    /// <summary>HubSpot's first version: the hash of secret and body.</summary>
    [Fact]
    public void Check_OfAHashOfSecretAndBody_IsValid()
    {
        var source = Signed("X-HubSpot-Signature", SignatureAlgorithm.Sha256);
        source.Signature.Message = "{secret}{body}";
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Secret}[]")));

        Assert.Equal(SignatureCheck.Valid, Check(source, "[]", ("X-HubSpot-Signature", hash)));
        Assert.Equal(SignatureCheck.Wrong, Check(source, "[] ", ("X-HubSpot-Signature", hash)));
    }

    [Theory]
    [InlineData("1795510800", 0, SignatureCheck.Valid)]
    [InlineData("1795510800000", 0, SignatureCheck.Valid)]
    [InlineData("2026-11-24T09:00:00Z", 0, SignatureCheck.Valid)]
    [InlineData("2026-11-24T09:00:00Z", 5, SignatureCheck.Valid)]
    [InlineData("2026-11-24T09:00:00Z", 6, SignatureCheck.Stale)]
    [InlineData("2026-11-24T09:00:00Z", -6, SignatureCheck.Stale)]
    [InlineData("999999999999999999", 0, SignatureCheck.Stale)]
    [InlineData("tomorrow", 0, SignatureCheck.Stale)]
    public void Check_OfASignedTime_IsValidNearOurClock(string timestamp, int minutes, SignatureCheck expected)
    {
        var source = Signed("X-Signature", encoding: SignatureEncoding.Base64);
        source.Signature.TimestampHeader = "X-Time";
        source.Signature.Message = "{method}{address}{body}{timestamp}";
        var mac = Mac(
            SignatureAlgorithm.HmacSha256,
            Secret,
            $"POSThttps://onboarding.example/api/webhooks/shop?a=1[]{timestamp}"
        );

        Assert.Equal(
            expected,
            Check(
                source,
                "[]",
                Now.AddMinutes(minutes),
                ("X-Signature", Text(mac, SignatureEncoding.Base64)),
                ("X-Time", timestamp)
            )
        );
    }

    [Theory]
    [InlineData(WebhookProof.Basic, "shop:pass word", "Authorization", "Basic c2hvcDpwYXNzIHdvcmQ=")]
    [InlineData(WebhookProof.Bearer, "t0ken", "Authorization", "Bearer t0ken")]
    [InlineData(WebhookProof.ApiKey, "k3y", "X-Shop-Key", "k3y")]
    public void Check_OfAPassword_IsValidForThisOneAlone(WebhookProof proof, string secret, string header, string value)
    {
        var source = new WebhookSource { Proof = proof, KeyHeader = "X-Shop-Key" };
        var call = Call("[]", (header, value));

        Assert.Equal(SignatureCheck.Valid, SourceProof.Check(source, [secret], call, Now));
        Assert.Equal(SignatureCheck.Valid, SourceProof.Check(source, ["other:one", secret], call, Now));
        Assert.Equal(SignatureCheck.Wrong, SourceProof.Check(source, [$"{secret}x"], call, Now));
        Assert.Equal(SignatureCheck.Wrong, SourceProof.Check(source, [], call, Now));
        Assert.Throws<WebhookHeaderException>(() => SourceProof.Check(source, [secret], Call("[]"), Now));
    }

    [Theory]
    [InlineData(WebhookProof.StandardWebhooks, "whsec_c2hvcC1rZXktc2hvcC1rZXktc2hvcC1rZXk=", null)]
    [InlineData(WebhookProof.StandardWebhooks, "v1,whsec_c2hvcC1rZXktc2hvcC1rZXktc2hvcC1rZXk=", "'v1,'")]
    [InlineData(WebhookProof.StandardWebhooks, "whsec_c2hvcC1rZXktc2hv cC1rZXktc2hvcC1rZXk=", "blanks")]
    [InlineData(WebhookProof.StandardWebhooks, "whsec_c2hvcC1rZXktc2hvcC1rZX-_c2hvcC1rZXk=", "base64url")]
    [InlineData(WebhookProof.StandardWebhooks, "whsec_not!base64", "not in Base64")]
    [InlineData(WebhookProof.StandardWebhooks, "whsec_c2hvcA==", "4 bytes")]
    [InlineData(WebhookProof.Signature, " key", "blanks or line breaks around")]
    [InlineData(WebhookProof.Signature, "any key: with – signs", null)]
    [InlineData(WebhookProof.Signature, "   ", "empty")]
    [InlineData(WebhookProof.Basic, "no-colon", "name:password")]
    [InlineData(WebhookProof.Basic, "name:pass word", null)]
    [InlineData(WebhookProof.Bearer, "to ken", "without blanks")]
    [InlineData(WebhookProof.ApiKey, "kéy", "visible ASCII")]
    public void WhyNot_OfASecret_SaysWhatIsWrong(WebhookProof proof, string secret, string? reason)
    {
        var why = SourceSecret.WhyNot(secret, proof);

        if (reason is null)
            Assert.Null(why);
        else
            Assert.Contains(reason, why, StringComparison.Ordinal);
    }

    [Fact]
    public void Problems_OfASourceThatNobodyCanProveHimselfTo_NameTheKey()
    {
        Assert.Contains(
            "Signature:Header",
            Problem(new() { Proof = WebhookProof.Signature }),
            StringComparison.Ordinal
        );
        var timed = Signed("X-Signature");
        timed.Signature.Message = "{timestamp}.{body}";
        Assert.Contains("Signature:TimestampHeader", Problem(timed), StringComparison.Ordinal);
        var hash = Signed("X-Signature", SignatureAlgorithm.Sha256);
        Assert.Contains("{secret}", Problem(hash), StringComparison.Ordinal);
        var mapped = new WebhookSource { Proof = WebhookProof.Bearer };
        mapped.Map["customer.companyName"] = "/company";
        Assert.Contains("Map:reference is missing", Problem(mapped), StringComparison.Ordinal);
        Assert.Contains("KeyHeader", Problem(new() { KeyHeader = "X Key" }), StringComparison.Ordinal);

        static string Problem(WebhookSource source)
        {
            var options = new WebhookOptions();
            source.KeyName = "key";
            options.Sources["shop"] = source;
            return Assert.Single(options.Problems());
        }
    }

    private static WebhookSource Signed(
        string header,
        SignatureAlgorithm algorithm = SignatureAlgorithm.HmacSha256,
        SignatureEncoding encoding = SignatureEncoding.Hex,
        string prefix = ""
    )
    {
        var source = new WebhookSource { Proof = WebhookProof.Signature };
        (source.Signature.Header, source.Signature.Algorithm) = (header, algorithm);
        (source.Signature.Encoding, source.Signature.Prefix) = (encoding, prefix);
        return source;
    }

    private static SignatureCheck Check(WebhookSource source, string body, params (string, string)[] headers) =>
        Check(source, body, Now, headers);

    private static SignatureCheck Check(
        WebhookSource source,
        string body,
        DateTimeOffset now,
        params (string, string)[] headers
    ) => SourceProof.Check(source, ["another", Secret], Call(body, headers), now);

    private static WebhookCall Call(string body, params (string Name, string Value)[] headers) =>
        new(
            "POST",
            "https://onboarding.example",
            "/api/webhooks/shop?a=1",
            name => headers.FirstOrDefault(header => header.Name == name).Value,
            Encoding.UTF8.GetBytes(body)
        );

    private static byte[] Mac(SignatureAlgorithm algorithm, string secret, string text)
    {
        var (key, bytes) = (Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text));
#pragma warning disable CA5350 // Some senders sign so.
        return algorithm == SignatureAlgorithm.HmacSha1
            ? HMACSHA1.HashData(key, bytes)
            : HMACSHA256.HashData(key, bytes);
#pragma warning restore CA5350
    }

    private static string Text(byte[] bytes, SignatureEncoding encoding) =>
        encoding == SignatureEncoding.Hex ? Convert.ToHexStringLower(bytes) : Convert.ToBase64String(bytes);
}
