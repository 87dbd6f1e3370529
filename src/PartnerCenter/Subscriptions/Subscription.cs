using System.Text.Json;
using System.Text.Json.Serialization;
using PartnerCenter.Carts;
using PartnerCenter.Wire;

namespace PartnerCenter.Subscriptions;

/// <summary>The state of a subscription. Source: C §19.1.</summary>
public enum SubscriptionStatus
{
    Unknown,
    None,
    Active,

    /// <summary>In new commerce the service stops and billing goes on.</summary>
    Suspended,
    Deleted,
    Expired,
    Pending,
    Disabled,
}

/// <summary>
/// A subscription, as far as onboarding reads it. Updates write the whole resource, so they start from the wire, not
/// from this. Source: C §19.1.
/// </summary>
public sealed record Subscription
{
    public required SubscriptionId Id { get; init; }

    public string? OfferId { get; init; }

    public string? OfferName { get; init; }

    public string? FriendlyName { get; init; }

    public int Quantity { get; init; }

    public SubscriptionId? ParentSubscriptionId { get; init; }

    public DateTimeOffset? CreationDate { get; init; }

    public DateTimeOffset? EffectiveStartDate { get; init; }

    /// <summary>The last day, inclusive.</summary>
    public DateTimeOffset? CommitmentEndDate { get; init; }

    /// <summary>
    /// The time until which it can be cancelled, as the service says; it is not a fixed number of days.
    /// Source: C §20.1.
    /// </summary>
    public DateTimeOffset? CancellationAllowedUntilDate { get; init; }

    public SubscriptionStatus Status { get; init; }

    public bool AutoRenewEnabled { get; init; }

    public bool IsTrial { get; init; }

    public string? BillingType { get; init; }

    public BillingCycle BillingCycle { get; init; }

    /// <summary>ISO 8601.</summary>
    public string? TermDuration { get; init; }

    public IReadOnlyList<RefundOption> RefundOptions
    {
        get;
        init => field = value ?? [];
    } = [];

    public RefundableQuantity? RefundableQuantity { get; init; }

    public string? PromotionId { get; init; }

    /// <summary>The reseller (partner of record).</summary>
    public MpnId? PartnerId { get; init; }

    public IReadOnlyList<string> SuspensionReasons
    {
        get;
        init => field = value ?? [];
    } = [];

    public OrderId? OrderId { get; init; }

    public ResourceAttributes? Attributes { get; init; }

    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>The refund that is possible until a date; both names of the date are read. Source: C §25 row 12.</summary>
public sealed record RefundOption
{
    /// <summary><c>Full</c> or <c>Partial</c>.</summary>
    public string? Type { get; init; }

    [JsonIgnore]
    public DateTimeOffset? Until => ExpiresAt ?? ExpiresAfter;

    [JsonInclude]
    internal DateTimeOffset? ExpiresAt { get; init; }

    [JsonInclude]
    internal DateTimeOffset? ExpiresAfter { get; init; }

    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>The numbers of seats that can still be returned. Source: C §19.1.</summary>
public sealed record RefundableQuantity
{
    public int TotalQuantity { get; init; }

    public IReadOnlyList<RefundableSeats> Details
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>Seats bought together, and until when they can be given back.</summary>
public sealed record RefundableSeats(int Quantity, DateTimeOffset? AllowedUntilDateTime)
{
    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>The result of an update.</summary>
public abstract record SubscriptionUpdate
{
    private SubscriptionUpdate() { }

    /// <summary>Done; also when the subscription was so already and nothing had to be sent.</summary>
    public sealed record Done(Subscription Subscription) : SubscriptionUpdate;

    /// <summary>The change is under way (202): poll the subscription.</summary>
    public sealed record Accepted(string? Location, TimeSpan? RetryAfter) : SubscriptionUpdate;
}

/// <summary>The members to change; null leaves a member as it is. Source: C §19.3.</summary>
public sealed record SubscriptionChange
{
    public SubscriptionStatus? Status { get; init; }

    /// <summary>More at any time; fewer only within <see cref="Subscription.RefundableQuantity"/>.</summary>
    public int? Quantity { get; init; }

    public bool? AutoRenewEnabled { get; init; }

    public string? FriendlyName { get; init; }

    /// <summary>The reseller (partner of record); never the provider's own id (2072).</summary>
    public MpnId? PartnerId { get; init; }
}
