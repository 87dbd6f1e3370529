using System.Text.Json;
using System.Text.Json.Serialization;
using PartnerCenter.Carts;

namespace PartnerCenter.Catalog;

/// <summary>A promotion. Source: C §15.</summary>
public sealed record Promotion
{
    public required string Id { get; init; }

    public string? Name { get; init; }

    public string? Description { get; init; }

    public DateTimeOffset? StartDate { get; init; }

    public DateTimeOffset? EndDate { get; init; }

    public PromotionProperties? Properties { get; init; }

    public IReadOnlyList<PromotedProduct> RequiredProducts
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>Properties of a promotion; <paramref name="IsAutoApplicable"/>: checkout applies it by itself.</summary>
public sealed record PromotionProperties(bool? IsAutoApplicable)
{
    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>A product to which a promotion applies.</summary>
public sealed record PromotedProduct
{
    public ProductId? ProductId { get; init; }

    public SkuId? SkuId { get; init; }

    public Term? Term { get; init; }

    public IReadOnlyList<PricingPolicy> PricingPolicies
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>A discount, such as <c>PercentDiscount</c> and <c>0.05</c>.</summary>
public sealed record PricingPolicy(string? PolicyType, string? Value)
{
    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>A line whose promotions are asked for. Source: C §15.</summary>
public sealed record EligibilityQuestion
{
    public int Id { get; init; }

    public required CatalogItemId CatalogItemId { get; init; }

    public required int Quantity { get; init; }

    public string? TermDuration { get; init; }

    public BillingCycle BillingCycle { get; init; }

    public string? PromotionId { get; init; }
}

/// <summary>The answer for a line. Source: C §15.</summary>
public sealed record EligibilityAnswer
{
    public string? Id { get; init; }

    public CatalogItemId? CatalogItemId { get; init; }

    public IReadOnlyList<Eligibility> Eligibilities
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>One promotion and whether the customer may have it.</summary>
public sealed record Eligibility
{
    public string? PromotionId { get; init; }

    public bool IsEligible { get; init; }

    public IReadOnlyList<EligibilityError> Errors
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>The reason for which a customer may not have a promotion, such as <c>SeatCount</c>.</summary>
public sealed record EligibilityError(string? Type, string? Description)
{
    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}
