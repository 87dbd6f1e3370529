namespace Onboarding.Webhooks;

/// <summary>The proof by which the sender of a webhook is known.</summary>
public enum WebhookProof
{
    /// <summary>Standard Webhooks: HMAC-SHA256 over id, time and body.</summary>
    StandardWebhooks,

    /// <summary>A signature of the body in a header, as <see cref="SignatureOptions"/> describes it.</summary>
    Signature,

    /// <summary>Name and password (RFC 7617); the secret is <c>name:password</c>.</summary>
    Basic,

    /// <summary>A token in the header <c>Authorization</c> (RFC 6750).</summary>
    Bearer,

    /// <summary>A secret in the header of <see cref="WebhookSource.KeyHeader"/>.</summary>
    ApiKey,
}
