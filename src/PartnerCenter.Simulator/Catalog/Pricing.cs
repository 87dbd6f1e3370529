using System.Text.Json.Nodes;
using PartnerCenter.Simulator.Surface;

namespace PartnerCenter.Simulator.Catalog;

/// <summary>
/// Terms and money: what a line costs over its whole term (C §17.1), and how long it can be given back (C §20.1).
/// </summary>
internal static class Pricing
{
    internal static int MonthsOf(string? term) =>
        term switch
        {
            "P1Y" => 12,
            "P3Y" => 36,
            _ => 1,
        };

    internal static DateTimeOffset AddTerm(DateTimeOffset at, string? term) => at.AddMonths(MonthsOf(term));

    internal static decimal UnitPrice(Sku sku, string? term, string billing) =>
        billing switch
        {
            "annual" => sku.Price * 12,
            "triennial" => sku.Price * 36,
            "one_time" when term is not null => sku.Price * MonthsOf(term) / 12,
            _ => sku.Price,
        };

    internal static decimal Extended(Sku sku, string? term, string billing, int quantity)
    {
        var payments = (term, billing) switch
        {
            (null, _) or (_, "one_time") => 1,
            (_, "annual") => MonthsOf(term) / 12,
            (_, "triennial") => 1,
            _ => MonthsOf(term),
        };
        return UnitPrice(sku, term, billing) * payments * quantity;
    }

    internal static JsonObject Shape(Sku sku, string? term, string billing, int quantity)
    {
        var price = UnitPrice(sku, term, billing);
        return Json.Of(
            ("listPrice", price),
            ("discountedPrice", price),
            ("proratedPrice", price),
            ("price", price),
            ("extendedPrice", Extended(sku, term, billing, quantity))
        );
    }

    internal static TimeSpan CancellationWindow(Product product, string? term, SimulatedPartner partner) =>
        product.Kind switch
        {
            ProductKind.SoftwarePerpetual => TimeSpan.FromDays(30),
            ProductKind.SaaS => term == "P1M" ? TimeSpan.FromHours(24) : TimeSpan.FromDays(14),
            ProductKind.Azure => TimeSpan.FromDays(36500),
            _ => partner.CancellationWindow,
        };

    /// <summary>
    /// The wire word of a billing cycle, or null when there is none such. Requests write it in many ways (C §3.3,
    /// §18.3).
    /// </summary>
    internal static string? BillingWord(string? text) =>
        text?.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant() switch
        {
            "monthly" => "monthly",
            "annual" => "annual",
            "triennial" => "triennial",
            "biennial" => "biennial",
            "onetime" => "one_time",
            "none" => "none",
            _ => null,
        };

    /// <summary>The catalogue writes billing cycles in PascalCase (C §3.3).</summary>
    internal static string CatalogWord(string billing) =>
        billing switch
        {
            "one_time" => "OneTime",
            _ => char.ToUpperInvariant(billing[0]) + billing[1..],
        };

    internal static string SymbolOf(string currency) =>
        currency switch
        {
            "USD" or "CAD" or "AUD" or "NZD" or "TWD" => "$",
            "EUR" => "€",
            "GBP" => "£",
            "JPY" or "CNY" => "¥",
            "INR" => "₹",
            "BRL" => "R$",
            "KRW" => "₩",
            "RUB" => "₽",
            "CHF" => "CHF",
            _ => "kr",
        };
}
