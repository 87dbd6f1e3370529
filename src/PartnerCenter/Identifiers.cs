using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using PartnerCenter.Wire;

namespace PartnerCenter;

/// <summary>The customer's tenant id ("Microsoft ID"). Source: C §5.1.</summary>
[JsonConverter(typeof(TypedIdConverter<CustomerId>))]
public readonly record struct CustomerId(Guid Value) : IParsable<CustomerId>
{
    public override string ToString() => Value.ToString("D");

    public static CustomerId Parse(string text) => new(Guid.Parse(text));

    static CustomerId IParsable<CustomerId>.Parse(string s, IFormatProvider? provider) => Parse(s);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out CustomerId result)
    {
        var parsed = Guid.TryParse(s, out var value);
        result = new(value);
        return parsed;
    }
}

/// <summary>
/// The tenant id of an indirect reseller: what a new customer is associated with. Not the id that orders carry.
/// Source: C §10.1.
/// </summary>
[JsonConverter(typeof(TypedIdConverter<ResellerTenantId>))]
public readonly record struct ResellerTenantId(Guid Value) : IParsable<ResellerTenantId>
{
    public override string ToString() => Value.ToString("D");

    public static ResellerTenantId Parse(string text) => new(Guid.Parse(text));

    static ResellerTenantId IParsable<ResellerTenantId>.Parse(string s, IFormatProvider? provider) => Parse(s);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ResellerTenantId result)
    {
        var parsed = Guid.TryParse(s, out var value);
        result = new(value);
        return parsed;
    }
}

/// <summary>A cart. Source: C §17.1.</summary>
[JsonConverter(typeof(TypedIdConverter<CartId>))]
public readonly record struct CartId(Guid Value) : IParsable<CartId>
{
    public override string ToString() => Value.ToString("D");

    public static CartId Parse(string text) => new(Guid.Parse(text));

    static CartId IParsable<CartId>.Parse(string s, IFormatProvider? provider) => Parse(s);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out CartId result)
    {
        var parsed = Guid.TryParse(s, out var value);
        result = new(value);
        return parsed;
    }
}

/// <summary>A subscription. Source: C §19.1.</summary>
[JsonConverter(typeof(TypedIdConverter<SubscriptionId>))]
public readonly record struct SubscriptionId(Guid Value) : IParsable<SubscriptionId>
{
    public override string ToString() => Value.ToString("D");

    public static SubscriptionId Parse(string text) => new(Guid.Parse(text));

    static SubscriptionId IParsable<SubscriptionId>.Parse(string s, IFormatProvider? provider) => Parse(s);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out SubscriptionId result)
    {
        var parsed = Guid.TryParse(s, out var value);
        result = new(value);
        return parsed;
    }
}

/// <summary>An order: 12 hex digits in new commerce, a GUID or a longer token in legacy. Source: C §18.1.</summary>
[JsonConverter(typeof(TypedIdConverter<OrderId>))]
public readonly record struct OrderId(string Value) : IParsable<OrderId>
{
    public override string ToString() => Value;

    public static OrderId Parse(string text) => new(text);

    static OrderId IParsable<OrderId>.Parse(string s, IFormatProvider? provider) => Parse(s);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out OrderId result)
    {
        result = new(s ?? "");
        return !string.IsNullOrWhiteSpace(s);
    }
}

/// <summary>
/// The PartnerID (MPN id, PLA id) that orders name as partner of record. Not the id that customers are associated with.
/// Source: C §10.1.
/// </summary>
[JsonConverter(typeof(TypedIdConverter<MpnId>))]
public readonly record struct MpnId(string Value) : IParsable<MpnId>
{
    public override string ToString() => Value;

    public static MpnId Parse(string text) => new(text);

    static MpnId IParsable<MpnId>.Parse(string s, IFormatProvider? provider) => Parse(s);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out MpnId result)
    {
        result = new(s ?? "");
        return !string.IsNullOrWhiteSpace(s);
    }
}

/// <summary>A product of the catalog, such as <c>CFQ7TTC0LH18</c>. Source: C §14.</summary>
[JsonConverter(typeof(TypedIdConverter<ProductId>))]
public readonly record struct ProductId(string Value) : IParsable<ProductId>
{
    public override string ToString() => Value;

    public static ProductId Parse(string text) => new(text);

    static ProductId IParsable<ProductId>.Parse(string s, IFormatProvider? provider) => Parse(s);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ProductId result)
    {
        result = new(s ?? "");
        return !string.IsNullOrWhiteSpace(s);
    }
}

/// <summary>A SKU, such as <c>0001</c>; unique only within its product. Source: C §14.</summary>
[JsonConverter(typeof(TypedIdConverter<SkuId>))]
public readonly record struct SkuId(string Value) : IParsable<SkuId>
{
    public override string ToString() => Value;

    public static SkuId Parse(string text) => new(text);

    static SkuId IParsable<SkuId>.Parse(string s, IFormatProvider? provider) => Parse(s);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out SkuId result)
    {
        result = new(s ?? "");
        return !string.IsNullOrWhiteSpace(s);
    }
}

/// <summary>
/// <c>product:sku:availability</c>. It ages: read it right before the cart is made and never keep it. Source: C §14.
/// </summary>
[JsonConverter(typeof(TypedIdConverter<CatalogItemId>))]
public readonly record struct CatalogItemId(string Value) : IParsable<CatalogItemId>
{
    public override string ToString() => Value;

    public static CatalogItemId Parse(string text) => new(text);

    static CatalogItemId IParsable<CatalogItemId>.Parse(string s, IFormatProvider? provider) => Parse(s);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out CatalogItemId result)
    {
        result = new(s ?? "");
        return !string.IsNullOrWhiteSpace(s);
    }
}
