using System.Text.Json;
using System.Text.Json.Serialization;

namespace PartnerCenter.Webhooks;

/// <summary>
/// The address to which the service sends its events, one per partner tenant. PascalCase on the wire. Source: C §21.1.
/// </summary>
public sealed record Registration
{
    public required string WebhookUrl { get; init; }

    public required IReadOnlyList<string> WebhookEvents { get; init; }

    /// <summary>True: the signature comes in <c>x-ms-signature</c> instead of <c>Authorization</c>.</summary>
    public bool? SignatureTokenToMsSignatureHeader { get; init; }

    /// <summary>Present only in the answer that made the registration.</summary>
    public string? SubscriberId { get; init; }
}

/// <summary>A delivery test. Source: C §21.1.</summary>
public sealed record ValidationEvent
{
    public string? CorrelationId { get; init; }

    public string? PartnerId { get; init; }

    public string? Status { get; init; }

    public string? CallbackUrl { get; init; }

    public IReadOnlyList<DeliveryResult> Results
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>One attempt of a delivery test.</summary>
public sealed record DeliveryResult(
    string? ResponseCode,
    string? ResponseMessage,
    bool? SystemError,
    DateTimeOffset? DateTimeUtc
)
{
    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}
