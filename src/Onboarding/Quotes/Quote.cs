namespace Onboarding.Quotes;

/// <summary>The price of the lines of a request, before tax, as Partner Center gives it to the partner.</summary>
public sealed record Quote
{
    public required IReadOnlyList<QuoteLine> Lines { get; init; }

    /// <summary>
    /// Over all lines and their whole terms, by currency. Empty when a price is missing: a part of a sum is not shown
    /// as the sum.
    /// </summary>
    public required IReadOnlyList<Money> Totals { get; init; }

    /// <summary>The reason for which there is no price, or not for every line.</summary>
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

    /// <summary>The customers for whom the offer is: commercial, education, government, nonprofit.</summary>
    public string? Segment { get; init; }
    public string? Currency { get; init; }

    /// <summary>The price of one licence in one billing period.</summary>
    public decimal? UnitPrice { get; init; }

    /// <summary>The price of all licences over the whole term; it is not the first invoice (C §17.1).</summary>
    public decimal? Total { get; init; }

    /// <summary>The time after the order in which it can be cancelled, as an ISO 8601 duration (C §14).</summary>
    public string? CancellableFor { get; init; }

    /// <summary>A note on costs that are not part of the price.</summary>
    public string? Note { get; init; }

    /// <summary>The reason for which there is no price, or Partner Center's objection to the line.</summary>
    public string? Problem { get; init; }
}
