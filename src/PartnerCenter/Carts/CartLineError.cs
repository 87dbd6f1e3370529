using System.Text.Json;
using System.Text.Json.Serialization;
using PartnerCenter.Wire;

namespace PartnerCenter.Carts;

/// <summary>The error of a cart line. Source: C §17.1.</summary>
public sealed record CartLineError
{
    /// <summary>Read from its number or its name.</summary>
    [JsonPropertyName("errorCode")]
    public CartErrorCode Code { get; init; }

    [JsonPropertyName("errorDescription")]
    public string? Description { get; init; }

    public CartErrorDetails? AdditionalInformation { get; init; }

    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>Quantities behind a quota error.</summary>
public sealed record CartErrorDetails(int? AvailableQuantity, int? PurchasedQuantity)
{
    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>The item error codes of C §17.1.</summary>
[NumberOnWire]
public enum CartErrorCode
{
    Unknown = 0,
    CurrencyIsNotSupported = 10000,
    CatalogItemIdIsNotValid = 10001,
    QuotaNotAvailable = 10002,
    InventoryNotAvailable = 10003,
    ParticipantsIsNotSupportedForPartner = 10004,
    UnableToProcessCartLineItem = 10006,
    SubscriptionIsNotValid = 10007,
    SubscriptionIsNotEnabledForRI = 10008,
    SandboxLimitExceeded = 10009,
    InvalidInput = 10010,
    SubscriptionNotRegistered = 10011,
    AttestationNotAccepted = 10012,
    BillingPlanNotSupported = 10013,
    InvalidPromotionId = 10014,
    MaxAllowedSeatsPerSubscriptionExceeded = 10015,
    InvalidCustomTermEndDateProduct = 10016,
    InvalidCustomTermEndDate = 10017,
    BaseOfferSeatQuantityNotMet = 10018,
    MinimumAddOnSeatsNotMet = 10019,
    LegacyOfferNotEligibleForPurchase = 500600,
}
