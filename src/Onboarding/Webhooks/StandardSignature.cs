using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Onboarding.Webhooks;

/// <summary>The result of the check of a signature.</summary>
public enum SignatureCheck
{
    Valid,
    Wrong,

    /// <summary>More than five minutes old, or from the future.</summary>
    Stale,
}

/// <summary>The signature of Standard Webhooks: HMAC-SHA256 over id, time and the raw body.</summary>
internal static class StandardSignature
{
    private const string KeyPrefix = "whsec_";
    private const int MostSignatures = 10;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <param name="keys">All that are good, as they lie in the vault.</param>
    /// <param name="id">Header webhook-id.</param>
    /// <param name="timestamp">Header webhook-timestamp.</param>
    /// <param name="signatures">Header webhook-signature: one or more, with blanks.</param>
    /// <param name="body">The raw bytes.</param>
    /// <param name="now">By our clock.</param>
    public static SignatureCheck Check(
        IEnumerable<string> keys,
        string id,
        string timestamp,
        string signatures,
        ReadOnlySpan<byte> body,
        DateTimeOffset now
    )
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        var given = signatures
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Take(MostSignatures)
            .Where(one => one.StartsWith("v1,", StringComparison.Ordinal))
            .Select(one => Bytes(one[3..]))
            .ToList();
        var valid = false;
        foreach (var key in keys)
        {
            if (
                Bytes(key.StartsWith(KeyPrefix, StringComparison.Ordinal) ? key[KeyPrefix.Length..] : key)
                is not { Length: > 0 } secret
            )
                continue;
            var expected = HMACSHA256.HashData(secret, signed);
            // All are compared, whichever fits: the time it takes tells nothing.
            foreach (var one in given)
                valid |= one is not null && CryptographicOperations.FixedTimeEquals(one, expected);
        }

        if (!valid)
            return SignatureCheck.Wrong;
        return
            long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds < 253402300800
            && (now - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() <= Window
            ? SignatureCheck.Valid
            : SignatureCheck.Stale;
    }

    private static byte[]? Bytes(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }
}
