using PartnerCenter.Simulator.State;

namespace PartnerCenter.Simulator.Carts;

/// <summary>A cart: free until checkout, and gone after its expiry (C §17).</summary>
internal sealed record Cart : Document
{
    public required string Id { get; init; }
    public required string Partner { get; init; }
    public required string CustomerId { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ModifiedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public required string ModifiedBy { get; init; }
    public bool? ResellerAttested { get; init; }
    public required IReadOnlyList<CartLine> Lines { get; init; }

    /// <summary>Groups that became orders, by group: the result a second checkout states again.</summary>
    public IReadOnlyDictionary<string, string> Orders { get; init; } = new Dictionary<string, string>();
    public bool IsOrdered { get; init; }

    internal override string Key => Id;
}

internal sealed record CartLine
{
    public required int Id { get; init; }
    public required string CatalogItemId { get; init; }
    public required int Quantity { get; init; }
    public required string BillingCycle { get; init; }
    public string? TermDuration { get; init; }
    public string? FriendlyName { get; init; }
    public string? CurrencyCode { get; init; }
    public string? PromotionId { get; init; }
    public DateTimeOffset? CustomTermEndDate { get; init; }

    /// <summary>The MPN id of the indirect reseller (C §17.1 participants).</summary>
    public string? Reseller { get; init; }
    public IReadOnlyList<string> AdditionalResellers { get; init; } = [];
    public bool? AttestationAccepted { get; init; }
    public string? RenewsTo { get; init; }

    /// <summary>Kept as sent, as text.</summary>
    public string? ProvisioningContext { get; init; }
    public string OrderGroup { get; init; } = "0";
    public LineError? Error { get; init; }

    internal string ProductId => CatalogItemId.Split(':')[0];
    internal string SkuId => CatalogItemId.Split(':') is [_, var sku, ..] ? sku : "";
}

internal sealed record LineError(
    int Code,
    string Description,
    int? AvailableQuantity = null,
    int? PurchasedQuantity = null
);
