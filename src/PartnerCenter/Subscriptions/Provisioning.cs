using System.Text.Json;
using System.Text.Json.Serialization;

namespace PartnerCenter.Subscriptions;

/// <summary>Source: C §19.5.</summary>
public enum ProvisioningState
{
    Unknown,
    Success,
    Pending,
    Failed,
}

/// <summary>The delivery state of a subscription; refreshed about every 15 minutes. Source: C §19.5.</summary>
public sealed record SubscriptionProvisioning
{
    public string? SkuId { get; init; }

    public ProvisioningState Status { get; init; }

    public int? Quantity { get; init; }

    public DateTimeOffset? EndDate { get; init; }

    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>Source: C §19.5.</summary>
public enum RegistrationState
{
    Unknown,
    Registered,
    Registering,
    NotRegistered,
}

/// <summary>The state of an Azure subscription's registration for reservations. Source: C §19.5.</summary>
public sealed record SubscriptionRegistration(SubscriptionId? SubscriptionId, RegistrationState Status)
{
    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>A day on which a new subscription may be made to end. Source: C §15.</summary>
public sealed record CustomTermEndDate
{
    /// <summary><c>calendarMonthAligned</c> or <c>subscriptionAligned</c>.</summary>
    [JsonPropertyName("allowedCustomTermEndDateType")]
    public string? Type { get; init; }

    [JsonPropertyName("allowedCustomTermEndDate")]
    public DateTimeOffset? Date { get; init; }

    public IReadOnlyList<SubscriptionId> CotermSubscriptionIds
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}
