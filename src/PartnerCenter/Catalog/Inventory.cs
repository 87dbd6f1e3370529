using System.Text.Json;
using System.Text.Json.Serialization;

namespace PartnerCenter.Catalog;

/// <summary>
/// The buyer for whom <c>InventoryCheck</c> is made: customer, Azure subscription and region. Source: C §15.
/// </summary>
public sealed record InventoryContext(
    CustomerId CustomerId,
    Guid? AzureSubscriptionId = null,
    string? ArmRegionName = null
);

/// <summary>A product, and a SKU of it, to be checked. Source: C §15.</summary>
public sealed record InventoryTarget(ProductId ProductId, SkuId? SkuId = null);

/// <summary>An item, and the restrictions under which it may be bought in that context. Source: C §15.</summary>
public sealed record InventoryItem
{
    public ProductId? ProductId { get; init; }

    public SkuId? SkuId { get; init; }

    public bool IsRestricted { get; init; }

    public IReadOnlyList<InventoryRestriction> Restrictions
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>A reason for which an item may not be bought. Source: C §15.</summary>
public sealed record InventoryRestriction(string? ReasonCode, string? Description)
{
    /// <summary>
    /// The properties of the context that cause the restriction, such as <c>type</c> <c>Location</c> and <c>values</c>
    /// <c>japanwest</c>.
    /// </summary>
    public IReadOnlyDictionary<string, JsonElement> Properties
    {
        get;
        init => field = value ?? new Dictionary<string, JsonElement>();
    } = new Dictionary<string, JsonElement>();

    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}
