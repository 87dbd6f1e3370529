namespace Onboarding.Quotes;

/// <summary>The options of price quotes. Section <c>Quotes</c>.</summary>
public sealed class QuoteOptions
{
    public const string Section = "Quotes";

    /// <summary>
    /// The tenant id of a customer, by partner and country, in whose name the prices for new customers of that country
    /// are read (<c>Quotes:Customers:default:DE</c>): Partner Center shows prices in carts only, and a cart needs a
    /// customer. Left out: the newest customer of the country that was onboarded here.
    /// </summary>
    public Dictionary<string, Dictionary<string, Guid>> Customers { get; } = new(StringComparer.OrdinalIgnoreCase);
}
