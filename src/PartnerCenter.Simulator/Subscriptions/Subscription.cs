using PartnerCenter.Simulator.State;

namespace PartnerCenter.Simulator.Subscriptions;

/// <summary>
/// A subscription as it was last written; what time makes of it is told by <see cref="SubscriptionLifecycle"/>.
/// </summary>
internal sealed record Subscription : Document
{
    public required string Id { get; init; }
    public required string Partner { get; init; }
    public required string CustomerId { get; init; }
    public required string OrderId { get; init; }
    public required string CatalogItemId { get; init; }
    public required string FriendlyName { get; init; }
    public required int Quantity { get; init; }
    public required string BillingCycle { get; init; }
    public string? TermDuration { get; init; }

    /// <summary>Active, suspended or deleted, as set by calls.</summary>
    public required string Status { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public DateTimeOffset? SuspendedAt { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The time at which the order completed; before that nobody sees the subscription.</summary>
    public required DateTimeOffset StartsAt { get; init; }
    public required DateTimeOffset UpdatableFrom { get; init; }
    public required DateTimeOffset ProvisionedAt { get; init; }
    public required DateTimeOffset ListedByOrderFrom { get; init; }
    public required DateTimeOffset TermStart { get; init; }
    public DateTimeOffset? TermEnd { get; init; }

    /// <summary>The window in force when it was bought; a renewal opens one of the same length.</summary>
    public required TimeSpan CancellationWindow { get; init; }
    public bool AutoRenew { get; init; } = true;

    /// <summary>
    /// True when somebody chose in Partner Center that the service stops at the end of the term (C §19.4).
    /// </summary>
    public bool CancelAtTermEnd { get; init; }

    /// <summary>
    /// The end of the term after which the paid extended term began (C §19.4); null while there is none.
    /// </summary>
    public DateTimeOffset? ExtendedSince { get; init; }

    /// <summary>The number of days by which the calendar of the subscription's rules is ahead of the clock.</summary>
    public int CalendarDaysAhead { get; init; }
    public string? Schedule { get; init; }
    public string? NextCharge { get; init; }
    public string? Reseller { get; init; }
    public string? PromotionId { get; init; }
    public DateTimeOffset? CustomTermEndDate { get; init; }
    public required string RequestId { get; init; }

    /// <summary>Seats with the end of the window in which they can be given back.</summary>
    public IReadOnlyList<SeatPurchase> Purchases { get; init; } = [];

    /// <summary>Azure subscriptions under an Azure plan that are in use.</summary>
    public int AzureSubscriptions { get; init; }
    public DateTimeOffset? RegisteredAt { get; init; }

    internal override string Key => Id;
    internal string ProductId => CatalogItemId.Split(':')[0];
    internal string SkuId => CatalogItemId.Split(':') is [_, var sku, ..] ? sku : "";
    internal bool BlocksDeletion =>
        Catalog.Product.Find(ProductId)?.Kind
            is Catalog.ProductKind.SoftwarePerpetual
                or Catalog.ProductKind.SoftwareSubscription
                or Catalog.ProductKind.AzureReservation;
}

internal sealed record SeatPurchase(int Quantity, DateTimeOffset RefundableUntil);
