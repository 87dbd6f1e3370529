using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Onboarding.Webhooks;

/// <summary>
/// Checks whether a call comes from the sender that it claims. All comparisons take the same time, whatever fits.
/// </summary>
internal static class SourceProof
{
    internal const int LongestId = 200;
    private const string Scheme = "Authorization";

    /// <param name="source">Says how its sender proves itself.</param>
    /// <param name="secrets">All that are good, as they lie in the vault.</param>
    /// <param name="call">What came.</param>
    /// <param name="now">By our clock.</param>
    /// <exception cref="WebhookHeaderException">A header is missing.</exception>
    public static SignatureCheck Check(
        WebhookSource source,
        IReadOnlyList<string> secrets,
        WebhookCall call,
        DateTimeOffset now
    ) =>
        source.Proof switch
        {
            WebhookProof.StandardWebhooks => StandardSignature.Check(
                secrets,
                call.Header("webhook-id", LongestId),
                call.Header("webhook-timestamp", 20),
                call.Header("webhook-signature"),
                call.Body.Span,
                now
            ),
            WebhookProof.Signature => CheckSignature(source.Signature, secrets, call, now),
            WebhookProof.Basic => Check(
                call.Header(Scheme),
                secrets.Select(secret => $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(secret))}")
            ),
            WebhookProof.Bearer => Check(call.Header(Scheme), secrets.Select(secret => $"Bearer {secret}")),
            _ => Check(call.Header(source.KeyHeader), secrets),
        };

    private static SignatureCheck Check(string given, IEnumerable<string> expected)
    {
        // Of the same length whatever is given, so that the time tells nothing of it.
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(given));
        var isValid = false;
        foreach (var one in expected)
            isValid |= CryptographicOperations.FixedTimeEquals(hash, SHA256.HashData(Encoding.UTF8.GetBytes(one)));
        return isValid ? SignatureCheck.Valid : SignatureCheck.Wrong;
    }

    private static SignatureCheck CheckSignature(
        SignatureOptions options,
        IReadOnlyList<string> secrets,
        WebhookCall call,
        DateTimeOffset now
    )
    {
        var header = call.Header(options.Header!);
        var timestamp = options.TimestampHeader is { } name ? call.Header(name, 40) : "";
        if (!header.StartsWith(options.Prefix, StringComparison.Ordinal))
            return SignatureCheck.Wrong;
        var given = Bytes(header[options.Prefix.Length..].Trim(), options.Encoding);
        var isValid = false;
        foreach (var secret in secrets)
        {
            var signed = Signed(options.Message, call, timestamp, secret);
            var key = Encoding.UTF8.GetBytes(secret);
            var expected = options.Algorithm switch
            {
                SignatureAlgorithm.HmacSha256 => HMACSHA256.HashData(key, signed),
#pragma warning disable CA5350 // Senders that are in use sign so; what matters here is that the key is secret.
                SignatureAlgorithm.HmacSha1 => HMACSHA1.HashData(key, signed),
#pragma warning restore CA5350
                _ => SHA256.HashData(signed),
            };
            isValid |= given is not null && CryptographicOperations.FixedTimeEquals(given, expected);
        }

        if (!isValid)
            return SignatureCheck.Wrong;
        return
            options.TimestampHeader is null || Time(timestamp) is { } at && (now - at).Duration() <= options.Tolerance
            ? SignatureCheck.Valid
            : SignatureCheck.Stale;
    }

    private static byte[] Signed(string form, WebhookCall call, string timestamp, string secret)
    {
        var signed = new MemoryStream();
        foreach (var (index, text) in form.Split("{body}").Index())
        {
            if (index > 0)
                signed.Write(call.Body.Span);
            signed.Write(
                Encoding.UTF8.GetBytes(
                    text.Replace("{timestamp}", timestamp, StringComparison.Ordinal)
                        .Replace("{method}", call.Method, StringComparison.Ordinal)
                        .Replace("{address}", $"{call.Origin}{call.Path}", StringComparison.Ordinal)
                        .Replace("{secret}", secret, StringComparison.Ordinal)
                )
            );
        }

        return signed.ToArray();
    }

    private static byte[]? Bytes(string text, SignatureEncoding encoding)
    {
        var bytes = new byte[text.Length];
        return encoding == SignatureEncoding.Base64
            ? Convert.TryFromBase64String(text, bytes, out var length)
                ? bytes[..length]
                : null
            : text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit)
                ? Convert.FromHexString(text)
                : null;
    }

    private static DateTimeOffset? Time(string text)
    {
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return DateTimeOffset.TryParse(
                text,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var time
            )
                ? time
                : null;
        return number switch
        {
            < 100_000_000_000 => DateTimeOffset.FromUnixTimeSeconds(number),
            < 100_000_000_000_000 => DateTimeOffset.FromUnixTimeMilliseconds(number),
            _ => null,
        };
    }
}
