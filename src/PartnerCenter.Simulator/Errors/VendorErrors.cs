namespace PartnerCenter.Simulator.Errors;

/// <summary>
/// Every error the simulator answers, and only here, with the contract's section. Codes the contract calls undocumented
/// (C §25 row 30) are the simulator's own and grouped so. An error of no operation's own is raised with the fault
/// <c>refuse</c>.
/// </summary>
public static class VendorErrors
{
    // C §4.2 general
    public static readonly VendorError ExceptionNotDefined = new(
        0,
        501,
        nameof(ExceptionNotDefined),
        "The exception is not defined."
    );
    public static readonly VendorError AccessDenied = new(400, 401, nameof(AccessDenied), "Access denied.");
    public static readonly VendorError NotFound = new(1000, 404, nameof(NotFound), "The resource was not found.");
    public static readonly VendorError BadInput = new(2000, 400, nameof(BadInput), "Bad input.");
    public static readonly VendorError Forbidden = new(
        2032,
        403,
        nameof(Forbidden),
        "Access denied. You are not allowed to perform this action."
    );
    public static readonly VendorError InvalidProperty = new(3000, 400, nameof(InvalidProperty), "Invalid property.");
    public static readonly VendorError InvalidCustomerId = new(
        900118,
        400,
        nameof(InvalidCustomerId),
        "The customer id is invalid."
    );
    public static readonly VendorError EnumNotParseable = new(
        900126,
        400,
        nameof(EnumNotParseable),
        "The enumeration value cannot be parsed."
    );
    public static readonly VendorError EnumNotSupported = new(
        900127,
        400,
        nameof(EnumNotSupported),
        "The enumeration value is not supported in this environment."
    );
    public static readonly VendorError UnsupportedOperation = new(
        900141,
        400,
        nameof(UnsupportedOperation),
        "The operation is not supported."
    );
    public static readonly VendorError RoleLacksRights = new(
        900150,
        403,
        nameof(RoleLacksRights),
        "The role of the user lacks the rights for this operation."
    );
    public static readonly VendorError InsufficientPrivileges = new(
        900308,
        403,
        nameof(InsufficientPrivileges),
        "The user lacks the privileges for this operation."
    );
    public static readonly VendorError ConditionalAccessBlocked = new(
        900309,
        403,
        nameof(ConditionalAccessBlocked),
        "Access is blocked by a conditional access policy."
    );
    public static readonly VendorError AppOnlyNotSupported = new(
        900329,
        403,
        nameof(AppOnlyNotSupported),
        "App-only tokens are not supported for this operation; use app+user."
    );
    public static readonly VendorError WrongTokenAudience = new(
        900420,
        401,
        nameof(WrongTokenAudience),
        "The audience of the token is not accepted."
    );
    public static readonly VendorError MfaClaimMissing = new(
        900421,
        401,
        nameof(MfaClaimMissing),
        "The MFA claim is missing in the access token."
    );

