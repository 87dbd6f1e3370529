using System.Text.Json;
using System.Text.Json.Serialization;
using PartnerCenter.Carts;

namespace PartnerCenter.Catalog;

/// <summary>A product. Source: C §14.</summary>
public sealed record Product
{
    public required ProductId Id { get; init; }

    public string? Title { get; init; }

    public string? Description { get; init; }

    public ProductType? ProductType { get; init; }

    public bool? IsMicrosoftProduct { get; init; }

    public string? PublisherName { get; init; }

    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>
/// The family of a product, such as <c>OnlineServicesNCE</c>, <c>Azure</c>, <c>Software</c>, <c>SaaS</c>.
/// Source: C §14.
/// </summary>
public sealed record ProductType(string? Id, string? DisplayName = null, ProductType? SubType = null)
{
    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>A SKU of a product. Source: C §14.</summary>
public sealed record Sku
{
    public required SkuId Id { get; init; }

    public ProductId? ProductId { get; init; }

    public string? Title { get; init; }

    public string? Description { get; init; }

    public int? MinimumQuantity { get; init; }

    public int? MaximumQuantity { get; init; }

    public bool IsTrial { get; init; }

    public IReadOnlyList<BillingCycle> SupportedBillingCycles
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>
    /// The prerequisites of a purchase: of <c>InventoryCheck</c>, <c>AzureSubscriptionRegistration</c>,
    /// <c>MicrosoftCloudAgreement</c>.
    /// </summary>
    public IReadOnlyList<string> PurchasePrerequisites
    {
        get;
        init => field = value ?? [];
    } = [];

    public IReadOnlyList<string> ProvisioningVariables
    {
        get;
        init => field = value ?? [];
    } = [];

    public AttestationProperties? AttestationProperties { get; init; }

    /// <summary>Volatile; <see cref="IsAddon"/> and <see cref="PrerequisiteSkus"/> read what is needed of it.</summary>
    public IReadOnlyDictionary<string, JsonElement>? DynamicAttributes { get; init; }

    /// <summary>True when the cart line must contain <c>attestationAccepted</c>.</summary>
    public bool NeedsAttestation => AttestationProperties?.EnforceAttestation == true;

    public bool IsAddon => Attribute("isAddon") is { ValueKind: JsonValueKind.True };

    /// <summary>SKUs (<c>product:sku</c>) of which the customer must own one.</summary>
    public IReadOnlyList<string> PrerequisiteSkus =>
        Attribute("prerequisiteSkus") is { ValueKind: JsonValueKind.Array } list
            ?
            [
                .. list.EnumerateArray()
                    .Where(item => item.ValueKind == JsonValueKind.String)
                    .Select(item => item.GetString()!),
            ]
            : [];

    private JsonElement? Attribute(string name) =>
        DynamicAttributes?.FirstOrDefault(pair => string.Equals(pair.Key, name, StringComparison.OrdinalIgnoreCase))
            is { Key: not null } found
            ? found.Value
            : null;

    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>The declaration that a buyer has to make. Source: C §14.</summary>
public sealed record AttestationProperties(string? AttestationType, bool EnforceAttestation)
{
    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}
