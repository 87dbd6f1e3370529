namespace Onboarding.Quotes;

/// <summary>What the lines of a request cost, before tax, as Partner Center prices them for the partner.</summary>
public sealed record Quote
{
    public required IReadOnlyList<QuoteLine> Lines { get; init; }

    /// <summary>
    /// Over all lines and their whole terms, by currency. Empty when a price is missing: a part of a sum is not shown
    /// as the sum.
    /// </summary>
    public required IReadOnlyList<Money> Totals { get; init; }

    /// <summary>Why there is no price, or not of every line.</summary>
    public string? Unknown { get; init; }

    public static Quote Empty { get; } = new() { Lines = [], Totals = [] };
}

/// <summary>An amount in a currency of ISO 4217.</summary>
public sealed record Money(string Currency, decimal Amount);

/// <summary>One line of the request with its price.</summary>
public sealed record QuoteLine
{
    /// <summary>Position in the request, from 0.</summary>
    public required int Index { get; init; }

    /// <summary><c>product:sku</c>.</summary>
    public required string Item { get; init; }
    public string? Title { get; init; }
    public required int Quantity { get; init; }
    public string? Term { get; init; }
    public string? Billing { get; init; }

    /// <summary>Whom the offer is for: commercial, education, government, nonprofit.</summary>
    public string? Segment { get; init; }
    public string? Currency { get; init; }

    /// <summary>Of one licence in one billing period.</summary>
    public decimal? UnitPrice { get; init; }

    /// <summary>Of all licences over the whole term; it is not the first invoice (C §17.1).</summary>
    public decimal? Total { get; init; }

    /// <summary>How long after the order it can be given back, as an ISO 8601 duration (C §14).</summary>
    public string? CancellableFor { get; init; }

    /// <summary>What the price leaves out.</summary>
    public string? Note { get; init; }

    /// <summary>Why there is no price, or what Partner Center objects to in the line.</summary>
    public string? Problem { get; init; }
}