    // C §4.2 partners, MPA, relationships; §10.4
    public static readonly VendorError NeitherIdGiven = new(
        2001,
        400,
        nameof(NeitherIdGiven),
        "Either the mpnId or the tenantId must be given.",
        "ComplianceController"
    );
    public static readonly VendorError BothIdsGiven = new(
        2000,
        400,
        nameof(BothIdsGiven),
        "Only one of mpnId and tenantId may be given.",
        "ComplianceController"
    );
    public static readonly VendorError IdMalformed = new(
        2000,
        400,
        nameof(IdMalformed),
        "The id is not in the right format.",
        "PartnerApiServiceControllers"
    );
    public static readonly VendorError MpnIdInvalid = new(
        2200,
        400,
        nameof(MpnIdInvalid),
        "The MPN id is invalid or not in Partner Center."
    );
    public static readonly VendorError MpaRegionMismatch = new(
        2201,
        400,
        nameof(MpaRegionMismatch),
        "The CSP region of the reseller is not the region of the provider."
    );
    public static readonly VendorError MpaStatusNotAvailable = new(
        2202,
        400,
        nameof(MpaStatusNotAvailable),
        "The status of the Microsoft Partner Agreement is not available."
    );
    public static readonly VendorError MpaNotSignedInRegion = new(
        2203,
        400,
        nameof(MpaNotSignedInRegion),
        "The reseller has not signed the Microsoft Partner Agreement in the region of the order."
    );
    public static readonly VendorError MpaNoEnrollment = new(
        2204,
        400,
        nameof(MpaNoEnrollment),
        "No CSP indirect reseller enrolment was found for the MPN id."
    );
    public static readonly VendorError MpaNoAccount = new(
        2205,
        400,
        nameof(MpaNoAccount),
        "No account was found for the tenant id."
    );
    public static readonly VendorError MpaNotSigned = new(
        2206,
        400,
        nameof(MpaNotSigned),
        "The account has not signed the Microsoft Partner Agreement."
    );
    public static readonly VendorError PartnerNotOnboardedInCountry = new(
        2030,
        403,
        nameof(PartnerNotOnboardedInCountry),
        "The partner is not onboarded to sell in this country or region."
    );
    public static readonly VendorError PartnerNotValidForOffer = new(
        2006,
        403,
        nameof(PartnerNotValidForOffer),
        "The partner is not valid for the offer."
    );
    public static readonly VendorError PartnerIdNotAdvisor = new(
        2071,
        400,
        nameof(PartnerIdNotAdvisor),
        "The partner id is not a valid advisor."
    );
    public static readonly VendorError OwnPartnerIdOnRecord = new(
        2072,
        404,
        nameof(OwnPartnerIdOnRecord),
        "The provider's own partner id cannot be used as partner on record."
    );
    public static readonly VendorError PartnerIdNotFound = new(
        800015,
        404,
        nameof(PartnerIdNotFound),
        "The partner id was not found."
    );
    public static readonly VendorError PartnerIdNotReseller = new(
        800016,
        400,
        nameof(PartnerIdNotReseller),
        "The partner id is not a valid indirect reseller."
    );
    public static readonly VendorError ResellerMpaNotAccepted = new(
        900123,
        403,
        nameof(ResellerMpaNotAccepted),
        "The indirect reseller has not accepted the Microsoft Partner Agreement."
    );
    public static readonly VendorError OwnMpaNotAccepted = new(
        900124,
        403,
        nameof(OwnMpaNotAccepted),
        "Your company has not accepted the Microsoft Partner Agreement."
    );
    public static readonly VendorError PlaIdNotActive = new(
        900154,
        400,
        nameof(PlaIdNotActive),
        "The PLA id is not linked to an active CSP indirect reseller tenant."
    );
    public static readonly VendorError ResellerNotAuthorized = new(
        900400,
        403,
        nameof(ResellerNotAuthorized),
        "The partner id is not authorised as partner on record."
    ); // C §10.5
    public static readonly VendorError PartnerOnRecordAttestationMissing = new(
        900206,
        400,
        nameof(PartnerOnRecordAttestationMissing),
        "partnerOnRecordAttestationAccepted must be true."
    );
    public static readonly VendorError ResellerProgramNotActive = new(
        800039,
        403,
        nameof(ResellerProgramNotActive),
        "The status of the reseller programme is not active."
    );
    public static readonly VendorError PartnerProgramNotActive = new(
        900149,
        403,
        nameof(PartnerProgramNotActive),
        "The status of the programme is not active."
    );
    public static readonly VendorError NotSandboxProvider = new(
        6002,
        401,
        nameof(NotSandboxProvider),
        "The token is not one of a sandbox indirect provider."
    );
    public static readonly VendorError SandboxResellerDeleteNotAllowed = new(
        6003,
        403,
        nameof(SandboxResellerDeleteNotAllowed),
        "The sandbox reseller may not be deleted."
    );
    public static readonly VendorError SandboxResellerCreateNotAllowed = new(
        6004,
        403,
        nameof(SandboxResellerCreateNotAllowed),
        "No further sandbox reseller may be created."
    );
    public static readonly VendorError SandboxResellerConflict = new(
        1003,
        409,
        nameof(SandboxResellerConflict),
        "A conflict occurred while the tenant was being created."
    );

    // C §4.2 customers; §5
    public static readonly VendorError NoCommerceRelationship = new(
        20002,
        403,
        nameof(NoCommerceRelationship),
        "The partner has no commerce relationship with the customer."
    );
    public static readonly VendorError UserNotFound = new(60002, 404, nameof(UserNotFound), "The user was not found.");
    public static readonly VendorError TenantNotFound = new(
        60003,
        404,
        nameof(TenantNotFound),
        "The tenant was not found."
    );
    public static readonly VendorError AddressRejected = new(
        27002,
        400,
        nameof(AddressRejected),
        "The customer's address is not valid."
    );
    public static readonly VendorError DomainNotAvailable = new(
        27100,
        400,
        nameof(DomainNotAvailable),
        "The domain is not available."
    );
    public static readonly VendorError DomainTaken = new(
        27100,
        409,
        nameof(DomainTaken),
        "The domain is not available."
    );
    public static readonly VendorError RegistrationNumberNotSupported = new(
        600002,
        400,
        nameof(RegistrationNumberNotSupported),
        "The organization registration number is not supported for the country."
    );
    public static readonly VendorError ActionNotAllowed = new(
        600006,
        403,
        nameof(ActionNotAllowed),
        "The requested action is not allowed for this account."
    );
    public static readonly VendorError RegistrationNumberMissing = new(
        600049,
        400,
        nameof(RegistrationNumberMissing),
        "The organization registration number is required for the country."
    );
    public static readonly VendorError RegistrationNumberFormat = new(
        600050,
        400,
        nameof(RegistrationNumberFormat),
        "The organization registration number has the wrong format."
    );
    public static readonly VendorError PhoneNumberMissing = new(
        600051,
        400,
        nameof(PhoneNumberMissing),
        "The phone number is required for the country."
    );
    public static readonly VendorError AccountStatusNotFound = new(
        600074,
        404,
        nameof(AccountStatusNotFound),
        "No account validation status was found for the customer."
    );

