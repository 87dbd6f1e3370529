namespace Onboarding.Webhooks;

public enum SignatureAlgorithm
{
    HmacSha256,
    HmacSha1,

    /// <summary>The plain hash of what is signed, in which the secret stands as <c>{secret}</c>.</summary>
    Sha256,
}

public enum SignatureEncoding
{
    Hex,
    Base64,
}

/// <summary>
/// Describes a sender's signature and what it signs. Section <c>Webhooks:Sources:{name}:Signature</c>.
/// </summary>
public sealed class SignatureOptions
{
    /// <summary>The header with the signature, such as <c>X-Hub-Signature-256</c>.</summary>
    public string? Header { get; set; }
    public SignatureAlgorithm Algorithm { get; set; }
    public SignatureEncoding Encoding { get; set; }

    /// <summary>The text before the signature, such as <c>sha256=</c>.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>
    /// The signed text: <c>{body}</c> with <c>{timestamp}</c>, <c>{method}</c>, <c>{address}</c>, <c>{secret}</c> and
    /// any other text around it. Default <c>{body}</c>.
    /// </summary>
    public string Message { get; set; } = "{body}";

    /// <summary>The header with the time: seconds or milliseconds since 1970, or ISO 8601.</summary>
    public string? TimestampHeader { get; set; }

    /// <summary>The most that the time may differ from our clock. Default five minutes.</summary>
    public TimeSpan Tolerance { get; set; } = TimeSpan.FromMinutes(5);
}
