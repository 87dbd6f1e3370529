using System.Text.RegularExpressions;

namespace Onboarding.Webhooks;

/// <summary>Says of a secret whether the senders of a source can prove themselves with it.</summary>
internal static partial class SourceSecret
{
    private const string StandardPrefix = "whsec_";

    /// <summary>Standard Webhooks recommends 24; shorter keys can be guessed.</summary>
    private const int ShortestKey = 16;

    /// <summary>Gets the reason why a secret cannot be used; null when it can. Never repeats the secret.</summary>
    public static string? WhyNot(string secret, WebhookProof proof)
    {
        if (secret.Trim().Length == 0)
            return "it is empty.";
        if (secret.Trim() != secret)
            return "it has blanks or line breaks around it.";
        if (secret.Any(char.IsControl))
            return "it holds control characters.";
        return proof switch
        {
            WebhookProof.StandardWebhooks => WhyNotStandard(secret),
            WebhookProof.Basic when !secret.Contains(':', StringComparison.Ordinal) => "expected name:password.",
            WebhookProof.Bearer or WebhookProof.ApiKey when secret.Any(c => c is <= ' ' or > '~') =>
                "expected visible ASCII characters without blanks.",
            _ => null,
        };
    }

    private static string? WhyNotStandard(string secret)
    {
        if (secret.StartsWith("v1,", StringComparison.Ordinal))
            return "expected whsec_ and Base64; 'v1,' begins a signature, or the form of another product."
                + " Leave it out.";
        var key = secret.StartsWith(StandardPrefix, StringComparison.Ordinal)
            ? secret[StandardPrefix.Length..]
            : secret;
        if (key.Any(char.IsWhiteSpace))
            return "it holds blanks; expected whsec_ and Base64.";
        if (Base64Url().IsMatch(key))
            return "it is in base64url; expected whsec_ and Base64 with + and / (RFC 4648, section 4).";
        var bytes = new byte[key.Length];
        if (!Convert.TryFromBase64String(key, bytes, out var length))
            return "it is not in Base64; expected whsec_ and Base64 with its padding (=).";
        return length < ShortestKey ? $"it has {length} bytes; expected at least {ShortestKey}." : null;
    }

    [GeneratedRegex("^[A-Za-z0-9_-]*[_-][A-Za-z0-9_-]*=*$")]
    private static partial Regex Base64Url();
}