    // C §5.8, §5.9: codes undocumented
    public static readonly VendorError ActiveSubscriptionsExist = new(
        600090,
        400,
        nameof(ActiveSubscriptionsExist),
        "The relationship cannot be removed while subscriptions are active."
    );
    public static readonly VendorError DeleteNotAllowedInProduction = new(
        600091,
        403,
        nameof(DeleteNotAllowedInProduction),
        "Customers can be deleted in the integration sandbox only."
    );
    public static readonly VendorError CustomerNotDeletable = new(
        600092,
        400,
        nameof(CustomerNotDeletable),
        "The customer cannot be deleted."
    );

    // C §4.2, §7 address
    public static readonly VendorError AddressInvalid = new(
        2007,
        400,
        nameof(AddressInvalid),
        "The address is invalid."
    );

    // C §9 agreements
    public static readonly VendorError CustomerAgreementMissing = new(
        13605,
        403,
        nameof(CustomerAgreementMissing),
        "The customer has not accepted the Microsoft Customer Agreement."
    );
    public static readonly VendorError PartnerConfirmedAgreementAlreadyExists = new(
        600061,
        400,
        nameof(PartnerConfirmedAgreementAlreadyExists),
        "A partner confirmed agreement with this contact exists already."
    );

    // C §14 catalogue
    public static readonly VendorError UseProductsApi = new(
        2100,
        400,
        nameof(UseProductsApi),
        "The Offers API does not know this id. Use Products and SKUs."
    );
    public static readonly VendorError ProductNotFound = new(
        400013,
        404,
        nameof(ProductNotFound),
        "The product was not found."
    );
    public static readonly VendorError SkuNotFound = new(400018, 404, nameof(SkuNotFound), "The SKU was not found.");
    public static readonly VendorError AvailabilityNotFound = new(
        400019,
        404,
        nameof(AvailabilityNotFound),
        "The availability was not found."
    );
    public static readonly VendorError TargetSegmentNotAllowed = new(
        400030,
        403,
        nameof(TargetSegmentNotAllowed),
        "The target segment is not allowed."
    );
    public static readonly VendorError TargetViewNotAllowed = new(
        400036,
        403,
        nameof(TargetViewNotAllowed),
        "The target view is not allowed."
    );
    public static readonly VendorError ItemNotAvailable = new(
        400072,
        200,
        nameof(ItemNotAvailable),
        "The item is not available."
    );

