namespace PartnerCenter.Carts;

/// <summary>A cart to be made. Source: C §17.1.</summary>
public sealed record NewCart
{
    public required IReadOnlyList<NewCartLine> LineItems { get; init; }

    /// <summary>
    /// The provider's word that it named the right reseller, or sells direct. Without it checkout fails (900206).
    /// </summary>
    public required bool PartnerOnRecordAttestationAccepted { get; init; }
}

/// <summary>A line to be bought; an add-on is a line of its own beside its base. Source: C §17.1.</summary>
public sealed record NewCartLine
{
    /// <summary>The position of the line in the list, counted from 0.</summary>
    public required int Id { get; init; }

    /// <summary>Taken from an availability, which is read just before.</summary>
    public required CatalogItemId CatalogItemId { get; init; }

    public required int Quantity { get; init; }

    public required BillingCycle BillingCycle { get; init; }

    /// <summary>ISO 8601; required in new commerce, left out for Azure plan and perpetual software.</summary>
    public string? TermDuration { get; init; }

    public string? FriendlyName { get; init; }

    public string? CurrencyCode { get; init; }

    public string? PromotionId { get; init; }

    public DateTimeOffset? CustomTermEndDate { get; init; }

    /// <summary>
    /// Names the reseller when the partner is an indirect provider; without it the reseller loses its incentives.
    /// </summary>
    public IReadOnlyList<Participant>? Participants { get; init; }

    /// <summary>
    /// True when the customer accepted the attestation that the SKU enforces; required there (900203, 10012).
    /// </summary>
    public bool? AttestationAccepted { get; init; }

    /// <summary>The term that a trial renews to; for trials only.</summary>
    public RenewsTo? RenewsTo { get; init; }

    /// <summary>Values for the provisioning variables of the SKU.</summary>
    public IReadOnlyDictionary<string, string>? ProvisioningContext { get; init; }
}

/// <summary>The term that follows a trial.</summary>
public sealed record RenewsTo(string TermDuration);
