using System.Text.Json;
using System.Text.Json.Serialization;
using PartnerCenter.Carts;

namespace PartnerCenter.Orders;

/// <summary>The state of an order. Source: C §18.1.</summary>
public enum OrderStatus
{
    Unknown,
    Completed,
    Pending,
    Cancelled,
    Suspended,
    PendingReview,

    /// <summary>A person must attach the purchase order.</summary>
    PendingPoUpload,
    PoUploadComplete,
    PoReviewRejected,

    /// <summary>Buy the missing parts again.</summary>
    PartialSuccess,

    /// <summary>Buy again.</summary>
    Error,
}

/// <summary>An order. Source: C §18.1.</summary>
public sealed record Order
{
    public required OrderId Id { get; init; }

    public string? AlternateId { get; init; }

    public CustomerId? ReferenceCustomerId { get; init; }

    public BillingCycle BillingCycle { get; init; }

    public string? CurrencyCode { get; init; }

    public IReadOnlyList<OrderLine> LineItems
    {
        get;
        init => field = value ?? [];
    } = [];

    public DateTimeOffset? CreationDate { get; init; }

    public OrderStatus Status { get; init; }

    /// <summary><c>UserPurchase</c>, <c>SystemPurchase</c> or <c>SystemBilling</c>.</summary>
    public string? TransactionType { get; init; }

    /// <summary>The price in <see cref="CurrencyCode"/>, before tax; present only when it is requested.</summary>
    public decimal? TotalPrice { get; init; }

    public bool? PartnerOnRecordAttestationAccepted { get; init; }

    /// <summary>True when the order is final: nothing more happens to it by itself.</summary>
    public bool IsTerminal =>
        Status
            is OrderStatus.Completed
                or OrderStatus.Cancelled
                or OrderStatus.PoReviewRejected
                or OrderStatus.PartialSuccess
                or OrderStatus.Error;

    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>A line of an order. Source: C §18.1.</summary>
public sealed record OrderLine
{
    public int LineItemNumber { get; init; }

    /// <summary>The catalog item id, in new commerce.</summary>
    public string? OfferId { get; init; }

    /// <summary>Absent until provisioned: poll the order.</summary>
    public SubscriptionId? SubscriptionId { get; init; }

    public SubscriptionId? ParentSubscriptionId { get; init; }

    public string? FriendlyName { get; init; }

    public int Quantity { get; init; }

    public string? TermDuration { get; init; }

    public string? TransactionType { get; init; }

    /// <summary>The reseller of this line.</summary>
    public MpnId? PartnerIdOnRecord { get; init; }

    public string? PromotionId { get; init; }

    public Pricing? Pricing { get; init; }

    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>The delivery state of a line. Source: C §18.3.</summary>
public enum OrderProvisioningStatus
{
    Unknown,
    Fulfilled,

    /// <summary>Cancelled.</summary>
    Unfulfilled,
    PrefulfillmentPending,
}

/// <summary>The delivery of one line. Source: C §18.3.</summary>
public sealed record OrderLineProvisioning
{
    public int LineItemNumber { get; init; }

    public OrderProvisioningStatus Status { get; init; }

    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}