    // C §17 carts, §18 orders
    public static readonly VendorError OfferNotEligible = new(
        2085,
        403,
        nameof(OfferNotEligible),
        "The offer is not eligible for the customer."
    );
    public static readonly VendorError OfferNoLongerAvailable = new(
        2091,
        403,
        nameof(OfferNoLongerAvailable),
        "The offer is no longer available."
    );
    public static readonly VendorError OrderNotProcessable = new(
        4018,
        400,
        nameof(OrderNotProcessable),
        "The order cannot be processed."
    );
    public static readonly VendorError OrderNotFound = new(
        20000,
        404,
        nameof(OrderNotFound),
        "The order was not found."
    );
    public static readonly VendorError OfferUseLimit = new(
        27006,
        400,
        nameof(OfferUseLimit),
        "The use limit of the offer is reached."
    );
    public static readonly VendorError PromotionCodeInvalid = new(
        27007,
        400,
        nameof(PromotionCodeInvalid),
        "The promotion code is invalid."
    );
    public static readonly VendorError PartnerTokenMissing = new(
        800001,
        401,
        nameof(PartnerTokenMissing),
        "The partner token is missing in the context."
    );
    public static readonly VendorError InvalidRequest = new(
        800002,
        400,
        nameof(InvalidRequest),
        "The request input is invalid."
    );
    public static readonly VendorError Unexpected = new(
        800003,
        500,
        nameof(Unexpected),
        "An unexpected error occurred."
    );
    public static readonly VendorError OrderFailed = new(800005, 500, nameof(OrderFailed), "The order failed.");
    public static readonly VendorError LineItemIssue = new(
        800087,
        500,
        nameof(LineItemIssue),
        "A line item could not be processed."
    );
    public static readonly VendorError UpdateFailed = new(800094, 500, nameof(UpdateFailed), "The update failed.");
    public static readonly VendorError TryAgainLater = new(
        900192,
        500,
        nameof(TryAgainLater),
        "Please try again later."
    );
    public static readonly VendorError InvalidOfferId = new(
        800004,
        400,
        nameof(InvalidOfferId),
        "The offer id is invalid."
    );
    public static readonly VendorError InvalidSubscription = new(
        800021,
        400,
        nameof(InvalidSubscription),
        "The subscription is invalid."
    );
    public static readonly VendorError AddOnNotRelated = new(
        800029,
        400,
        nameof(AddOnNotRelated),
        "The add-on is not related to its parent."
    );
    public static readonly VendorError SubscriptionNotRegistered = new(
        800030,
        400,
        nameof(SubscriptionNotRegistered),
        "The subscription is not registered."
    );
    public static readonly VendorError ProvisioningUnavailable = new(
        800007,
        404,
        nameof(ProvisioningUnavailable),
        "Provisioning information is not available."
    );
    public static readonly VendorError CartNotFound = new(
        800008,
        404,
        nameof(CartNotFound),
        "The cart id cannot be retrieved."
    );
    public static readonly VendorError CartItemErrors = new(
        800009,
        400,
        nameof(CartItemErrors),
        "The cart has errors in its items."
    );
    public static readonly VendorError InventoryUnavailable = new(
        800010,
        400,
        nameof(InventoryUnavailable),
        "The inventory is not available."
    );
    public static readonly VendorError QuantityUnavailable = new(
        800017,
        400,
        nameof(QuantityUnavailable),
        "The quantity is not available."
    );
    public static readonly VendorError AdjustmentPending = new(
        800014,
        409,
        nameof(AdjustmentPending),
        "An adjustment of the order is pending."
    );
    public static readonly VendorError SandboxLimitReached = new(
        800018,
        400,
        nameof(SandboxLimitReached),
        "The limit of the sandbox is reached."
    );
    public static readonly VendorError CancelNotAllowed = new(
        800019,
        403,
        nameof(CancelNotAllowed),
        "Products of this type cannot be cancelled here."
    );
    public static readonly VendorError CatalogItemNotEligible = new(
        800020,
        403,
        nameof(CatalogItemNotEligible),
        "The catalogue item is not eligible."
    );
    public static readonly VendorError QuantityChangeNotAllowed = new(
        800027,
        403,
        nameof(QuantityChangeNotAllowed),
        "Quantity cannot be added or removed."
    );
    public static readonly VendorError InitialTermGone = new(
        800028,
        403,
        nameof(InitialTermGone),
        "The initial term is no longer available."
    );
    public static readonly VendorError NotEligible = new(
        800022,
        400,
        nameof(NotEligible),
        "Not eligible for the transaction."
    );
    public static readonly VendorError NotEligibleCustomer = new(
        800024,
        400,
        nameof(NotEligibleCustomer),
        "The customer is not eligible for the transaction."
    );
    public static readonly VendorError NotEligiblePartner = new(
        800026,
        400,
        nameof(NotEligiblePartner),
        "The partner is not eligible for the transaction."
    );
    public static readonly VendorError NotEligibleProduct = new(
        800062,
        400,
        nameof(NotEligibleProduct),
        "The product is not eligible for the transaction."
    );
    public static readonly VendorError CreditLineTooLow = new(
        800023,
        403,
        nameof(CreditLineTooLow),
        "The credit line is too low."
    );
    public static readonly VendorError CreditLineExceeded = new(
        800025,
        400,
        nameof(CreditLineExceeded),
        "The credit line is exceeded."
    );
    public static readonly VendorError InsufficientCredit = new(
        900121,
        403,
        nameof(InsufficientCredit),
        "The credit limit is insufficient."
    );
    public static readonly VendorError PreconditionFailed = new(
        800036,
        417,
        nameof(PreconditionFailed),
        "A precondition failed."
    );
    public static readonly VendorError NoPricingAccess = new(
        800043,
        403,
        nameof(NoPricingAccess),
        "No access to pricing."
    );
    public static readonly VendorError OrderInProgress = new(
        800060,
        409,
        nameof(OrderInProgress),
        "An order is in progress. Check the order history in a few minutes."
    );
    public static readonly VendorError OrderNotCancellable = new(
        800061,
        400,
        nameof(OrderNotCancellable),
        "The order cannot be cancelled."
    );
    public static readonly VendorError CancelBySubscription = new(
        800063,
        400,
        nameof(CancelBySubscription),
        "The order cannot be cancelled. Update the status of its subscription instead (PATCH subscription)."
    );
    public static readonly VendorError CartBeingProcessed = new(
        800064,
        409,
        nameof(CartBeingProcessed),
        "The cart is being processed by another request."
    );
    public static readonly VendorError CartAlreadySubmitted = new(
        800065,
        400,
        nameof(CartAlreadySubmitted),
        "The cart was already submitted."
    );
    public static readonly VendorError TooManySubscriptions = new(
        800066,
        403,
        nameof(TooManySubscriptions),
        "Too many subscriptions."
    );
    public static readonly VendorError TooManySeats = new(800067, 403, nameof(TooManySeats), "Too many seats.");
    public static readonly VendorError TooManyAzureSubscriptions = new(
        800068,
        403,
        nameof(TooManyAzureSubscriptions),
        "Too many Azure subscriptions for the partner."
    );
    public static readonly VendorError RemainingSubscriptionLimit = new(
        800088,
        403,
        nameof(RemainingSubscriptionLimit),
        "The remaining limit of subscriptions is exceeded."
    );
    public static readonly VendorError RemainingSeatLimit = new(
        800089,
        403,
        nameof(RemainingSeatLimit),
        "The remaining limit of seats is exceeded."
    );
    public static readonly VendorError TooManyTenantSubscriptions = new(
        900419,
        400,
        nameof(TooManyTenantSubscriptions),
        "Too many subscriptions in the tenant."
    );
    public static readonly VendorError RiskCheckFailed = new(
        800069,
        403,
        nameof(RiskCheckFailed),
        "The risk management check failed."
    );
    public static readonly VendorError OfferNotInCountry = new(
        800070,
        400,
        nameof(OfferNotInCountry),
        "The offer is not available in the country or region."
    );
    public static readonly VendorError LineItemNumbers = new(
        800071,
        400,
        nameof(LineItemNumbers),
        "Line item numbers must run from 0 to n-1."
    );
    public static readonly VendorError AccountUnderReview = new(
        800073,
        403,
        nameof(AccountUnderReview),
        "The customer account is under review."
    );
    public static readonly VendorError AccountReviewPending = new(
        800074,
        403,
        nameof(AccountReviewPending),
        "The review of the customer account is pending."
    );
    public static readonly VendorError AccountNotApproved = new(
        800075,
        403,
        nameof(AccountNotApproved),
        "The customer account is not approved."
    );
    public static readonly VendorError PatchSubscriptionInstead = new(
        800077,
        403,
        nameof(PatchSubscriptionInstead),
        "New commerce licence-based products cannot be cancelled by the order. Update the subscription."
    );
    public static readonly VendorError BillingCycleMismatch = new(
        800085,
        400,
        nameof(BillingCycleMismatch),
        "The billing cycle does not match the original order."
    );
    public static readonly VendorError TenantTagMissing = new(
        800086,
        400,
        nameof(TenantTagMissing),
        "The customer tenant lacks a required qualification."
    );
    public static readonly VendorError SandboxAzurePlanLimit = new(
        900116,
        400,
        nameof(SandboxAzurePlanLimit),
        "The sandbox limit of Azure plans is reached."
    );
    public static readonly VendorError CatalogItemIdMissing = new(
        900142,
        400,
        nameof(CatalogItemIdMissing),
        "The catalogue item id is missing."
    );
    public static readonly VendorError AvailabilitiesNotRetrievable = new(
        900143,
        400,
        nameof(AvailabilitiesNotRetrievable),
        "The availabilities cannot be retrieved."
    );
    public static readonly VendorError CurrencyNotSupported = new(
        900169,
        400,
        nameof(CurrencyNotSupported),
        "The currency is not supported by an item."
    );
    public static readonly VendorError AttestationRequired = new(
        900203,
        400,
        nameof(AttestationRequired),
        "The catalogue item requires attestationAccepted."
    );
    public static readonly VendorError CustomTermEndDateNotAlignable = new(
        900242,
        400,
        nameof(CustomTermEndDateNotAlignable),
        "The custom term end date cannot be aligned."
    );
    public static readonly VendorError CustomTermEndDateNotSupported = new(
        900244,
        400,
        nameof(CustomTermEndDateNotSupported),
        "A custom term end date is for new commerce products only."
    );
    public static readonly VendorError CustomTermEndDateTooEarly = new(
        900245,
        400,
        nameof(CustomTermEndDateTooEarly),
        "The custom term end date is out of range."
    );
    public static readonly VendorError CustomTermEndDateTooLate = new(
        900246,
        400,
        nameof(CustomTermEndDateTooLate),
        "The custom term end date is out of range."
    );
    public static readonly VendorError PurchaseOrderMissing = new(
        900252,
        400,
        nameof(PurchaseOrderMissing),
        "The purchase order document is missing."
    );
    public static readonly VendorError TenderEvidenceMissing = new(
        900253,
        400,
        nameof(TenderEvidenceMissing),
        "The tender evidence is missing."
    );
    public static readonly VendorError PriceMetadataMissing = new(
        900254,
        400,
        nameof(PriceMetadataMissing),
        "The price metadata is missing."
    );
    public static readonly VendorError BillingCycleLongerThanTerm = new(
        900270,
        400,
        nameof(BillingCycleLongerThanTerm),
        "The billing cycle is longer than the term."
    );
    public static readonly VendorError QuantityOutOfRange = new(
        900275,
        400,
        nameof(QuantityOutOfRange),
        "The quantity is out of range."
    );
    public static readonly VendorError BillingCycleInvalid = new(
        900269,
        400,
        nameof(BillingCycleInvalid),
        "The billing cycle is invalid."
    );
    public static readonly VendorError NotPurchasableInSandbox = new(
        900322,
        403,
        nameof(NotPurchasableInSandbox),
        "The item cannot be purchased in the sandbox."
    );
    public static readonly VendorError AccountLocked = new(
        900416,
        403,
        nameof(AccountLocked),
        "The customer account is locked for transactions."
    );

