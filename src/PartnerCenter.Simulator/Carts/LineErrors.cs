namespace PartnerCenter.Simulator.Carts;

/// <summary>The item error codes of C §17.1.</summary>
internal static class LineErrors
{
    internal const int Currency = 10000;
    internal const int CatalogItemId = 10001;
    internal const int Participants = 10004;
    internal const int NotProcessable = 10006;
    internal const int SandboxLimit = 10009;
    internal const int InvalidInput = 10010;
    internal const int Attestation = 10012;
    internal const int BillingPlan = 10013;
    internal const int Promotion = 10014;
    internal const int TooManySeats = 10015;
    internal const int CustomEndProduct = 10016;
    internal const int CustomEnd = 10017;
    internal const int BaseOffer = 10018;
    internal const int LegacyOffer = 500600;

    private static readonly Dictionary<int, string> Texts = new()
    {
        [0] = "Unknown",
        [Currency] = "CurrencyIsNotSupported",
        [CatalogItemId] = "CatalogItemIdIsNotValid",
        [10002] = "QuotaNotAvailable",
        [10003] = "InventoryNotAvailable",
        [Participants] = "ParticipantsIsNotSupportedForPartner",
        [NotProcessable] = "UnableToProcessCartLineItem",
        [10007] = "SubscriptionIsNotValid",
        [10008] = "SubscriptionIsNotEnabledForRI",
        [SandboxLimit] = "SandboxLimitExceeded",
        [InvalidInput] = "InvalidInput",
        [10011] = "SubscriptionNotRegistered",
        [Attestation] = "AttestationNotAccepted",
        [BillingPlan] = "BillingPlanNotSupported",
        [Promotion] = "InvalidPromotionId",
        [TooManySeats] = "MaxAllowedSeatsPerSubscriptionExceeded",
        [CustomEndProduct] = "InvalidCustomTermEndDateProduct",
        [CustomEnd] = "InvalidCustomTermEndDate",
        [BaseOffer] = "BaseOfferSeatQuantityNotMet",
        [10019] = "MinimumAddOnSeatsNotMet",
        [LegacyOffer] = "LegacyOfferNotEligibleForPurchase",
    };

    internal static LineError Of(int code) => new(code, Describe(code));

    internal static string Describe(int code) => Texts.GetValueOrDefault(code, "Unknown");
}
