using System.Text.Json;
using System.Text.Json.Serialization;
using PartnerCenter.Wire;

namespace PartnerCenter.Carts;

/// <summary>The state of a cart.</summary>
public enum CartStatus
{
    Unknown,
    Active,
    Ordered,
}

/// <summary>
/// A cart. One with faulty lines is created all the same: look at <see cref="CartLine.Error"/> of every line.
/// Source: C §17.1.
/// </summary>
public sealed record Cart
{
    public required CartId Id { get; init; }

    public DateTimeOffset? CreationTimestamp { get; init; }

    public DateTimeOffset? LastModifiedTimestamp { get; init; }

    /// <summary>The time after which the cart is gone, as the service says; it is not a fixed number of days.</summary>
    public DateTimeOffset? ExpirationTimestamp { get; init; }

    public CartStatus Status { get; init; }

    public IReadOnlyList<CartLine> LineItems
    {
        get;
        init => field = value ?? [];
    } = [];

    public bool? PartnerOnRecordAttestationAccepted { get; init; }

    public ResourceAttributes? Attributes { get; init; }

    /// <summary>Members that the service sends and this record does not declare; a PUT sends them back.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>A line of a cart. Source: C §17.1.</summary>
public sealed record CartLine
{
    /// <summary>Counted from 0 in the order sent.</summary>
    public int Id { get; init; }

    public CatalogItemId? CatalogItemId { get; init; }

    public int Quantity { get; init; }

    public BillingCycle BillingCycle { get; init; }

    /// <summary>ISO 8601; absent for Azure plan and perpetual software.</summary>
    public string? TermDuration { get; init; }

    public string? FriendlyName { get; init; }

    public string? CurrencyCode { get; init; }

    public string? PromotionId { get; init; }

    public DateTimeOffset? CustomTermEndDate { get; init; }

    public IReadOnlyList<Participant>? Participants { get; init; }

    public bool? AttestationAccepted { get; init; }

    /// <summary>Lines of one group become one order.</summary>
    public string? OrderGroup { get; init; }

    public Pricing? Pricing { get; init; }

    /// <summary>The error of this line, which cannot be bought as it is; null when the line is in order.</summary>
    public CartLineError? Error { get; init; }

    /// <summary>Members that the service sends and this record does not declare; a PUT sends them back.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>
/// Before tax, in the line's currency; <see cref="ExtendedPrice"/> covers quantity and whole term, it is not the first
/// invoice. Source: C §17.1.
/// </summary>
public sealed record Pricing
{
    public decimal? ListPrice { get; init; }

    public decimal? DiscountedPrice { get; init; }

    public decimal? ProratedPrice { get; init; }

    public decimal? Price { get; init; }

    public decimal? ExtendedPrice { get; init; }

    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>A party of a sale: <c>transaction_reseller</c> with the reseller's MPN id. Source: C §17.1.</summary>
public sealed record Participant(string Key, string Value)
{
    /// <summary>The partner of record. Never the provider's own id (2072).</summary>
    public static Participant TransactionReseller(MpnId reseller) => new("transaction_reseller", reseller.Value);
}
