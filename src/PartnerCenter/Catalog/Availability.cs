using System.Text.Json;
using System.Text.Json.Serialization;
using PartnerCenter.Carts;

namespace PartnerCenter.Catalog;

/// <summary>
/// A SKU as it can be bought in a country now. Its id ages: read it right before the cart is made. Source: C §14.
/// </summary>
public sealed record Availability
{
    public required string Id { get; init; }

    public ProductId? ProductId { get; init; }

    public SkuId? SkuId { get; init; }

    /// <summary>The id by which a cart line names this availability.</summary>
    public CatalogItemId? CatalogItemId { get; init; }

    public Currency? DefaultCurrency { get; init; }

    public string? Segment { get; init; }

    public string? Country { get; init; }

    /// <summary>False: for renewals only.</summary>
    public bool IsPurchasable { get; init; }

    public bool IsRenewable { get; init; }

    /// <summary>
    /// Exactly these pairs of term and billing cycle may be bought; empty for Azure plan and perpetual software.
    /// </summary>
    public IReadOnlyList<Term> Terms
    {
        get;
        init => field = value ?? [];
    } = [];

    public Product? Product { get; init; }

    public Sku? Sku { get; init; }

    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>ISO 4217 code and its sign.</summary>
public sealed record Currency(string? Code, string? Symbol = null)
{
    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>A term with its billing cycle. Source: C §14.</summary>
public sealed record Term
{
    public string? Id { get; init; }

    /// <summary>ISO 8601: <c>P1M</c>, <c>P1Y</c>, <c>P3Y</c>.</summary>
    public string? Duration { get; init; }

    public string? Description { get; init; }

    public BillingCycle BillingCycle { get; init; }

    public IReadOnlyList<CancellationPolicy> CancellationPolicies
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>The refunds of a cancellation and their last dates. Source: C §14.</summary>
public sealed record CancellationPolicy
{
    public IReadOnlyList<RefundPolicy> RefundOptions
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>One step of a policy; <paramref name="ExpiresAfter"/> is an ISO 8601 duration (<c>P7D</c>).</summary>
public sealed record RefundPolicy(int SequenceId, string? Type, string? ExpiresAfter)
{
    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}
