using PartnerCenter.Simulator.State;

namespace PartnerCenter.Simulator.Orders;

/// <summary>
/// An order; pending until <see cref="CompletesAt"/>, then what <see cref="Outcome"/> says (C §18.1, §24.9).
/// </summary>
internal sealed record Order : Document
{
    public required string Id { get; init; }
    public required string AlternateId { get; init; }
    public required string Partner { get; init; }
    public required string CustomerId { get; init; }
    public string? CartId { get; init; }
    public required string BillingCycle { get; init; }
    public required string Currency { get; init; }
    public bool? ResellerAttested { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset CompletesAt { get; init; }
    public required DateTimeOffset ProvisionedAt { get; init; }
    public required DateTimeOffset ListedFrom { get; init; }
    public string Outcome { get; init; } = "completed";
    public required string RequestId { get; init; }
    public required IReadOnlyList<OrderLine> Lines { get; init; }
    public IReadOnlyList<string> AttachmentIds { get; init; } = [];

    internal override string Key => Id;
}

internal sealed record OrderLine
{
    public required int Number { get; init; }
    public required string CatalogItemId { get; init; }
    public required int Quantity { get; init; }
    public required string BillingCycle { get; init; }
    public string? TermDuration { get; init; }
    public string? FriendlyName { get; init; }
    public string? PromotionId { get; init; }
    public DateTimeOffset? CustomTermEndDate { get; init; }
    public string? Reseller { get; init; }
    public IReadOnlyList<string> AdditionalResellers { get; init; } = [];
    public bool? AttestationAccepted { get; init; }
    public string? ProvisioningContext { get; init; }

    /// <summary>Decided at once, shown when the order is complete; none for lines of a failed part.</summary>
    public string? SubscriptionId { get; init; }
    public bool IsCancelled { get; init; }

    internal string ProductId => CatalogItemId.Split(':')[0];
    internal string SkuId => CatalogItemId.Split(':') is [_, var sku, ..] ? sku : "";
}

/// <summary>A file of purchase-order evidence (C §18.5).</summary>
internal sealed record OrderAttachment : Document
{
    public required string Id { get; init; }
    public required string OrderId { get; init; }
    public required string FileName { get; init; }
    public required string Kind { get; init; }
    public required byte[] Content { get; init; }

    internal override string Key => Id;
}

internal static class OrderLifecycle
{
    internal static string StatusAt(Order order, DateTimeOffset now) =>
        order.Outcome == "cancelled" ? "cancelled"
        : now < order.CompletesAt ? "pending"
        : order.Outcome;

    /// <summary>Subscriptions show once the order came to an end that has any.</summary>
    internal static bool ShowsSubscriptions(Order order, DateTimeOffset now) =>
        now >= order.CompletesAt && order.Outcome is "completed" or "partial_success" or "cancelled";
}