    // C §19 subscriptions
    public static readonly VendorError QuantityWhileSuspended = new(
        2001,
        400,
        nameof(QuantityWhileSuspended),
        "The quantity cannot change while the subscription is suspended."
    );
    public static readonly VendorError QuantityOutsideLimits = new(
        2002,
        400,
        nameof(QuantityOutsideLimits),
        "The quantity is outside minimum and maximum."
    );
    public static readonly VendorError OfferUpdatesNotAllowed = new(
        2006,
        400,
        nameof(OfferUpdatesNotAllowed),
        "Updates for the offer are not allowed."
    );
    public static readonly VendorError SubscriptionDeleted = new(
        2011,
        400,
        nameof(SubscriptionDeleted),
        "A deleted subscription cannot be updated."
    );
    public static readonly VendorError BillingCycleNotChangeable = new(
        2054,
        400,
        nameof(BillingCycleNotChangeable),
        "The billing cycle cannot be changed here."
    );
    public static readonly VendorError EtagNoLongerValid = new(
        2055,
        400,
        nameof(EtagNoLongerValid),
        "Etag is no longer valid."
    );
    public static readonly VendorError SubscriptionNotFound = new(
        20003,
        404,
        nameof(SubscriptionNotFound),
        "The subscription was not found."
    );
    public static readonly VendorError ParentNotActive = new(
        27009,
        409,
        nameof(ParentNotActive),
        "The child cannot be enabled while its parent is not active."
    );
    public static readonly VendorError StatusChangeNotPossible = new(
        800040,
        400,
        nameof(StatusChangeNotPossible),
        "The status change of the asset is not possible."
    );
    public static readonly VendorError StatusChangeNotAllowed = new(
        800096,
        400,
        nameof(StatusChangeNotAllowed),
        "The status change of the asset is not allowed."
    );
    public static readonly VendorError NotYetActivated = new(
        800081,
        400,
        nameof(NotYetActivated),
        "The subscription is not activated yet."
    );
    public static readonly VendorError NotReadyToBeUpdated = new(
        800082,
        409,
        nameof(NotReadyToBeUpdated),
        "The subscription is not ready to be updated. Try again later."
    );
    public static readonly VendorError QuantityNotDecreasable = new(
        800090,
        400,
        nameof(QuantityNotDecreasable),
        "The quantity cannot be decreased."
    );
    public static readonly VendorError SubscriptionSuspended = new(
        800091,
        400,
        nameof(SubscriptionSuspended),
        "The subscription is suspended."
    );
    public static readonly VendorError QuantityNotIncreasable = new(
        800092,
        400,
        nameof(QuantityNotIncreasable),
        "The quantity cannot be increased."
    );
    public static readonly VendorError NotAutoRenewable = new(
        800093,
        400,
        nameof(NotAutoRenewable),
        "The subscription cannot renew by itself."
    );
    public static readonly VendorError SeatsNotUpdatable = new(
        800095,
        400,
        nameof(SeatsNotUpdatable),
        "The seats cannot be updated."
    );
    public static readonly VendorError BillingNotUpdatable = new(
        800097,
        400,
        nameof(BillingNotUpdatable),
        "The billing cannot be updated."
    );
    public static readonly VendorError PartnerOnRecordNotUpdatable = new(
        800098,
        400,
        nameof(PartnerOnRecordNotUpdatable),
        "The partner on record cannot be updated."
    );
    public static readonly VendorError AzurePlanInUse = new(
        900115,
        403,
        nameof(AzurePlanInUse),
        "The Azure plan cannot be suspended while it has active Azure subscriptions."
    );
    public static readonly VendorError CancellationWindowPassed = new(
        900117,
        400,
        nameof(CancellationWindowPassed),
        "The cancellation window has passed."
    );
    public static readonly VendorError CancellationWindowHoursPassed = new(
        900213,
        400,
        nameof(CancellationWindowHoursPassed),
        "The cancellation window has passed."
    );
    public static readonly VendorError SeatReductionWindowHoursPassed = new(
        900214,
        400,
        nameof(SeatReductionWindowHoursPassed),
        "The window for fewer seats has passed."
    );
    public static readonly VendorError SeatReductionWindowPassed = new(
        900257,
        400,
        nameof(SeatReductionWindowPassed),
        "The window for fewer seats has passed."
    );
    public static readonly VendorError NotForLegacySubscriptions = new(
        900263,
        403,
        nameof(NotForLegacySubscriptions),
        "Not supported for legacy subscriptions."
    );
    public static readonly VendorError SubscriptionExpiring = new(
        900277,
        400,
        nameof(SubscriptionExpiring),
        "The subscription is expiring."
    );
    public static readonly VendorError UpdatesNoLongerAllowed = new(
        900279,
        400,
        nameof(UpdatesNoLongerAllowed),
        "Updates are no longer allowed."
    );
    public static readonly VendorError UpdatesCurrentlyNotAllowed = new(
        900280,
        400,
        nameof(UpdatesCurrentlyNotAllowed),
        "Updates are currently not allowed."
    );
    public static readonly VendorError OperationPending = new(
        900278,
        409,
        nameof(OperationPending),
        "An operation is pending. Try again after 24 hours."
    );
    public static readonly VendorError UpdatedTooManyTimes = new(
        900311,
        400,
        nameof(UpdatedTooManyTimes),
        "The subscription was updated too many times."
    );

    // C §21, §22: codes undocumented
    public static readonly VendorError RegistrationNotFound = new(
        2010,
        404,
        nameof(RegistrationNotFound),
        "No webhook registration was found."
    );
    public static readonly VendorError TestEventNotSubscribed = new(
        2012,
        400,
        nameof(TestEventNotSubscribed),
        "The registration is not subscribed to test-created."
    );

    /// <summary>All of them, in the order above.</summary>
    public static IReadOnlyList<VendorError> All { get; } =
    [
        ExceptionNotDefined,
        AccessDenied,
        NotFound,
        BadInput,
        Forbidden,
        InvalidProperty,
        InvalidCustomerId,
        EnumNotParseable,
        EnumNotSupported,
        UnsupportedOperation,
        RoleLacksRights,
        InsufficientPrivileges,
        ConditionalAccessBlocked,
        AppOnlyNotSupported,
        WrongTokenAudience,
        MfaClaimMissing,
        NeitherIdGiven,
        BothIdsGiven,
        IdMalformed,
        MpnIdInvalid,
        MpaRegionMismatch,
        MpaStatusNotAvailable,
        MpaNotSignedInRegion,
        MpaNoEnrollment,
        MpaNoAccount,
        MpaNotSigned,
        PartnerNotOnboardedInCountry,
        PartnerNotValidForOffer,
        PartnerIdNotAdvisor,
        OwnPartnerIdOnRecord,
        PartnerIdNotFound,
        PartnerIdNotReseller,
        ResellerMpaNotAccepted,
        OwnMpaNotAccepted,
        PlaIdNotActive,
        ResellerNotAuthorized,
        PartnerOnRecordAttestationMissing,
        ResellerProgramNotActive,
        PartnerProgramNotActive,
        NotSandboxProvider,
        SandboxResellerDeleteNotAllowed,
        SandboxResellerCreateNotAllowed,
        SandboxResellerConflict,
        NoCommerceRelationship,
        UserNotFound,
        TenantNotFound,
        AddressRejected,
        DomainNotAvailable,
        DomainTaken,
        RegistrationNumberNotSupported,
        ActionNotAllowed,
        RegistrationNumberMissing,
        RegistrationNumberFormat,
        PhoneNumberMissing,
        AccountStatusNotFound,
        ActiveSubscriptionsExist,
        DeleteNotAllowedInProduction,
        CustomerNotDeletable,
        AddressInvalid,
        CustomerAgreementMissing,
        PartnerConfirmedAgreementAlreadyExists,
        UseProductsApi,
        ProductNotFound,
        SkuNotFound,
        AvailabilityNotFound,
        TargetSegmentNotAllowed,
        TargetViewNotAllowed,
        ItemNotAvailable,
        OfferNotEligible,
        OfferNoLongerAvailable,
        OrderNotProcessable,
        OrderNotFound,
        OfferUseLimit,
        PromotionCodeInvalid,
        PartnerTokenMissing,
        InvalidRequest,
        Unexpected,
        OrderFailed,
        LineItemIssue,
        UpdateFailed,
        TryAgainLater,
        InvalidOfferId,
        InvalidSubscription,
        AddOnNotRelated,
        SubscriptionNotRegistered,
        ProvisioningUnavailable,
        CartNotFound,
        CartItemErrors,
        InventoryUnavailable,
        QuantityUnavailable,
        AdjustmentPending,
        SandboxLimitReached,
        CancelNotAllowed,
        CatalogItemNotEligible,
        QuantityChangeNotAllowed,
        InitialTermGone,
        NotEligible,
        NotEligibleCustomer,
        NotEligiblePartner,
        NotEligibleProduct,
        CreditLineTooLow,
        CreditLineExceeded,
        InsufficientCredit,
        PreconditionFailed,
        NoPricingAccess,
        OrderInProgress,
        OrderNotCancellable,
        CancelBySubscription,
        CartBeingProcessed,
        CartAlreadySubmitted,
        TooManySubscriptions,
        TooManySeats,
        TooManyAzureSubscriptions,
        RemainingSubscriptionLimit,
        RemainingSeatLimit,
        TooManyTenantSubscriptions,
        RiskCheckFailed,
        OfferNotInCountry,
        LineItemNumbers,
        AccountUnderReview,
        AccountReviewPending,
        AccountNotApproved,
        PatchSubscriptionInstead,
        BillingCycleMismatch,
        TenantTagMissing,
        SandboxAzurePlanLimit,
        CatalogItemIdMissing,
        AvailabilitiesNotRetrievable,
        CurrencyNotSupported,
        AttestationRequired,
        CustomTermEndDateNotAlignable,
        CustomTermEndDateNotSupported,
        CustomTermEndDateTooEarly,
        CustomTermEndDateTooLate,
        PurchaseOrderMissing,
        TenderEvidenceMissing,
        PriceMetadataMissing,
        BillingCycleLongerThanTerm,
        QuantityOutOfRange,
        BillingCycleInvalid,
        NotPurchasableInSandbox,
        AccountLocked,
        QuantityWhileSuspended,
        QuantityOutsideLimits,
        OfferUpdatesNotAllowed,
        SubscriptionDeleted,
        BillingCycleNotChangeable,
        EtagNoLongerValid,
        SubscriptionNotFound,
        ParentNotActive,
        StatusChangeNotPossible,
        StatusChangeNotAllowed,
        NotYetActivated,
        NotReadyToBeUpdated,
        QuantityNotDecreasable,
        SubscriptionSuspended,
        QuantityNotIncreasable,
        NotAutoRenewable,
        SeatsNotUpdatable,
        BillingNotUpdatable,
        PartnerOnRecordNotUpdatable,
        AzurePlanInUse,
        CancellationWindowPassed,
        CancellationWindowHoursPassed,
        SeatReductionWindowHoursPassed,
        SeatReductionWindowPassed,
        NotForLegacySubscriptions,
        SubscriptionExpiring,
        UpdatesNoLongerAllowed,
        UpdatesCurrentlyNotAllowed,
        OperationPending,
        UpdatedTooManyTimes,
        RegistrationNotFound,
        TestEventNotSubscribed,
    ];

    /// <summary>
    /// The error of that code, and of that status where the code has several; an unknown code becomes an error of its
    /// own.
    /// </summary>
    public static VendorError Of(int code, int? status = null)
    {
        var known =
            All.FirstOrDefault(e => e.Code == code && (status is null || e.Status == status))
            ?? All.FirstOrDefault(e => e.Code == code);
        known ??= new VendorError(code, 400, "Refused", $"Refused with code {code}.");
        return status is { } wanted ? known with { Status = wanted } : known;
    }
}
